import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct ScaleRangeTests {
  private func range(_ scales: [UInt16]) -> ScaleRange {
    unsafe scales.withUnsafeBufferPointer { unsafe ScaleRange(covering: $0) }
  }

  @Test func everyScaleIsWithinHalfAStep() {
    var generator = SeededGenerator(seed: 4)
    for round in 0..<200 {
      let low = UInt16.random(in: 1...0x7000, using: &generator)
      let most = min(0x7BFF, low + UInt16(1 + round * 20))
      let high = UInt16.random(in: low...most, using: &generator)
      let scales = (0..<40).map { _ in UInt16.random(in: low...high, using: &generator) }
      let range = range(scales)
      for bits in scales {
        let rounded = range[range.byte(nearest: bits)]
        #expect(abs(Int(rounded) - Int(bits)) <= (Int(range.step) + 1) / 2, "\(bits) in \(range)")
        #expect(HalfPrecision.float(half: rounded).isFinite)
      }
    }
  }

  /// Of 256 neighbours nothing is lost.
  @Test func scalesThatAreCloseAreExact() {
    let scales = (0...255).map { UInt16(0x2345 + $0) }
    let range = range(scales)
    #expect(scales.map { range[range.byte(nearest: $0)] } == scales)
  }

  @Test func theWholeRangeOfFloat16Fits() {
    let range = range([1, 0x7BFF])
    #expect(range[range.byte(nearest: 1)] == 1)
    #expect(range[range.byte(nearest: 0x7BFF)] <= 0x7BFF)
    #expect(range[range.byte(nearest: 0x7BFF)] > 0x7B00)
    // What is no scale is not trusted to be one.
    let other = self.range([0x1000, 0x7C00, 0xFFFF])
    #expect(other[other.byte(nearest: 0xFFFF)] <= 0x7BFF)
  }

  @Test func zerosDoNotCount() {
    #expect(range([0, 0x2000, 0, 0x2010]) == ScaleRange(first: 0x2000, step: 1))
    #expect(range([0, 0]) == ScaleRange(first: 0, step: 0))
    #expect(range([0x2000]).byte(nearest: 0) == 0)
  }

  @Test func narrowingKeepsCodesAndRoundsScales() throws {
    for (rows, columns) in [(16, 32), (37, 145), (33, 128)] {
      for scheme in QuantizationScheme.all where scheme.scaleBits == .eight {
        var wideScheme = scheme
        wideScheme.scaleBits = .sixteen
        let wide = try #require(
          TileLayout(rows: rows, columns: columns, format: .quantized(wideScheme)))
        let narrow = try #require(
          TileLayout(rows: rows, columns: columns, format: .quantized(scheme)))
        #expect(wide.withNarrowScales == narrow)
        #expect(narrow.byteCount < wide.byteCount || rows * columns < 1000)
        // The same codes, packed in one step.
        let expected = PackedMatrix(layout: narrow, seed: 8)
        let source = PackedMatrix(layout: wide, seed: 8, leastScale: 0)
        var found = [UInt8](repeating: 1, count: narrow.byteCount)
        unsafe source.bytes.withUnsafeBytes { source in
          unsafe found.withUnsafeMutableBytes { unsafe wide.narrowScales(of: source, into: $0) }
        }
        #expect(found == expected.bytes)
      }
    }
  }

  @Test func scalesOfEightBitsNeedZeroPoints() {
    let scheme = QuantizationScheme(
      bits: .four, groupSize: .columns32, hasZeroPoints: false, scaleBits: .eight)
    #expect(!scheme.isPossible)
    #expect(TileLayout(rows: 16, columns: 32, format: .quantized(scheme)) == nil)
  }
}
