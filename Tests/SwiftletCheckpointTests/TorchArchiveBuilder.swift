import SwiftletSystem

/// Writes small `torch.save` archives, good and bad, in memory.
struct TorchArchiveBuilder {
  /// One entry of the zip archive.
  struct Entry {
    var name: String
    var bytes: [UInt8]
    var method: UInt16 = 0
  }

  /// The pickle without its first and last instructions: entries of the dictionary.
  var program: [UInt8] = []
  var storages: [(key: String, bytes: [UInt8])] = []
  /// Entries besides the pickle and the storages.
  var others = [Entry(name: "m/byteorder", bytes: Array("little".utf8))]

  /// Adds a tensor whose storage has `count` values of torch's class `storage`.
  mutating func add(
    _ name: String, storage: String = "FloatStorage", key: String = "0", count: Int,
    offset: Int = 0, shape: [Int], strides: [Int]
  ) {
    program += Self.text(name) + Self.name("torch._utils", "_rebuild_tensor_v2")
    program += Array("((".utf8) + Self.text("storage") + Self.name("torch", storage)
    program += Self.text(key) + Self.text("cpu") + Self.number(count) + Array("tQ".utf8)
    program += Self.number(offset) + Self.numbers(shape) + Self.numbers(strides)
    program += [0x89] + Self.name("collections", "OrderedDict") + Array(")RtR".utf8)
  }

  static func text(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return [UInt8(ascii: "X")] + little(UInt32(bytes.count)) + bytes
  }

  static func name(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
  }

  /// LONG1 of eight bytes.
  static func number(_ value: Int) -> [UInt8] {
    [0x8A, 8] + little(UInt64(bitPattern: Int64(value)))
  }

  static func numbers(_ values: [Int]) -> [UInt8] {
    Array("(".utf8) + values.flatMap(number) + Array("t".utf8)
  }

  static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    var sink = ByteSink()
    sink.write(value)
    return sink.bytes
  }

  /// The whole pickle.
  var pickle: [UInt8] {
    [0x80, 2] + Self.name("collections", "OrderedDict") + Array(")R(".utf8) + program
      + Array("u.".utf8)
  }

  var archive: [UInt8] {
    let data = storages.map { Entry(name: "m/data/\($0.key)", bytes: $0.bytes) }
    return Self.zip([Entry(name: "m/data.pkl", bytes: pickle)] + others + data)
  }

  var source: MemoryByteSource { Self.source(archive) }

  static func source(_ bytes: [UInt8]) -> MemoryByteSource {
    MemoryByteSource(name: "test.bin", contents: bytes)
  }

  /// A zip archive; with `isLarge` all sizes stand in 64-bit fields.
  static func zip(_ entries: [Entry], isLarge: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let name = Array(entry.name.utf8)
      let offset = bytes.count
      let size = little(UInt32(entry.bytes.count))
      let common = little(UInt16(0)) + little(entry.method) + [UInt8](repeating: 0, count: 8)
      bytes += little(UInt32(0x0403_4B50)) + little(UInt16(20)) + common + size + size
      bytes += little(UInt16(name.count)) + little(UInt16(0)) + name + entry.bytes
      let wide = little(UInt64(entry.bytes.count))
      let extra =
        isLarge
        ? little(UInt16(1)) + little(UInt16(24)) + wide + wide + little(UInt64(offset)) : []
      let narrow = isLarge ? little(UInt32.max) : size
      directory += little(UInt32(0x0201_4B50)) + little(UInt32(0)) + common + narrow + narrow
      directory += little(UInt16(name.count)) + little(UInt16(extra.count)) + little(UInt16(0))
      directory += [UInt8](repeating: 0, count: 8)
      directory += (isLarge ? little(UInt32.max) : little(UInt32(offset))) + name + extra
    }
    let start = bytes.count
    bytes += directory
    if isLarge {
      let record = bytes.count
      bytes += little(UInt32(0x0606_4B50)) + little(UInt64(44)) + little(UInt32(0))
      bytes += little(UInt64(0)) + little(UInt64(entries.count)) + little(UInt64(entries.count))
      bytes += little(UInt64(directory.count)) + little(UInt64(start))
      bytes += little(UInt32(0x0706_4B50)) + little(UInt32(0)) + little(UInt64(record))
      bytes += little(UInt32(1))
    }
    let count = isLarge ? UInt16.max : UInt16(entries.count)
    bytes += little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(count) + little(count)
    bytes += isLarge ? little(UInt64.max) : little(UInt32(directory.count)) + little(UInt32(start))
    return bytes + little(UInt16(0))
  }
}
