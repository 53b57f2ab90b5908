import SwiftletArchitecture
import Testing

@Suite struct InverseFrequenciesTests {
  private func configuration(_ dimension: Int, _ theta: Double, _ scaling: RopeScaling)
    -> ModelConfiguration
  {
    ModelConfiguration(
      hiddenSize: 64, intermediateSize: 64, layerCount: 1, headCount: 1, kvHeadCount: 1,
      headDimension: dimension, vocabularySize: 8, contextLength: 1024, ropeTheta: theta,
      ropeScaling: scaling)
  }

  private func expectClose(_ values: [Float], _ expected: [Double], ulps: Double) {
    #expect(values.count == expected.count)
    for (value, reference) in zip(values, expected) {
      #expect(abs(Double(value) - reference) <= ulps * 0x1p-24 * 2 * reference)
    }
  }

  /// theta^(-2i/d) in double arithmetic, by repeated multiplication rather than a power function.
  private func series(_ dimension: Int, ratio: Double) -> [Double] {
    var result = [1.0]
    while result.count < dimension / 2 { result.append(result[result.count - 1] * ratio) }
    return result
  }

  @Test func plainFrequenciesAreAGeometricSeries() {
    // 10000^(-2/4) = 1/100; 10000^(-2/8) = 1/10.
    #expect(configuration(4, 10000, .none).inverseFrequencies == [1, 0.01])
    // Rounding the exponent moves the power by at most ln(theta) * 2^-25 relative, 4.6 units of
    // 2^-24 / 2; the power and the division add half a unit each.
    expectClose(
      configuration(8, 10000, .none).inverseFrequencies, series(8, ratio: 0.1), ulps: 4)
    expectClose(
      configuration(16, 100_000_000, .none).inverseFrequencies, series(16, ratio: 0.1), ulps: 6)
  }

  @Test func linearScalingDividesEveryFrequency() {
    let plain = configuration(24, 10000, .none).inverseFrequencies
    // Division by a power of two is exact.
    #expect(
      configuration(24, 10000, .linear(factor: 4)).inverseFrequencies == plain.map { $0 / 4 })
  }

  @Test func llama3ScalingKeepsShortWavesAndStretchesLongOnes() {
    let scaling = RopeScaling.llama3(
      factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 64)
    let plain = configuration(14, 500_000, .none).inverseFrequencies
    let scaled = configuration(14, 500_000, scaling).inverseFrequencies
    var kinds: Set<String> = []
    for (before, after) in zip(plain, scaled) {
      // Waves in the original context of 64 positions.
      let waves = 64 * Double(before) / (2 * Double.pi)
      if waves > 4 {
        kinds.insert("kept")
        #expect(after == before)
      } else if waves < 1 {
        kinds.insert("stretched")
        #expect(after == before / 8)
      } else {
        kinds.insert("blended")
        // A line from 1/8 at one wave to 1 at four, a handful of roundings of 2^-24 each.
        let blend = (waves - 1) / 3
        let expected = Double(before) * ((1 - blend) / 8 + blend)
        #expect(abs(Double(after) - expected) <= 8 * 0x1p-24 * Double(before))
      }
    }
    #expect(kinds == ["kept", "stretched", "blended"])
  }

  @Test func matchesLlama32InDoublePrecision() {
    // The published parameters of Llama 3.2; values by Python's own double arithmetic.
    let scaling = RopeScaling.llama3(
      factor: 32, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 8192)
    let values = configuration(64, 500_000, scaling).inverseFrequencies
    #expect(values.count == 32)
    let expected = [
      (0, 1.0),
      (10, 0.016560440080994446),
      (14, 0.0032114459947525913),
      (15, 0.001290547928209264),
      (16, 0.00042955679655936815),
      (17, 9.70828780262767e-05),
      (18, 1.9461638184831125e-05),
      (31, 9.418306725434909e-08),
    ]
    for (index, reference) in expected {
      // ln(500000) * 2^-25 from rounding the exponent, and a dozen roundings of 2^-24 in the blend,
      // where 1 - smooth loses no more than a factor of ten.
      #expect(abs(Double(values[index]) / reference - 1) < 2e-6)
    }
  }
}
