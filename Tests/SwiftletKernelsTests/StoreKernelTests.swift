import SwiftletKernels
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct StoreKernelTests {
  /// A vector stored as int8, as float16 and as float32, in elements behind a first one.
  private struct Stored: Equatable {
    let codes: [Int8]
    let scale: UInt16
    let halves: [UInt16]
    let floats: [UInt32]

    init(_ source: [Float], _ kernels: KernelSet, bytes: StorePlaces, wide: StorePlaces, room: Int)
    {
      var codes = [Int8](repeating: 55, count: room)
      var halves = [UInt16](repeating: 55, count: room)
      var floats = [Float](repeating: 55, count: room)
      var scale: UInt16 = 55
      unsafe kernels.store(source, into: &codes, at: bytes, scale: &scale, count: source.count)
      unsafe kernels.store(source, into: &halves, at: wide, count: source.count)
      unsafe kernels.store(source, into: &floats, at: wide, count: source.count)
      self.codes = codes
      self.scale = scale
      self.halves = halves
      self.floats = floats.map(\.bitPattern)
    }
  }

  @Test func everySetEqualsTheScalarOne() throws {
    let scalar = try #require(KernelSet.named("scalar"))
    var generator = SeededGenerator(seed: 24)
    for count in [1, 4, 14, 15, 16, 17, 32, 64, 80, 127] {
      let a = Values.ordinary.floats(count, &generator)
      for (bytes, wide) in [
        (StorePlaces.int8Row, StorePlaces.floatRow),
        (.int8Column(tileRowColumns: 96), .floatColumn(tileRowColumns: 96)),
      ] {
        let expected = Stored(a, scalar, bytes: bytes, wide: wide, room: 8 * 16 * 96)
        for kernels in KernelSet.all {
          #expect(Stored(a, kernels, bytes: bytes, wide: wide, room: 8 * 16 * 96) == expected)
        }
      }
    }
  }

  /// The places are those of the layout: what is stored is read back by it.
  @Test func rowsAndColumnsAreThoseOfTheTileLayout() throws {
    let kernels = try #require(KernelSet.named("scalar"))
    let a = (0..<40).map { Float($0) - 20 }
    for (row, column) in [(0, 0), (5, 3), (15, 31), (17, 7)] {
      let bytes = WeightFormat.quantized(
        QuantizationScheme(bits: .eight, groupSize: .columns32, hasZeroPoints: false))
      for format in [bytes, .float32, .float16] {
        let isInt8 = format == bytes
        // 40 values as row `row` of (48, 64), and as column `column` of the same shape.
        let layout = try #require(TileLayout(rows: 48, columns: 64, format: format))
        let rowPlaces = isInt8 ? StorePlaces.int8Row : .floatRow
        let columnPlaces =
          isInt8
          ? StorePlaces.int8Column(tileRowColumns: 64) : .floatColumn(tileRowColumns: 64)
        for (places, first, index) in [
          (
            rowPlaces, layout.valueIndex(row: row, column: 0),
            { layout.valueIndex(row: row, column: $0) }
          ),
          (
            columnPlaces, layout.valueIndex(row: 0, column: column),
            { layout.valueIndex(row: $0, column: column) }
          ),
        ] {
          let stored = Stored(
            a, kernels, bytes: isInt8 ? places : .int8Row, wide: isInt8 ? .floatRow : places,
            room: 48 * 64)
          for (i, value) in a.enumerated() {
            let place = index(i) - first
            if isInt8 {
              #expect(abs(Float(stored.codes[place]) * 20 / 127 - value) < 0.1)
            } else if format == .float16 {
              #expect(stored.halves[place] == HalfPrecision.half(value))
            } else {
              #expect(stored.floats[place] == value.bitPattern)
            }
          }
        }
      }
    }
  }

  @Test func codesAndHalvesAreTheNearest() throws {
    let scalar = try #require(KernelSet.named("scalar"))
    var generator = SeededGenerator(seed: 25)
    func stored(_ a: [Float]) -> Stored {
      Stored(a, scalar, bytes: .int8Row, wide: .floatColumn(tileRowColumns: 1), room: 256 * a.count)
    }
    for values in Values.allCases {
      let a = values.floats(300, &generator)
      let expected = a.map { HalfPrecision.half($0) }
      #expect(
        Bits.firstDifference(halves: expected, Array(stored(a).halves[0..<300])) == nil)
    }
    let a = Values.ordinary.floats(64, &generator)
    let found = stored(a)
    let largest = a.map { abs($0) }.max() ?? 0
    let step = HalfPrecision.float(half: found.scale)
    #expect(found.scale == HalfPrecision.half(largest / 127))
    for (i, value) in a.enumerated() {
      let code = found.codes[i / 4 * 64 + i % 4]
      #expect(Float(code) == min(127, max(-127, (value / step).rounded(.toNearestOrEven))))
    }
    #expect(stored([0, 0]).scale == 0)
    #expect(stored([1, .infinity]).scale == 0x7E00)
    #expect(stored([1, .nan]).codes[0..<2] == [0, 0])
  }
}
