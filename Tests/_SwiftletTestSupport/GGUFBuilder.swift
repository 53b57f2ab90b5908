public import SwiftletSystem

/// Writes small GGUF files, good and bad, in memory: a llama of two heads of four values unless changed.
public struct GGUFBuilder {
  /// A metadata value.
  public enum Value {
    /// UINT32.
    case integer(UInt32)
    /// FLOAT32.
    case float(Float)
    /// BOOL.
    case bool(Bool)
    /// STRING.
    case string(String)
    /// ARRAY of STRING.
    case strings([String])
    /// ARRAY of INT32.
    case integers([Int32])
    /// ARRAY of FLOAT32.
    case floats([Float])
    /// The type and bytes as they are.
    case raw(UInt32, [UInt8])
  }

  /// One tensor.
  public struct Tensor {
    /// The name.
    public var name: String
    /// Extents, outermost first; the file has them the other way round.
    public var shape: [UInt64]
    /// `ggml_type`.
    public var type: UInt32
    /// Where the bytes are said to begin.
    public var offset: UInt64
  }

  /// The version in front.
  public var version: UInt32 = 3
  /// The metadata in order.
  public var metadata: [(key: String, value: Value)] = [
    ("general.architecture", .string("llama")), ("llama.block_count", .integer(1)),
    ("llama.context_length", .integer(64)), ("llama.embedding_length", .integer(8)),
    ("llama.feed_forward_length", .integer(32)), ("llama.attention.head_count", .integer(2)),
    ("llama.attention.head_count_kv", .integer(1)),
    ("llama.attention.layer_norm_rms_epsilon", .float(1e-5)),
  ]
  /// The tensors in order.
  public var tensors: [Tensor] = []
  /// All bytes of tensors.
  public var data: [UInt8] = []

  /// Starts with the metadata and an embedding of two tokens unless told not to.
  public init(hasEmbedding: Bool = true) {
    if hasEmbedding { add("token_embd.weight", [2, 8], 0, [UInt8](repeating: 0, count: 64)) }
  }

  /// Replaces or adds a metadata value.
  public mutating func set(_ key: String, _ value: Value) {
    if let index = metadata.firstIndex(where: { $0.key == key }) {
      metadata[index].value = value
    } else {
      metadata.append((key, value))
    }
  }

  /// Adds a tensor at the end of the data.
  public mutating func add(_ name: String, _ shape: [Int], _ type: UInt32, _ bytes: [UInt8]) {
    data += [UInt8](repeating: 0, count: (32 - data.count % 32) % 32)
    tensors.append(
      Tensor(name: name, shape: shape.map { UInt64($0) }, type: type, offset: UInt64(data.count)))
    data += bytes
  }

  /// Adds a tensor of float32 values.
  public mutating func add(_ name: String, _ shape: [Int], _ values: [Float]) {
    var sink = ByteSink()
    for value in values { sink.write(value.bitPattern) }
    add(name, shape, 0, sink.bytes)
  }

  /// The whole file.
  public var bytes: [UInt8] {
    var sink = ByteSink()
    sink.write("GGUF".utf8)
    sink.write(version)
    sink.write(UInt64(tensors.count))
    sink.write(UInt64(metadata.count))
    for (key, value) in metadata {
      GGUFBuilder.write(key, to: &sink)
      GGUFBuilder.write(value, to: &sink)
    }
    for tensor in tensors {
      GGUFBuilder.write(tensor.name, to: &sink)
      sink.write(UInt32(tensor.shape.count))
      for extent in tensor.shape.reversed() { sink.write(extent) }
      sink.write(tensor.type)
      sink.write(tensor.offset)
    }
    while sink.bytes.count % 32 > 0 { sink.write(UInt8(0)) }
    sink.write(data)
    return sink.bytes
  }

  /// The file as a source.
  public var source: MemoryByteSource { MemoryByteSource(name: "test.gguf", contents: bytes) }

  private static func write(_ text: String, to sink: inout ByteSink) {
    sink.write(UInt64(text.utf8.count))
    sink.write(text.utf8)
  }

  private static func write(_ value: Value, to sink: inout ByteSink) {
    func list(_ type: UInt32, _ count: Int) {
      sink.write(UInt32(9))
      sink.write(type)
      sink.write(UInt64(count))
    }
    switch value {
    case .integer(let value):
      sink.write(UInt32(4))
      sink.write(value)
    case .float(let value):
      sink.write(UInt32(6))
      sink.write(value.bitPattern)
    case .bool(let value):
      sink.write(UInt32(7))
      sink.write(UInt8(value ? 1 : 0))
    case .string(let text):
      sink.write(UInt32(8))
      write(text, to: &sink)
    case .strings(let texts):
      list(8, texts.count)
      for text in texts { write(text, to: &sink) }
    case .integers(let values):
      list(5, values.count)
      for value in values { sink.write(value) }
    case .floats(let values):
      list(6, values.count)
      for value in values { sink.write(value.bitPattern) }
    case .raw(let type, let bytes):
      sink.write(type)
      sink.write(bytes)
    }
  }
}
