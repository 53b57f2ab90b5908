public import SwiftletArchitecture
public import SwiftletKernels
internal import SwiftletTensor

/// Why a forward pass could not be made.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  /// An id is outside the vocabulary.
  case tokenOutOfRange(token: Int32, vocabularySize: Int)
  /// More tokens than positions are left in the KV cache.
  case contextFull(capacity: Int, needed: Int)
  /// The weights could not be read: the reader's own line.
  case weightsUnreadable(String)

  /// One line.
  public var description: String {
    switch self {
    case .tokenOutOfRange(let token, let size):
      return "token id \(token): expected 0 to \(size - 1)"
    case .contextFull(let capacity, let needed):
      return "context: \(needed) positions needed, \(capacity) allocated"
    case .weightsUnreadable(let line):
      return line
    }
  }
}

/// A vector of float32 weights: a norm's gains or a bias.
@safe public struct VectorView {
  /// The first value.
  @unsafe public let values: UnsafePointer<Float>
  /// Values in the vector.
  public let count: Int

  /// Wraps `count` values, which must outlive the view.
  @unsafe public init(values: UnsafePointer<Float>, count: Int) {
    unsafe self.values = values
    self.count = count
  }
}

/// A projection: y = W x + bias.
@safe public struct LinearWeights {
  /// W (outputs, inputs).
  public let matrix: MatrixView
  /// Bias (outputs), if the projection has one.
  public let bias: VectorView?

  /// Collects the parts.
  public init(matrix: MatrixView, bias: VectorView?) {
    unsafe self.matrix = matrix
    self.bias = bias
  }
}

/// The weights of one stored layer, lent for the length of a call.
@safe public struct LayerWeights {
  /// RMSNorm gains before attention (hidden).
  public let attentionNorm: VectorView
  /// Query projection (heads * head dimension, hidden).
  public let queryProjection: LinearWeights
  /// Key projection (kv heads * head dimension, hidden).
  public let keyProjection: LinearWeights
  /// Value projection (kv heads * head dimension, hidden).
  public let valueProjection: LinearWeights
  /// RMSNorm gains of the heads of queries (head dimension), if they have any.
  public let queryNorm: VectorView?
  /// RMSNorm gains of the heads of keys (head dimension), if they have any.
  public let keyNorm: VectorView?
  /// Output projection (hidden, heads * head dimension).
  public let outputProjection: LinearWeights
  /// RMSNorm gains of what attention adds (hidden), if it is normed.
  public let attentionOutputNorm: VectorView?
  /// RMSNorm gains before the feed-forward part (hidden).
  public let mlpNorm: VectorView
  /// Gate projection (intermediate, hidden).
  public let gateProjection: LinearWeights
  /// Up projection (intermediate, hidden).
  public let upProjection: LinearWeights
  /// Down projection (hidden, intermediate).
  public let downProjection: LinearWeights
  /// RMSNorm gains of what the feed-forward part adds (hidden), if it is normed.
  public let mlpOutputNorm: VectorView?

  /// Collects the parts.
  public init(
    attentionNorm: VectorView, queryProjection: LinearWeights, keyProjection: LinearWeights,
    valueProjection: LinearWeights, queryNorm: VectorView? = nil, keyNorm: VectorView? = nil,
    outputProjection: LinearWeights, attentionOutputNorm: VectorView? = nil, mlpNorm: VectorView,
    gateProjection: LinearWeights, upProjection: LinearWeights, downProjection: LinearWeights,
    mlpOutputNorm: VectorView? = nil
  ) {
    self.attentionNorm = attentionNorm
    self.queryProjection = queryProjection
    self.keyProjection = keyProjection
    self.valueProjection = valueProjection
    self.queryNorm = queryNorm
    self.keyNorm = keyNorm
    self.outputProjection = outputProjection
    self.attentionOutputNorm = attentionOutputNorm
    self.mlpNorm = mlpNorm
    self.gateProjection = gateProjection
    self.upProjection = upProjection
    self.downProjection = downProjection
    self.mlpOutputNorm = mlpOutputNorm
  }

  /// Collects the parts by their roles.
  ///
  /// - Parameters:
  ///   - matrix: the matrix of a role.
  ///   - vector: the vector of a role; nil if the layer has none, which norms in front of projections may not be.
  public init(matrix: (TensorRole) -> MatrixView, vector: (TensorRole) -> VectorView?) {
    func linear(_ role: TensorRole, bias: TensorRole) -> LinearWeights {
      unsafe LinearWeights(matrix: matrix(role), bias: vector(bias))
    }
    func needed(_ role: TensorRole) -> VectorView {
      guard let found = vector(role) else { preconditionFailure("a layer without \(role)") }
      return found
    }
    self.init(
      attentionNorm: needed(.attentionNorm),
      queryProjection: linear(.queryProjection, bias: .queryBias),
      keyProjection: linear(.keyProjection, bias: .keyBias),
      valueProjection: linear(.valueProjection, bias: .valueBias),
      queryNorm: vector(.queryNorm), keyNorm: vector(.keyNorm),
      outputProjection: linear(.outputProjection, bias: .outputBias),
      attentionOutputNorm: vector(.attentionOutputNorm), mlpNorm: needed(.mlpNorm),
      gateProjection: linear(.gateProjection, bias: .gateBias),
      upProjection: linear(.upProjection, bias: .upBias),
      downProjection: linear(.downProjection, bias: .downBias),
      mlpOutputNorm: vector(.mlpOutputNorm))
  }

  /// Whether queries, keys or values are products of quantized activations.
  var hasQuantizedAttentionInputs: Bool {
    queryProjection.isQuantized || keyProjection.isQuantized || valueProjection.isQuantized
  }

  /// Whether gate or up are products of quantized activations.
  var hasQuantizedMLPInputs: Bool { gateProjection.isQuantized || upProjection.isQuantized }
}

/// Some of the head's rows: consecutive parts of its matrix.
@safe public struct HeadRows {
  /// The first row's number in the vocabulary, a multiple of 16.
  public let firstRow: Int
  /// The parts, each (rows, hidden), all but the head's last in whole tile rows.
  @unsafe public let parts: UnsafeBufferPointer<MatrixView>

  /// Wraps parts that outlive the value.
  @unsafe public init(firstRow: Int, parts: UnsafeBufferPointer<MatrixView>) {
    self.firstRow = firstRow
    unsafe self.parts = parts
  }

  /// Tile rows of all parts.
  var tileRowCount: Int {
    unsafe parts.reduce(0) { sum, part in unsafe sum + part.layout.tileRowCount }
  }

  /// Whether a part is multiplied with quantized activations.
  var isQuantized: Bool { unsafe parts.contains { part in unsafe part.isQuantized } }
}

/// Where weights come from: resident memory, or storage as they are needed.
///
/// The forward pass asks for one thing at a time, in the order of execution, and keeps no view past the
/// call; that is all it knows of the memory cap.
public protocol WeightStore: AnyObject {
  /// Announces a pass of some tokens through all layers: each stored layer is asked for as often as the
  /// schedule runs it, in order.
  ///
  /// - Parameter headReadCount: how often the whole head is going to be asked for behind the layers.
  /// - Throws: `ModelError`.
  func beginPass(headReadCount: Int) throws(ModelError)
  /// Lends the weights of one stored layer.
  func withLayer(_ index: Int, _ body: (LayerWeights) -> Void) throws(ModelError)
  /// Writes the rows `tokens` of the embedding to `output`, (tokens, hidden).
  func embed(_ tokens: UnsafeBufferPointer<Int32>, into output: UnsafeMutablePointer<Float>)
    throws(ModelError)
  /// Lends the final norm's gains.
  func withFinalNorm(_ body: (VectorView) -> Void) throws(ModelError)
  /// Lends the head (vocabulary, hidden), in one call or in several that follow each other without gap;
  /// with tied embeddings the head is the embedding.
  func withHead(_ body: (HeadRows) -> Void) throws(ModelError)
  /// Lends the rotary inverse frequencies (head dimension / 2), behind them those of the second rotary
  /// embedding if there is one.
  func withInverseFrequencies(_ body: (VectorView) -> Void) throws(ModelError)
}
