import SwiftletSystem

/// Writes small safetensors files, good and bad, in memory.
struct SafetensorsBuilder {
  var entries: [String] = []
  var data: [UInt8] = []

  /// Adds a tensor at the end of the data.
  mutating func add(_ name: String, _ dtype: String, _ shape: [Int], _ bytes: [UInt8]) {
    let range = [data.count, data.count + bytes.count]
    entries.append(
      #""\#(name)":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(range)}"#)
    data += bytes
  }

  var source: MemoryByteSource {
    Self.source(header: "{" + entries.joined(separator: ",") + "}", data: data)
  }

  static func source(header: String, data: [UInt8] = []) -> MemoryByteSource {
    let bytes = Array(header.utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) }
    return MemoryByteSource(name: "test.safetensors", contents: length + bytes + data)
  }

  static func littleEndian(_ values: [UInt16]) -> [UInt8] {
    values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  static func littleEndian(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
    }
  }
}
