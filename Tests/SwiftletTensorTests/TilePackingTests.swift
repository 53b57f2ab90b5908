import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct TilePackingTests {
  @Test(arguments: TileLayoutTests.formats) func rowsComeBackAsTheyWentIn(_ format: WeightFormat)
    throws
  {
    for (rows, columns) in [(1, 1), (16, 32), (37, 145), (33, 128)] {
      let layout = try #require(TileLayout(rows: rows, columns: columns, format: format))
      let packed = PackedMatrix(layout: layout, seed: UInt64(rows * 1000 + columns))
      for row in 0..<rows {
        let expected = packed.expectedRow(row)
        #expect(packed.dequantizedRow(row) == expected)
      }
    }
  }

  @Test(arguments: TileLayoutTests.formats) func paddingIsZero(_ format: WeightFormat) throws {
    let layout = try #require(TileLayout(rows: 17, columns: 33, format: format))
    let packed = PackedMatrix(layout: layout, seed: 3)
    let bits = format.bits
    for row in 0..<layout.paddedRows {
      for column in 0..<layout.paddedColumns where row >= 17 || column >= 33 {
        let index = layout.valueIndex(row: row, column: column)
        let bytes = packed.bytes[index * bits / 8..<(index * bits + bits + 7) / 8]
        if bits == 4 {
          #expect(bytes.allSatisfy { ($0 >> UInt8(4 * (index % 2))) & 15 == 0 })
        } else {
          #expect(bytes.allSatisfy { $0 == 0 })
        }
      }
    }
    guard case .quantized(let scheme) = format else { return }
    for row in 17..<layout.paddedRows {
      for group in 0..<layout.groupsPerRow {
        let width = scheme.scaleBits.rawValue / 8
        let tileRow = row / TileLayout.tileRows
        let scale =
          layout.scalesOffset + (tileRow + 1) * layout.tileRowScalesByteCount
          - (layout.groupsPerRow - group) * TileLayout.tileRows * width
          + row % TileLayout.tileRows * width
        #expect(packed.bytes[scale..<scale + width].allSatisfy { $0 == 0 })
        guard scheme.hasZeroPoints else { continue }
        let place = layout.zeroPointPlace(row: row, group: group)
        let byte = packed.bytes[layout.zeroPointsOffset + place.byte]
        #expect(Int(byte) >> place.shift & scheme.largestCode == 0)
      }
    }
  }

  @Test func aCorruptedByteIsNoticed() throws {
    let scheme = QuantizationScheme(bits: .eight, groupSize: .columns32, hasZeroPoints: true)
    let layout = try #require(TileLayout(rows: 16, columns: 32, format: .quantized(scheme)))
    var packed = PackedMatrix(layout: layout, seed: 9)
    packed.bytes[layout.valueIndex(row: 5, column: 7)] ^= 1
    #expect(packed.dequantizedRow(5) != packed.expectedRow(5))
  }
}

/// A matrix of random codes (or floats) packed by the code under test, with its row-major source.
struct PackedMatrix {
  let layout: TileLayout
  var codes: [UInt8] = []
  var scales: [UInt16] = []
  var zeroPoints: [UInt8] = []
  var floats: [Float] = []
  var bytes: [UInt8]

  init(layout: TileLayout, seed: UInt64, leastScale: Float = -2) {
    self.layout = layout
    var generator = SeededGenerator(seed: seed)
    bytes = [UInt8](repeating: 0, count: layout.byteCount)
    let columns = layout.columns
    let groups = layout.groupsPerRow
    if case .quantized(let scheme) = layout.format {
      let codeRange = 0...UInt8(scheme.largestCode)
      for _ in 0..<layout.rows * columns {
        codes.append(UInt8.random(in: codeRange, using: &generator))
      }
      for _ in 0..<layout.rows * groups {
        let least = scheme.scaleBits == .eight ? 0 : leastScale
        scales.append(HalfPrecision.half(Float.random(in: least...2, using: &generator)))
        zeroPoints.append(UInt8.random(in: codeRange, using: &generator))
      }
      for tileRow in 0..<layout.tileRowCount {
        let band = layout.rows(ofTileRow: tileRow)
        let values = band.lowerBound * columns..<band.upperBound * columns
        let steps = band.lowerBound * groups..<band.upperBound * groups
        unsafe bytes.withUnsafeMutableBytes { planes in
          unsafe codes[values].withUnsafeBufferPointer { codes in
            unsafe scales[steps].withUnsafeBufferPointer { scales in
              unsafe zeroPoints[steps].withUnsafeBufferPointer { zeroPoints in
                unsafe layout.pack(
                  codes: codes, scales: scales,
                  zeroPoints: scheme.hasZeroPoints ? zeroPoints : nil, tileRow: tileRow,
                  into: planes)
              }
            }
          }
        }
      }
    } else {
      for _ in 0..<layout.rows * columns {
        floats.append(Float.random(in: -2...2, using: &generator))
      }
      for tileRow in 0..<layout.tileRowCount {
        let band = layout.rows(ofTileRow: tileRow)
        unsafe bytes.withUnsafeMutableBytes { planes in
          unsafe floats[band.lowerBound * columns..<band.upperBound * columns]
            .withUnsafeBufferPointer {
              unsafe layout.pack(floats: $0, tileRow: tileRow, into: planes)
            }
        }
      }
    }
  }

  func expectedRow(_ row: Int) -> [Float] {
    (0..<layout.columns).map { column in
      let index = row * layout.columns + column
      switch layout.format {
      case .float32: return floats[index]
      case .float16: return HalfPrecision.float(half: HalfPrecision.half(floats[index]))
      case .bfloat16: return HalfPrecision.float(bfloat: HalfPrecision.bfloat(floats[index]))
      case .quantized(let scheme):
        let group = row * layout.groupsPerRow + column / layout.format.groupSize
        let zero = scheme.hasZeroPoints ? Int(zeroPoints[group]) : scheme.symmetricZeroPoint
        let scale = scheme.scaleBits == .eight ? roundedScale(row, group) : scales[group]
        return HalfPrecision.float(half: scale) * Float(Int(codes[index]) - zero)
      }
    }
  }

  /// The scale nearest to a group's on the range of its tile row.
  private func roundedScale(_ row: Int, _ group: Int) -> UInt16 {
    let band = layout.rows(ofTileRow: row / TileLayout.tileRows)
    let steps = band.lowerBound * layout.groupsPerRow..<band.upperBound * layout.groupsPerRow
    let range = unsafe scales[steps].withUnsafeBufferPointer { unsafe ScaleRange(covering: $0) }
    return range[range.byte(nearest: scales[group])]
  }

  func dequantizedRow(_ row: Int) -> [Float] {
    var result = [Float](repeating: .nan, count: layout.columns)
    unsafe bytes.withUnsafeBytes { planes in
      unsafe result.withUnsafeMutableBufferPointer {
        unsafe layout.dequantizeRow(row, of: planes, into: $0)
      }
    }
    return result
  }
}
