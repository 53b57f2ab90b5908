import SwiftletKernels
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct MatmulTests {
  static let quantizedFormats = QuantizationScheme.all.map { WeightFormat.quantized($0) }
  static let floatFormats: [WeightFormat] = [.float32, .float16, .bfloat16]

  let scalar = KernelSet.named("scalar")

  /// The product over `tileRows`; everything else keeps the value -7.
  private func product(
    _ kernels: KernelSet, _ matrix: TestMatrix, _ activations: inout TestActivations,
    tileRows: Range<Int>
  ) -> [Float] {
    let stride = matrix.layout.paddedRows
    let tokens = activations.tokenCount
    var dst = [Float](repeating: -7, count: tokens * stride)
    unsafe dst.withUnsafeMutableBufferPointer { dst in
      guard let base = dst.baseAddress else { return }
      unsafe activations.withBuffers { activations in
        unsafe matrix.withView { view in
          unsafe kernels.matmul(
            into: base, dstStride: stride, activations: activations, tokenCount: tokens,
            matrix: view, tileRows: tileRows)
        }
      }
    }
    return dst
  }

  private func product(
    _ kernels: KernelSet, _ matrix: TestMatrix, _ floats: [Float], tokens: Int,
    tileRows: Range<Int>
  ) -> [Float] {
    let stride = matrix.layout.paddedRows
    var dst = [Float](repeating: -7, count: tokens * stride)
    unsafe dst.withUnsafeMutableBufferPointer { dst in
      guard let base = dst.baseAddress else { return }
      unsafe floats.withUnsafeBufferPointer { floats in
        guard let source = floats.baseAddress else { return }
        unsafe matrix.withView { view in
          unsafe kernels.matmul(
            into: base, dstStride: stride, floats: source, floatStride: floats.count / tokens,
            tokenCount: tokens, matrix: view, tileRows: tileRows)
        }
      }
    }
    return dst
  }

  private func randomTileRows(_ layout: TileLayout, _ generator: inout SeededGenerator) -> Range<
    Int
  > {
    let begin = Int.random(in: 0..<layout.tileRowCount, using: &generator)
    return begin..<Int.random(in: begin...layout.tileRowCount, using: &generator)
  }

  @Test(arguments: quantizedFormats) func everySetEqualsTheScalarOne(_ format: WeightFormat) throws
  {
    let scalar = try #require(scalar)
    var generator = SeededGenerator(seed: 11)
    for round in 0..<60 {
      let rows = Int.random(in: 1...70, using: &generator)
      let columns = Int.random(in: 1...400, using: &generator)
      let layout = try #require(TileLayout(rows: rows, columns: columns, format: format))
      let values = Values.allCases[round % 3]
      let matrix = TestMatrix(
        layout: layout, values: values, extremeCodes: round % 4 == 0, seed: UInt64(round))
      let tokens = Int.random(in: 1...9, using: &generator)
      var activations = TestActivations(
        tokenCount: tokens, columns: unsafe QuantizedActivations.paddedColumns(for: columns))
      if round % 5 == 0 {
        for i in activations.codes.indices { activations.codes[i] = round % 2 == 0 ? 127 : -127 }
        for i in activations.scales.indices { activations.scales[i] = 0.5 }
        activations.sum()
      } else {
        activations.quantize(
          values.floats(tokens * columns, &generator), columns: columns, with: scalar)
      }
      let tileRows = randomTileRows(layout, &generator)
      let expected = product(scalar, matrix, &activations, tileRows: tileRows)
      for kernels in KernelSet.all {
        let found = product(kernels, matrix, &activations, tileRows: tileRows)
        #expect(
          Bits.firstDifference(expected, found) == nil,
          "\(kernels.name) rows \(rows) columns \(columns) tokens \(tokens) \(tileRows) \(values)")
      }
    }
  }

  @Test(arguments: floatFormats) func everySetEqualsTheScalarOneOnFloats(_ format: WeightFormat)
    throws
  {
    let scalar = try #require(scalar)
    var generator = SeededGenerator(seed: 12)
    for round in 0..<60 {
      let rows = Int.random(in: 1...70, using: &generator)
      let columns = Int.random(in: 1...90, using: &generator)
      let layout = try #require(TileLayout(rows: rows, columns: columns, format: format))
      let values = Values.allCases[round % 3]
      let matrix = TestMatrix(layout: layout, values: values, seed: UInt64(round))
      let tokens = Int.random(in: 1...30, using: &generator)
      let floats = values.floats(tokens * columns, &generator)
      let tileRows = randomTileRows(layout, &generator)
      let expected = product(scalar, matrix, floats, tokens: tokens, tileRows: tileRows)
      for kernels in KernelSet.all {
        let found = product(kernels, matrix, floats, tokens: tokens, tileRows: tileRows)
        #expect(
          Bits.firstDifference(expected, found) == nil,
          "\(kernels.name) rows \(rows) columns \(columns) tokens \(tokens) \(tileRows) \(values)")
      }
    }
  }

  @Test(arguments: quantizedFormats) func bitsDoNotDependOnTheSplit(_ format: WeightFormat) throws {
    var generator = SeededGenerator(seed: 13)
    let columns = 300
    let layout = try #require(TileLayout(rows: 70, columns: columns, format: format))
    let matrix = TestMatrix(layout: layout, values: .ordinary, seed: 5)
    var activations = TestActivations(
      tokenCount: 19, columns: unsafe QuantizedActivations.paddedColumns(for: columns))
    let floats = Values.ordinary.floats(19 * columns, &generator)
    for kernels in KernelSet.all {
      activations.quantize(floats, columns: columns, with: kernels)
      let whole = product(kernels, matrix, &activations, tileRows: 0..<5)
      for token in 0..<19 {
        var single = TestActivations(tokenCount: 1, columns: activations.columns)
        single.quantize(
          Array(floats[token * columns..<(token + 1) * columns]), columns: columns, with: kernels)
        for tileRow in 0..<5 {
          let part = product(kernels, matrix, &single, tileRows: tileRow..<tileRow + 1)
          let rows = tileRow * 16..<tileRow * 16 + 16
          let start = token * layout.paddedRows + rows.lowerBound
          let sameRows = Array(whole[start..<start + rows.count])
          #expect(Bits.firstDifference(sameRows, Array(part[rows])) == nil)
        }
      }
    }
  }

  /// Scales of powers of two and sums below 2^24 make every step exact, so the integers must agree.
  @Test(arguments: quantizedFormats) func integerPartIsExact(_ format: WeightFormat) throws {
    let scalar = try #require(scalar)
    var generator = SeededGenerator(seed: 14)
    for (rows, columns) in [(1, 1), (16, 32), (37, 145), (20, 256)] {
      let layout = try #require(TileLayout(rows: rows, columns: columns, format: format))
      let matrix = TestMatrix(layout: layout, values: .ordinary, seed: UInt64(rows))
      matrix.setScales(0.5)
      var activations = TestActivations(
        tokenCount: 2, columns: unsafe QuantizedActivations.paddedColumns(for: columns))
      for token in 0..<2 {
        for column in 0..<activations.columns {
          activations.codes[activations.index(token: token, column: column)] =
            column < columns ? Int8.random(in: -127...127, using: &generator) : 0
        }
      }
      activations.sum()
      for slot in activations.scales.indices { activations.scales[slot] = 0.25 }
      let found = product(scalar, matrix, &activations, tileRows: 0..<layout.tileRowCount)
      for row in 0..<rows {
        let weights = matrix.row(row)
        for token in 0..<2 {
          var expected: Float = 0
          for column in 0..<columns {
            let code = activations.codes[activations.index(token: token, column: column)]
            expected += weights[column] * Float(code) * 0.25
          }
          #expect(found[token * layout.paddedRows + row] == expected)
        }
      }
    }
  }

  @Test(arguments: quantizedFormats) func scalarAgreesWithDoubles(_ format: WeightFormat) throws {
    let scalar = try #require(scalar)
    var generator = SeededGenerator(seed: 15)
    for (rows, columns) in [(1, 5), (33, 145), (16, 384)] {
      let layout = try #require(TileLayout(rows: rows, columns: columns, format: format))
      let matrix = TestMatrix(layout: layout, values: .ordinary, seed: UInt64(columns))
      var activations = TestActivations(
        tokenCount: 3, columns: unsafe QuantizedActivations.paddedColumns(for: columns))
      activations.quantize(
        Values.ordinary.floats(3 * columns, &generator), columns: columns, with: scalar)
      let found = product(scalar, matrix, &activations, tileRows: 0..<layout.tileRowCount)
      for row in 0..<rows {
        let weights = matrix.row(row)
        for token in 0..<3 {
          var sum = 0.0
          var magnitude = 0.0
          for column in 0..<columns {
            let index = activations.index(token: token, column: column)
            let x = Double(activations.codes[index]) * Double(activations.scales[index / 32])
            sum += Double(weights[column]) * x
            magnitude += abs(Double(weights[column]) * x)
          }
          // One rounding for each dequantized weight, one for each product of scales, and one for each
          // of the n group sums on the way: n + 2 half units in the last place of what is added.
          let bound = Double(layout.paddedColumns / 32 + 2) * 0x1p-24 * magnitude
          #expect(abs(Double(found[token * layout.paddedRows + row]) - sum) <= bound)
        }
      }
    }
  }

  @Test(arguments: floatFormats) func scalarAgreesWithDoublesOnFloats(_ format: WeightFormat) throws
  {
    let scalar = try #require(scalar)
    var generator = SeededGenerator(seed: 16)
    for (rows, columns) in [(1, 1), (33, 145), (16, 384)] {
      let layout = try #require(TileLayout(rows: rows, columns: columns, format: format))
      let matrix = TestMatrix(layout: layout, values: .ordinary, seed: UInt64(columns))
      let floats = Values.ordinary.floats(3 * columns, &generator)
      let found = product(scalar, matrix, floats, tokens: 3, tileRows: 0..<layout.tileRowCount)
      for row in 0..<rows {
        let weights = matrix.row(row)
        for token in 0..<3 {
          let products = (0..<columns).map {
            Double(weights[$0]) * Double(floats[token * columns + $0])
          }
          // One rounding for each multiply-add of a quarter of the columns, two for the final sums.
          let bound = Double((columns + 3) / 4 + 2) * 0x1p-24 * products.reduce(0) { $0 + abs($1) }
          let sum = products.reduce(0, +)
          #expect(abs(Double(found[token * layout.paddedRows + row]) - sum) <= bound)
        }
      }
    }
  }
}
