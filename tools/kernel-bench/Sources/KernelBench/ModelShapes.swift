/// The extents of a published model that its kernels work on.
struct ModelShapes {
  let name: String
  let hiddenSize: Int
  let intermediateSize: Int
  let headCount: Int
  let kvHeadCount: Int
  let headDimension = 64
  let vocabularySize = 32000

  static let all = [
    ModelShapes(
      name: "125M", hiddenSize: 576, intermediateSize: 1536, headCount: 9, kvHeadCount: 3),
    ModelShapes(
      name: "350M", hiddenSize: 960, intermediateSize: 2560, headCount: 15, kvHeadCount: 5),
    ModelShapes(
      name: "1B", hiddenSize: 1280, intermediateSize: 3584, headCount: 20, kvHeadCount: 5),
  ]

  /// (rows, columns) of the different matrices of a block.
  var blockMatrices: [(rows: Int, columns: Int)] {
    [
      (headCount * headDimension, hiddenSize), (kvHeadCount * headDimension, hiddenSize),
      (intermediateSize, hiddenSize), (hiddenSize, intermediateSize),
    ]
  }

  /// (rows, columns) of the head, which only ever sees one token.
  var head: (rows: Int, columns: Int) { (vocabularySize, hiddenSize) }
}
