/// The numbers of one model: everything the forward pass needs to know besides the weights.
///
/// A value made by `parse` or `init(metadata:file:)` has passed `validate`; code below may rely on its
/// relations (heads divide evenly, head dimension even, products inside 64 bits).
public struct ModelConfiguration: Equatable, Sendable {
  /// The name of an entry of `ModelFamily.all`.
  public var family: String
  /// Width of the residual stream.
  public var hiddenSize: Int
  /// Width of the feed-forward layer.
  public var intermediateSize: Int
  /// Stored layers; with layer sharing each is executed `layerRepetitions` times.
  public var layerCount: Int
  /// Query heads.
  public var headCount: Int
  /// Key and value heads; divides `headCount`.
  public var kvHeadCount: Int
  /// Values per head; even.
  ///
  /// `headCount * headDimension` need not be `hiddenSize`.
  public var headDimension: Int
  /// Rows of the embedding.
  public var vocabularySize: Int
  /// Positions the model was trained for.
  public var contextLength: Int
  /// The addend under the root of RMSNorm.
  public var rmsNormEpsilon: Double
  /// The base of the rotary embedding.
  public var ropeTheta: Double
  /// How the rotary frequencies are stretched.
  public var ropeScaling: RopeScaling
  /// The base of the second rotary embedding, which is never scaled; nil if there is but one.
  public var localRopeTheta: Double?
  /// Whether query, key, value and output projections have a bias.
  public var hasAttentionBias: Bool
  /// Whether, of those, the output projection has none.
  public var omitsOutputBias: Bool
  /// Whether gate, up and down projections have a bias.
  public var hasMLPBias: Bool
  /// Whether the language-model head is the embedding.
  public var tiesEmbeddings: Bool
  /// What the gate of the feed-forward layer goes through.
  public var activation: Activation
  /// Norms of the heads of queries and keys.
  public var queryKeyNorm: QueryKeyNorm
  /// Whether what attention and feed-forward part add to the residual stream goes through a norm first.
  public var normsBlockOutputs: Bool
  /// What the embedding is multiplied by.
  public var embeddingScale: Double
  /// The number whose inverse root multiplies the scores; nil means `headDimension`.
  public var queryScalar: Double?
  /// How queries of layers without rotary embedding grow; nil if they do not.
  public var temperature: AttentionTemperature?
  /// The attention of each stored layer; empty if all are plain.
  public var layerAttention: [LayerAttention]
  /// How often each stored layer is executed in a row: 1, or 2 under layer sharing.
  public var layerRepetitions: Int
  /// The id put in front of a prompt, if there is one.
  public var bosTokenID: Int?
  /// The ids that end a text, all inside the vocabulary, without repetitions.
  public var eosTokenIDs: [Int]

  /// Collects the numbers as they are; `validate` checks them.
  public init(
    family: String = "llama", hiddenSize: Int, intermediateSize: Int, layerCount: Int,
    headCount: Int, kvHeadCount: Int, headDimension: Int, vocabularySize: Int,
    contextLength: Int, rmsNormEpsilon: Double = 1e-5, ropeTheta: Double = 10000,
    ropeScaling: RopeScaling = .none, localRopeTheta: Double? = nil,
    hasAttentionBias: Bool = false, omitsOutputBias: Bool = false, hasMLPBias: Bool = false,
    tiesEmbeddings: Bool = false, activation: Activation = .silu,
    queryKeyNorm: QueryKeyNorm = .none, normsBlockOutputs: Bool = false,
    embeddingScale: Double = 1, queryScalar: Double? = nil,
    temperature: AttentionTemperature? = nil, layerAttention: [LayerAttention] = [],
    layerRepetitions: Int = 1,
    bosTokenID: Int? = nil, eosTokenIDs: [Int] = []
  ) {
    self.family = family
    self.hiddenSize = hiddenSize
    self.intermediateSize = intermediateSize
    self.layerCount = layerCount
    self.headCount = headCount
    self.kvHeadCount = kvHeadCount
    self.headDimension = headDimension
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.rmsNormEpsilon = rmsNormEpsilon
    self.ropeTheta = ropeTheta
    self.ropeScaling = ropeScaling
    self.localRopeTheta = localRopeTheta
    self.hasAttentionBias = hasAttentionBias
    self.omitsOutputBias = omitsOutputBias
    self.hasMLPBias = hasMLPBias
    self.tiesEmbeddings = tiesEmbeddings
    self.activation = activation
    self.queryKeyNorm = queryKeyNorm
    self.normsBlockOutputs = normsBlockOutputs
    self.embeddingScale = embeddingScale
    self.queryScalar = queryScalar
    self.temperature = temperature
    self.layerAttention = layerAttention
    self.layerRepetitions = layerRepetitions
    self.bosTokenID = bosTokenID
    self.eosTokenIDs = eosTokenIDs
  }

  /// Query heads that read the same key and value head.
  public var queryHeadsPerKVHead: Int { headCount / kvHeadCount }
  /// Outputs of the query projection and inputs of the output projection.
  public var querySize: Int { headCount * headDimension }
  /// Outputs of the key and of the value projection.
  public var kvSize: Int { kvHeadCount * headDimension }
  /// The attention of one stored layer.
  public func attention(ofLayer layer: Int) -> LayerAttention {
    layerAttention.isEmpty ? .plain : layerAttention[layer]
  }
  /// What scores are multiplied by.
  public var attentionScale: Float {
    1 / (queryScalar.map { Float($0) } ?? Float(headDimension)).squareRoot()
  }
  /// Blocks that run for one token.
  public var executedLayerCount: Int { layerCount * layerRepetitions }
}
