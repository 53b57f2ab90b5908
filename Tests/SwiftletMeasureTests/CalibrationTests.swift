import SwiftletMeasure
import Testing
import _SwiftletTestSupport

@Suite struct CalibrationTests {
  private static let truth = (idle: 2.4, perInstruction: 2.1e-10, perByte: 5.5e-11)

  /// Phases of different mixtures of time, instructions and bytes, with `noise` as a share of the energy.
  private func points(noise: Double, count: Int = 12) -> [Calibration.Point] {
    var generator = SeededGenerator(seed: 5)
    return (0..<count).map { index in
      let seconds = 1 + Double(index % 4)
      let instructions = Double.random(in: 1e9...2e10, using: &generator)
      let bytes = Double.random(in: 1e9...3e10, using: &generator)
      let joules =
        Self.truth.idle * seconds + Self.truth.perInstruction * instructions + Self.truth.perByte
        * bytes
      return .init(
        seconds: seconds, instructionCount: instructions, byteCount: bytes,
        joules: joules * (1 + Double.random(in: -noise...noise, using: &generator)))
    }
  }

  private var truths: [Double] {
    [Self.truth.idle, Self.truth.perInstruction, Self.truth.perByte]
  }

  @Test func findsTheCoefficientsOfExactEnergies() throws {
    let fit = try #require(Calibration(points(noise: 0)))
    for (found, truth) in zip(fit.coefficients, truths) {
      #expect(abs(found - truth) < 1e-6 * truth)
    }
  }

  @Test func itsErrorsHoldTheTruthUnderNoise() throws {
    let fit = try #require(Calibration(points(noise: 0.02, count: 40)))
    for index in 0..<3 {
      let error = fit.standardErrors[index]
      #expect(error > 0 && abs(fit.coefficients[index] - truths[index]) < 4 * error)
    }
  }

  @Test func whatCannotBeToldApartIsNoFit() {
    #expect(Calibration(Array(points(noise: 0).prefix(3))) == nil)
    let same = (1...8).map { size in
      let size = Double(size)
      return Calibration.Point(
        seconds: size, instructionCount: 1e9 * size, byteCount: 1e9 * size, joules: 3 * size)
    }
    #expect(Calibration(same) == nil)
  }
}
