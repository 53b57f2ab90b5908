import SwiftletConvert
import SwiftletKernels
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

/// Rows quantized and read back.
struct QuantizedRows {
  var codes: [UInt8]
  var scales: [UInt16]
  var zeroPoints: [UInt8]
  var values: [Float] = []
  var statistics = ErrorStatistics()
  var refusal: BandQuantizer.Refusal?

  init(
    _ source: [Float], columns: Int, _ scheme: QuantizationScheme, searches: Bool = true,
    kernels: KernelSet = .best
  ) {
    let quantizer = BandQuantizer(
      scheme: scheme, columns: columns, searches: searches, kernels: kernels)
    let rows = source.count / columns
    let groups = quantizer.groupsPerRow
    codes = [UInt8](repeating: 0xAA, count: source.count)
    scales = [UInt16](repeating: 0xAAAA, count: rows * groups)
    zeroPoints = [UInt8](
      repeating: UInt8(scheme.symmetricZeroPoint), count: rows * groups)
    unsafe source.withUnsafeBufferPointer { source in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe scales.withUnsafeMutableBufferPointer { scales in
          unsafe zeroPoints.withUnsafeMutableBufferPointer { zeros in
            refusal = unsafe quantizer.quantize(
              source, codes: codes, scales: scales, zeroPoints: scheme.hasZeroPoints ? zeros : nil,
              statistics: &statistics)
          }
        }
      }
    }
    for index in source.indices {
      let group = (index / columns) * groups + (index % columns) / scheme.groupSize.rawValue
      let distance = Int(codes[index]) - Int(zeroPoints[group])
      values.append(HalfPrecision.float(half: scales[group]) * Float(distance))
    }
  }

  /// The sum of squared differences from `source`.
  func squaredError(_ source: [Float]) -> Double {
    zip(values, source).reduce(0) {
      $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
  }
}

@Suite struct BandQuantizerTests {
  static let schemes = QuantizationScheme.Bits.allCases.flatMap { bits in
    QuantizationScheme.GroupSize.allCases.flatMap { group in
      [false, true].map { QuantizationScheme(bits: bits, groupSize: group, hasZeroPoints: $0) }
    }
  }

  @Test(arguments: [true, false])
  func nearestTakesTheRangeOfEachGroup(hasZeroPoints: Bool) {
    let scheme = QuantizationScheme(
      bits: .four, groupSize: .columns32, hasZeroPoints: hasZeroPoints)
    var generator = SplitMix64(seed: 3)
    let source = (0..<64 * 32).map { _ in Float(Int64(bitPattern: generator.next()) >> 40) * 0x1p-23
    }
    let plain = QuantizedRows(source, columns: 32, scheme, searches: false)
    for row in 0..<64 {
      let group = source[row * 32..<(row + 1) * 32]
      let (low, high) = (min(0, group.min() ?? 0), max(0, group.max() ?? 0))
      let wanted = hasZeroPoints ? (high - low) / 15 : max(high, -low) / 7
      #expect(plain.scales[row] == HalfPrecision.half(wanted))
      guard hasZeroPoints else { continue }
      let zero = (-low / (high - low) * 15).rounded(.toNearestOrEven)
      #expect(Float(plain.zeroPoints[row]) == zero)
    }
    let searched = QuantizedRows(source, columns: 32, scheme)
    #expect(searched.squaredError(source) < 0.95 * plain.squaredError(source))
    #expect(abs(plain.statistics.squaredError - plain.squaredError(source)) < 1e-4)
  }

  @Test(arguments: schemes)
  func everyKernelSetStoresTheSame(_ scheme: QuantizationScheme) throws {
    var generator = SeededGenerator(seed: 77)
    let columns = 5 * scheme.groupSize.rawValue - 7
    var source: [Float] = []
    for row in 0..<48 {
      for column in 0..<columns {
        let value = Float.random(in: -1...1, using: &generator)
        switch row % 6 {
        case 0: source.append(value)
        case 1: source.append(value * value * value * 3e4)
        case 2: source.append(abs(value) + 1)
        case 3: source.append((value * 7).rounded() * 0.37)
        case 4: source.append(column % 9 == 0 ? value : value * 1e-6)
        default: source.append(column / 40 % 2 == 0 ? 0.25 : value * 1e-9)
        }
      }
    }
    let scalar = try #require(KernelSet.named("scalar"))
    let expected = QuantizedRows(source, columns: columns, scheme, kernels: scalar)
    #expect(expected.refusal == nil)
    for kernels in KernelSet.all {
      let rows = QuantizedRows(source, columns: columns, scheme, kernels: kernels)
      #expect(rows.codes == expected.codes, "\(kernels.name)")
      #expect(rows.scales == expected.scales, "\(kernels.name)")
      #expect(rows.zeroPoints == expected.zeroPoints, "\(kernels.name)")
      #expect(rows.statistics == expected.statistics, "\(kernels.name)")
    }
  }

  /// The squared error of plain rounding: the largest magnitude onto 7 or 127 steps.
  static func plainError(_ group: ArraySlice<Float>, _ scheme: QuantizationScheme) -> Double {
    let magnitude = group.map(abs).max() ?? 0
    let most = scheme.symmetricZeroPoint - 1
    let scale = Double(HalfPrecision.float(half: HalfPrecision.half(magnitude / Float(most))))
    return group.reduce(0) { sum, value in
      let steps = scale == 0 ? 0 : (Double(value) / scale).rounded(.toNearestOrEven)
      let difference = Double(value) - scale * max(-Double(most) - 1, min(Double(most), steps))
      return sum + difference * difference
    }
  }

  static func normal(_ count: Int, seed: UInt64, scale: Float = 0.03) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let sum = (0..<12).reduce(Float(-6)) { sum, _ in
        sum + Float.random(in: 0..<1, using: &generator)
      }
      // One in forty is an outlier.
      return sum * scale * (Int.random(in: 0..<40, using: &generator) == 0 ? 4 : 1)
    }
  }

  @Test(arguments: schemes) func codesStayInRangeAndStatisticsAreThoseOfWhatIsStored(
    _ scheme: QuantizationScheme
  ) {
    let source = BandQuantizerTests.normal(5 * 300, seed: 3)
    let result = QuantizedRows(source, columns: 300, scheme)
    #expect(result.refusal == nil)
    #expect(result.codes.allSatisfy { Int($0) <= scheme.largestCode })
    #expect(result.statistics.elementCount == source.count)
    let error = result.squaredError(source)
    // Sums over a group are in float32: 128 terms of relative error 2^-24 each.
    #expect(abs(result.statistics.squaredError - error) <= 1e-4 * error)
    let worst = zip(result.values, source).map { abs($0 - $1) }.max() ?? 0
    #expect(abs(result.statistics.maximumError - Double(worst)) <= 1e-6 * Double(worst))
  }

  @Test(arguments: schemes) func isNeverWorseThanPlainRounding(_ scheme: QuantizationScheme) {
    let group = scheme.groupSize.rawValue
    for seed in UInt64(0)..<300 {
      // From the subnormal scales of float16 to large ones.
      let magnitude = Float(sign: .plus, exponent: Int(seed % 40) - 26, significand: 1.3)
      let source = BandQuantizerTests.normal(group, seed: seed, scale: magnitude)
      let error = QuantizedRows(source, columns: group, scheme).squaredError(source)
      let plain = BandQuantizerTests.plainError(source[...], scheme)
      // The comparison inside is in float32.
      #expect(error <= plain * (1 + 1e-4), "seed \(seed)")
    }
  }

  @Test(arguments: schemes) func searchGainsOverPlainRounding(_ scheme: QuantizationScheme) {
    let group = scheme.groupSize.rawValue
    let source = BandQuantizerTests.normal(200 * group, seed: 11)
    let error = QuantizedRows(source, columns: group, scheme).squaredError(source)
    let plain = stride(from: 0, to: source.count, by: group).reduce(0.0) {
      $0 + BandQuantizerTests.plainError(source[$1..<$1 + group], scheme)
    }
    // Measured: 0.81 for symmetric 4 bits, less with zero points; 8 bits only gain the code -128.
    #expect(error < plain * (scheme.bits == .four ? 0.9 : 0.999))
  }

  @Test(arguments: schemes) func keepsValuesOnItsGridExactly(_ scheme: QuantizationScheme) {
    let group = scheme.groupSize.rawValue
    var generator = SeededGenerator(seed: 5)
    for round in 0..<400 {
      // Any finite float16 scale whose steps stay finite too, of either sign; fewer codes in some rounds.
      let bits = UInt16.random(in: 1...0x6FFF, using: &generator)
      let scale = HalfPrecision.float(half: bits) * (round % 2 == 0 ? 1 : -1)
      let middle = scheme.symmetricZeroPoint
      let zero =
        scheme.hasZeroPoints ? Int.random(in: 0...scheme.largestCode, using: &generator) : middle
      let first = Int.random(in: 0...scheme.largestCode, using: &generator)
      let last =
        round % 3 == 0
        ? scheme.largestCode : Int.random(in: first...scheme.largestCode, using: &generator)
      let source = (0..<group).map { _ in
        Float(Int.random(in: min(first, last)...last, using: &generator) - zero) * scale
      }
      let result = QuantizedRows(source, columns: group, scheme)
      #expect(result.values == source, "round \(round): \(scale), \(first)...\(last) - \(zero)")
      #expect(result.statistics.squaredError == 0)
    }
  }

  @Test(arguments: schemes) func zeroGroupsAreExact(_ scheme: QuantizationScheme) {
    let result = QuantizedRows([Float](repeating: 0, count: 3 * 200), columns: 200, scheme)
    #expect(result.scales.allSatisfy { $0 == 0 })
    #expect(result.values.allSatisfy { $0 == 0 })
    #expect(result.codes.allSatisfy { $0 == UInt8(scheme.symmetricZeroPoint) })
    #expect(result.zeroPoints.allSatisfy { $0 == UInt8(scheme.symmetricZeroPoint) })
    #expect(result.statistics.relativeRMSError == 0)
    #expect(result.statistics.sqnrDecibels == nil)
  }

  @Test(arguments: schemes, [Float(0.37), -0.0123, 5, -61234.5])
  func constantGroupsAreNearlyExact(_ scheme: QuantizationScheme, _ value: Float) {
    let result = QuantizedRows([Float](repeating: value, count: 256), columns: 256, scheme)
    // One code throughout: what is left is the rounding of the scale, half a unit in 2^11.
    #expect(result.values.allSatisfy { abs($0 - value) <= abs(value) * 0x1p-11 })
  }

  @Test(arguments: schemes) func meanErrorStaysUnderHalfAStep(_ scheme: QuantizationScheme) {
    let group = scheme.groupSize.rawValue
    for seed in UInt64(0)..<50 {
      let source = BandQuantizerTests.normal(group, seed: seed)
      let magnitude = source.map(abs).max() ?? 0
      // Plain rounding errs by at most half its step, and by the step's own rounding times the code.
      let steps = Double(scheme.symmetricZeroPoint - 1)
      let bound = Double(magnitude) / steps * (0.5 + steps * 0x1p-11)
      let error = QuantizedRows(source, columns: group, scheme).squaredError(source)
      #expect((error / Double(group)).squareRoot() <= bound)
    }
  }

  @Test(arguments: schemes) func tinyValuesBecomeZeroOrTheSmallestStep(_ scheme: QuantizationScheme)
  {
    for value in [Float.leastNonzeroMagnitude, 0x1p-140, 1e-30, 0x1p-25, 0x1p-24, 3e-7] {
      var source = [Float](repeating: value, count: scheme.groupSize.rawValue)
      source[1] = -value
      let result = QuantizedRows(source, columns: source.count, scheme)
      #expect(result.refusal == nil)
      // The smallest float16 is 2^-24; a value is at most half of it away from a multiple.
      #expect(zip(result.values, source).allSatisfy { abs($0 - $1) <= 0x1p-25 })
    }
  }

  @Test(arguments: schemes) func valuesTooLargeForAScaleAreRefusedWithTheirPlace(
    _ scheme: QuantizationScheme
  ) {
    let group = scheme.groupSize.rawValue
    var source = BandQuantizerTests.normal(3 * 2 * group, seed: 9)
    source[2 * 2 * group + group + 5] = 1e5
    #expect(QuantizedRows(source, columns: 2 * group, scheme).refusal == nil)
    // 255 steps of 65504 are 1.67e7.
    for value in [2e7, -Float.greatestFiniteMagnitude, .infinity] {
      source[2 * 2 * group + group + 5] = value
      let refusal = QuantizedRows(source, columns: 2 * group, scheme).refusal
      #expect(refusal?.row == 2 && refusal?.column == group + 5 && refusal?.value == value)
    }
  }

  @Test(arguments: schemes) func lastGroupNeedNotBeFull(_ scheme: QuantizationScheme) {
    for columns in [1, 15, 31, 33, 63, 127, 129] {
      let source = BandQuantizerTests.normal(2 * columns, seed: UInt64(columns))
      let result = QuantizedRows(source, columns: columns, scheme)
      // Half a step of plain rounding for every value, and a little for the step's own rounding.
      let magnitude = Double(source.map(abs).max() ?? 0)
      let bound = 0.51 * magnitude / Double(scheme.symmetricZeroPoint - 1)
      #expect(result.squaredError(source) <= Double(source.count) * bound * bound)
      #expect(result.statistics.elementCount == source.count)
    }
  }

  @Test func findsTheFirstValueThatIsNotFinite() {
    for bad in [Float.nan, .infinity, -.infinity] {
      for place in [0, 15, 16, 99] {
        var source = BandQuantizerTests.normal(100, seed: 1)
        source[place] = bad
        let found = unsafe source.withUnsafeBufferPointer {
          unsafe BandQuantizer.firstNonFinite($0)
        }
        #expect(found == place)
      }
    }
    let clean = BandQuantizerTests.normal(100, seed: 1)
    let found = unsafe clean.withUnsafeBufferPointer { unsafe BandQuantizer.firstNonFinite($0) }
    #expect(found == nil)
  }
}
