import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct TileLayoutTests {
  static let formats: [WeightFormat] =
    [.float32, .float16, .bfloat16]
    + QuantizationScheme.all.map { .quantized($0) }

  @Test(arguments: formats) func everyValueHasItsOwnPlace(_ format: WeightFormat) throws {
    let layout = try #require(TileLayout(rows: 37, columns: 145, format: format))
    var seen = Set<Int>()
    for row in 0..<layout.paddedRows {
      for column in 0..<layout.paddedColumns {
        let index = layout.valueIndex(row: row, column: column)
        #expect(index >= 0 && index * format.bits / 8 < layout.valuesByteCount)
        seen.insert(index)
      }
    }
    #expect(seen.count == layout.paddedRows * layout.paddedColumns)
    #expect(layout.scalesOffset >= layout.valuesByteCount)
    #expect(layout.byteCount % TileLayout.planeAlignment == 0)
  }

  @Test func int4BytesFollowTheDocumentedOrder() throws {
    let scheme = QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: false)
    let layout = try #require(TileLayout(rows: 16, columns: 32, format: .quantized(scheme)))
    #expect(layout.valuesByteCount == 256)
    for j in 0..<4 {
      for r in 0..<16 {
        for b in 0..<4 {
          let byte = j * 64 + r * 4 + b
          #expect(layout.valueIndex(row: r, column: 8 * j + b) == 2 * byte)
          #expect(layout.valueIndex(row: r, column: 8 * j + 4 + b) == 2 * byte + 1)
        }
      }
    }
  }

  @Test(arguments: formats) func everyZeroPointHasItsOwnPlace(_ format: WeightFormat) throws {
    guard case .quantized(let scheme) = format, scheme.hasZeroPoints else { return }
    let layout = try #require(TileLayout(rows: 37, columns: 145, format: format))
    var seen = Set<Int>()
    for row in 0..<layout.paddedRows {
      for group in 0..<layout.groupsPerRow {
        let place = layout.zeroPointPlace(row: row, group: group)
        #expect(place.byte >= 0 && place.byte < layout.zeroPointsByteCount)
        #expect(place.shift == 0 || place.shift == 4 && scheme.bits == .four)
        seen.insert(place.byte * 8 + place.shift)
      }
    }
    #expect(seen.count == layout.paddedRows * layout.groupsPerRow)
    #expect(layout.zeroPointsByteCount * 8 == seen.count * scheme.bits.rawValue)
  }

  @Test func zeroPointsOfFourBitsFollowTheDocumentedOrder() throws {
    let scheme = QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: true)
    let layout = try #require(TileLayout(rows: 32, columns: 96, format: .quantized(scheme)))
    for r in 0..<8 {
      for (row, shift) in [(16 + r, 0), (24 + r, 4)] {
        let place = layout.zeroPointPlace(row: row, group: 2)
        #expect(place.byte == (1 * 3 + 2) * 8 + r)
        #expect(place.shift == shift)
      }
    }
  }

  @Test func refusesExtentsOutOfRange() {
    let above = TileLayout.extentLimit + 1
    for (rows, columns) in [(0, 1), (1, 0), (-1, 5), (above, 1), (1, Int.max)] {
      #expect(TileLayout(rows: rows, columns: columns, format: .float32) == nil)
    }
  }
}

@Suite struct HalfPrecisionTests {
  @Test func everyHalfSurvivesTheRoundTrip() {
    for bits in UInt16.min...UInt16.max {
      let value = HalfPrecision.float(half: bits)
      if value.isNaN {
        #expect(HalfPrecision.float(half: HalfPrecision.half(value)).isNaN)
      } else {
        #expect(HalfPrecision.half(value) == bits)
      }
    }
  }

  @Test func roundsToTheNearestWithTiesToEven() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let value = Float.random(in: -70_000...70_000, using: &generator)
      let bits = HalfPrecision.half(value)
      let rounded = HalfPrecision.float(half: bits)
      guard rounded.isFinite else {
        #expect(abs(value) >= 65_520)
        continue
      }
      // The neighbours are no nearer; a tie has gone to the even one.
      for step in [-1, 1] {
        let neighbour = HalfPrecision.float(half: UInt16(truncatingIfNeeded: Int(bits) + step))
        guard neighbour.isFinite else { continue }
        let own = abs(Double(value) - Double(rounded))
        let other = abs(Double(value) - Double(neighbour))
        #expect(own < other || (own == other && bits % 2 == 0))
      }
    }
    #expect(HalfPrecision.half(0x1p-25) == 0)
    #expect(HalfPrecision.half(0x1.8p-25) == 1)
    #expect(HalfPrecision.bfloat(1.00390625) == 0x3F80)
    #expect(HalfPrecision.bfloat(1.01171875) == 0x3F82)
  }
}
