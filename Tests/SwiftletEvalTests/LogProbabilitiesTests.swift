import SwiftletEval
import Testing

@Suite struct LogProbabilitiesTests {
  private func divergence(_ reference: [Float], _ model: [Float]) -> Double {
    unsafe reference.withUnsafeBufferPointer { reference in
      unsafe model.withUnsafeBufferPointer { model in
        unsafe LogProbabilities.divergence(
          reference, model,
          normalizers: (
            LogProbabilities.normalizer(reference), LogProbabilities.normalizer(model)
          ))
      }
    }
  }

  @Test func equalRowsDoNotDiverge() {
    let row: [Float] = [0.1, -7, 30, 1e-8, 12.5]
    #expect(divergence(row, row) == 0)
  }

  @Test func divergenceOfASmallCase() {
    // Probabilities 1/2, 1/4, 1/4 against 1/4, 1/4, 1/2: (1/2 - 1/4) log 2.
    let log2 = Float(0.6931471805599453)
    let found = divergence([log2, 0, 0], [5, 5, 5 + log2])
    // The logits are floats: log 2 is off by up to 6e-8.
    #expect(abs(found - 0.17328679513998632) < 1e-7)
  }

  @Test func divergenceIsOfTheReference() {
    // Probabilities 1/2, 1/2 against 3/4, 1/4, and the other way round.
    let log3 = Float(1.0986122886681098)
    #expect(abs(divergence([0, 0], [log3, 0]) - 0.14384103622589045) < 1e-7)
    #expect(abs(divergence([log3, 0], [0, 0]) - 0.13081203594113694) < 1e-7)
  }

  @Test func whatIsNotFiniteStaysThat() {
    #expect(!divergence([0, .nan], [0, 0]).isFinite)
    #expect(!divergence([0, 0], [.infinity, 0]).isFinite)
  }

  @Test func largestIsTheFirstOfEquals() {
    let row: [Float] = [1, 3, 2, 3]
    let index = unsafe row.withUnsafeBufferPointer { unsafe LogProbabilities.largest($0) }
    #expect(index == 1)
  }
}
