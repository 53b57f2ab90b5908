import SwiftletArchitecture
import SwiftletCheckpoint
import SwiftletConvert
import SwiftletFormat
import SwiftletJSON
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import _SwiftletTestSupport

/// A converted fixture beside the reference's numbers for it.
final class Golden {
  let folder: String
  let json: JSONObject
  let tensors: SafetensorsSource
  let temporary: TemporaryFolder
  let blob: String

  /// Converts the checkpoint in `weights`, or in `folder`, with the built-in recipe of `bits`.
  init(folder: String, weights: String? = nil, bits: Int) throws {
    self.folder = folder
    let bytes = try FileByteSource(path: folder + "/golden.json")
    json =
      try JSONParser.parse(bytes.bytes(at: 0, count: bytes.byteCount), file: bytes.name).object
      ?? JSONObject()
    tensors = try SafetensorsSource(FileByteSource(path: folder + "/golden.safetensors"))
    temporary = try TemporaryFolder()
    blob = temporary.path("model.swiftlet")
    try Golden.convert(weights ?? folder, bits: bits, to: blob)
  }

  static func convert(_ checkpoint: String, bits: Int, to path: String) throws {
    let model = try CheckpointModel.open(checkpoint)
    let options = Converter.Options(
      recipe: Recipe.builtIn(bits: bits) ?? Recipe(name: "", standard: .float32), threadCount: 2,
      compressionLevel: 1)
    _ = try Converter(model: model, options: options).convert(to: path)
  }

  /// An engine over the blob, float32 cache, one thread unless said otherwise.
  func engine(_ change: (inout EngineOptions) -> Void = { _ in }) throws -> Engine {
    var options = EngineOptions()
    options.kvFormat = .float32
    options.context = 256
    change(&options)
    return try Engine(
      model: BlobModel(source: FileByteSource(path: blob)), options: options)
  }

  /// A float tensor of the golden file.
  func tensor(_ name: String) throws -> [Float] {
    guard let tensor = tensors.tensor(named: name) else { throw MissingTensor(name: name) }
    return try tensors.elements(of: tensor)
  }

  /// An int64 tensor of the golden file as ids.
  func ids(_ name: String) throws -> [Int32] {
    guard let tensor = tensors.tensor(named: name) else { throw MissingTensor(name: name) }
    let bytes = try FileByteSource(path: tensor.file).bytes(
      at: tensor.offset, count: tensor.byteCount)
    return stride(from: 0, to: bytes.count, by: 8).map { start in
      (0..<4).reduce(0) { $0 | Int32(bytes[start + $1]) << (8 * Int32($1)) }
    }
  }

  struct MissingTensor: Error { let name: String }
}

extension JSONValue {
  /// A list of ids.
  var ids: [Int32] { (array ?? []).compactMap { $0.integer.map(Int32.init) } }
}

extension Engine {
  /// Logits of every position of `ids`, from an empty cache, one row after the other.
  func logits(_ ids: [Int32]) throws -> [[Float]] {
    reset()
    var rows: [[Float]] = []
    try unsafe ids.withUnsafeBufferPointer { ids in
      try unsafe forward(ids, request: .all) { _, logits in rows.append(unsafe Array(logits)) }
    }
    return rows
  }

  /// The greedy continuation of `prompt`, never stopped, with the logits each id was chosen from.
  func greedy(_ prompt: [Int32], count: Int) throws -> (ids: [Int32], logits: [[Float]]) {
    reset()
    var ids: [Int32] = []
    var rows: [[Float]] = []
    var next = prompt
    for _ in 0..<count {
      try unsafe next.withUnsafeBufferPointer { tokens in
        try unsafe forward(tokens, request: .last) { _, logits in rows.append(unsafe Array(logits))
        }
      }
      let best = rows[rows.count - 1].indices.reduce(0) {
        rows[rows.count - 1][$1] > rows[rows.count - 1][$0] ? $1 : $0
      }
      ids.append(Int32(best))
      next = [Int32(best)]
    }
    return (ids, rows)
  }
}
