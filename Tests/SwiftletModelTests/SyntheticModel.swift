import SwiftletArchitecture
import SwiftletKernels
import SwiftletModel
import SwiftletSystem
import SwiftletTensor
import _SwiftletTestSupport

/// Random weights in memory, as matrices in kernel order and readable as rows for a reference.
@safe final class SyntheticModel: WeightStore {
  let configuration: ModelConfiguration
  private var memory: [UnsafeMutableRawPointer] = unsafe []
  private(set) var layers: [LayerWeights] = []
  private let embedding: MatrixView
  private let head: MatrixView
  private let finalNorm: VectorView
  private let inverseFrequencies: VectorView

  init(_ configuration: ModelConfiguration, format: WeightFormat, seed: UInt64 = 1) {
    self.configuration = configuration
    var maker = unsafe Maker(generator: SeededGenerator(seed: seed), format: format)
    let hidden = configuration.hiddenSize
    unsafe embedding = maker.matrix(configuration.vocabularySize, hidden, spread: 1)
    unsafe head =
      configuration.tiesEmbeddings
      ? embedding : maker.matrix(configuration.vocabularySize, hidden)
    finalNorm = unsafe maker.gains(hidden)
    inverseFrequencies = unsafe maker.vector(configuration.inverseFrequencies)
    for _ in 0..<configuration.layerCount { layers.append(unsafe maker.layer(configuration)) }
    unsafe memory = maker.memory
  }

  deinit {
    for index in unsafe 0..<memory.count { unsafe memory[index].deallocate() }
  }

  func withLayer(_ index: Int, _ body: (LayerWeights) -> Void) { body(layers[index]) }

  func beginPass(headReadCount: Int) {}

  func embed(
    _ tokens: UnsafeBufferPointer<Int32>, into output: UnsafeMutablePointer<Float>
  ) {
    for position in 0..<tokens.count {
      let row = unsafe SyntheticModel.row(Int(tokens[position]), of: embedding)
      let target = unsafe output + position * row.count
      for (index, value) in row.enumerated() { unsafe target[index] = value }
    }
  }

  func withFinalNorm(_ body: (VectorView) -> Void) { body(finalNorm) }

  func withHead(_ body: (HeadRows) -> Void) {
    unsafe withUnsafePointer(to: head) { head in
      unsafe body(
        HeadRows(firstRow: 0, parts: UnsafeBufferPointer(start: head, count: 1)))
    }
  }

  func withInverseFrequencies(_ body: (VectorView) -> Void) { body(inverseFrequencies) }

  /// One row of a packed matrix as floats.
  static func row(_ row: Int, of matrix: MatrixView) -> [Float] {
    let layout = unsafe matrix.layout
    var result = [Float](repeating: 0, count: layout.columns)
    unsafe result.withUnsafeMutableBufferPointer { buffer in
      unsafe layout.dequantizeRow(row, of: matrix.bytes, into: buffer)
    }
    return result
  }

  /// Makes weights and remembers their memory.
  @unsafe private struct Maker {
    var generator: SeededGenerator
    let format: WeightFormat
    var memory: [UnsafeMutableRawPointer] = unsafe []

    init(generator: SeededGenerator, format: WeightFormat) {
      unsafe self.generator = generator
      unsafe self.format = format
    }

    mutating func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
      let pointer = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
      unsafe pointer.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
      unsafe memory.append(pointer)
      return unsafe pointer
    }

    mutating func vector(_ values: [Float]) -> VectorView {
      let floats = unsafe allocate(values.count * 4).assumingMemoryBound(to: Float.self)
      for (index, value) in values.enumerated() { unsafe floats[index] = value }
      return unsafe VectorView(values: UnsafePointer(floats), count: values.count)
    }

    mutating func gains(_ count: Int) -> VectorView {
      unsafe vector((0..<count).map { _ in unsafe Float.random(in: 0.5...1.5, using: &generator) })
    }

    mutating func matrix(_ rows: Int, _ columns: Int, spread: Float? = nil) -> MatrixView {
      guard let layout = unsafe TileLayout(rows: rows, columns: columns, format: format) else {
        preconditionFailure("extents")
      }
      let spread = spread ?? (3 / Float(columns)).squareRoot()
      let planes = unsafe UnsafeMutableRawBufferPointer(
        start: allocate(layout.byteCount), count: layout.byteCount)
      for tileRow in 0..<layout.tileRowCount {
        let rows = layout.rows(ofTileRow: tileRow).count
        guard case .quantized(let scheme) = unsafe format else {
          let floats = (0..<rows * columns).map { _ in
            unsafe Float.random(in: -spread...spread, using: &generator)
          }
          unsafe floats.withUnsafeBufferPointer {
            unsafe layout.pack(floats: $0, tileRow: tileRow, into: planes)
          }
          continue
        }
        let largest = UInt8(scheme.largestCode)
        let codes = (0..<rows * columns).map { _ in
          unsafe UInt8.random(in: 0...largest, using: &generator)
        }
        let scale = HalfPrecision.half(2 * spread / Float(largest))
        let scales = [UInt16](repeating: scale, count: rows * layout.groupsPerRow)
        let zeros = scales.map { _ in
          unsafe UInt8.random(in: largest / 2 - 1...largest / 2 + 1, using: &generator)
        }
        unsafe codes.withUnsafeBufferPointer { codes in
          unsafe scales.withUnsafeBufferPointer { scales in
            unsafe zeros.withUnsafeBufferPointer { zeros in
              unsafe layout.pack(
                codes: codes, scales: scales, zeroPoints: scheme.hasZeroPoints ? zeros : nil,
                tileRow: tileRow, into: planes)
            }
          }
        }
      }
      return unsafe MatrixView(
        base: UnsafeRawPointer(planes.baseAddress ?? allocate(64)), layout: layout)
    }

    mutating func linear(_ rows: Int, _ columns: Int, bias: Bool) -> LinearWeights {
      let matrix = unsafe matrix(rows, columns)
      let values = (0..<rows).map { _ in unsafe Float.random(in: -0.2...0.2, using: &generator) }
      return unsafe LinearWeights(matrix: matrix, bias: bias ? vector(values) : nil)
    }

    mutating func layer(_ model: ModelConfiguration) -> LayerWeights {
      let bias = model.hasAttentionBias
      let isNormed = model.queryKeyNorm == .weighted
      return unsafe LayerWeights(
        attentionNorm: gains(model.hiddenSize),
        queryProjection: linear(model.querySize, model.hiddenSize, bias: bias),
        keyProjection: linear(model.kvSize, model.hiddenSize, bias: bias),
        valueProjection: linear(model.kvSize, model.hiddenSize, bias: bias),
        queryNorm: isNormed ? gains(model.headDimension) : nil,
        keyNorm: isNormed ? gains(model.headDimension) : nil,
        outputProjection: linear(
          model.hiddenSize, model.querySize, bias: bias && !model.omitsOutputBias),
        attentionOutputNorm: model.normsBlockOutputs ? gains(model.hiddenSize) : nil,
        mlpNorm: gains(model.hiddenSize),
        gateProjection: linear(model.intermediateSize, model.hiddenSize, bias: model.hasMLPBias),
        upProjection: linear(model.intermediateSize, model.hiddenSize, bias: model.hasMLPBias),
        downProjection: linear(model.hiddenSize, model.intermediateSize, bias: model.hasMLPBias),
        mlpOutputNorm: model.normsBlockOutputs ? gains(model.hiddenSize) : nil)
    }
  }
}
