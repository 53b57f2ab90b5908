import SwiftletJSON
import SwiftletSystem

/// The header of a safetensors file: 8 bytes of length, then JSON with name, type, shape and range
/// of every tensor.
///
/// Reading it validates everything that follows: ranges match shapes, lie end to end without hole or
/// overlap, and cover the file exactly. Source: the format's own README and `validate` of its
/// reference reader; this one is stricter about duplicate keys, unknown fields and header size.
struct SafetensorsHeader {
  /// The longest header accepted.
  ///
  /// A tensor takes some 130 bytes of it, so this is a hundred thousand tensors; parsed, a hostile
  /// header of that length stays under some 300 MiB. The reference accepts 100 MB.
  static let lengthLimit = 16 << 20

  /// Tensors in the order of their bytes.
  let tensors: [CheckpointTensor]

  /// Reads and validates the header of `source`.
  init(_ source: any ByteSource) throws(CheckpointError) {
    let file = source.name
    let length = try SafetensorsHeader.length(source)
    let bytes: [UInt8]
    do throws(ByteSourceError) {
      bytes = try source.bytes(at: 8, count: length)
    } catch {
      throw .reading(error)
    }
    guard bytes.first == UInt8(ascii: "{") else {
      throw .headerInvalid(
        InputFault(
          file: file, place: "byte 8", expected: "'{', where a safetensors header begins",
          found: "byte 0x" + String(bytes[0], radix: 16)))
    }
    let header: JSONValue
    do throws(JSONError) {
      header = try JSONParser.parse(bytes, file: file, baseOffset: 8)
    } catch {
      throw .headerInvalid(error.fault)
    }
    var entries: [SafetensorsEntry] = []
    for (name, value) in header.object?.entries ?? [] {
      if name == "__metadata__" {
        try SafetensorsEntry.checkMetadata(value, file: file)
      } else {
        entries.append(try SafetensorsEntry(name: name, value, file: file))
      }
    }
    tensors = try SafetensorsHeader.layOut(
      entries, dataStart: 8 + length, fileEnd: source.byteCount, file: file)
  }

  private static func length(_ source: any ByteSource) throws(CheckpointError) -> Int {
    let file = source.name
    let start: [UInt8]
    do throws(ByteSourceError) {
      start = try source.bytes(at: 0, count: min(source.byteCount, 64))
    } catch {
      throw .reading(error)
    }
    if let kind = ForeignFile.kind(start) {
      throw .headerInvalid(
        InputFault(file: file, place: "", expected: "a safetensors file", found: kind))
    }
    guard start.count >= 8 else {
      throw .fileTruncated(
        InputFault(
          file: file, place: "byte 0", expected: "8 bytes of header length",
          found: "\(start.count) bytes in all"))
    }
    let length = start[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length >= 1, length <= UInt64(Int.max) else {
      throw .headerInvalid(
        InputFault(
          file: file, place: "byte 0", expected: "the length of a header", found: "\(length)"))
    }
    guard length <= UInt64(lengthLimit) else {
      throw .resourceLimit(
        InputFault(
          file: file, place: "byte 0", expected: "a header of at most \(lengthLimit) bytes",
          found: "\(length)"))
    }
    guard Int(length) <= source.byteCount - 8 else {
      throw .fileTruncated(
        InputFault(
          file: file, place: "byte 8", expected: "\(length) bytes of header",
          found: "\(source.byteCount - 8) bytes before the end of the file"))
    }
    return Int(length)
  }

  /// Puts the entries in the order of their bytes and checks that they cover the data exactly.
  private static func layOut(
    _ entries: [SafetensorsEntry], dataStart: Int, fileEnd: Int, file: String
  ) throws(CheckpointError) -> [CheckpointTensor] {
    let ordered = entries.sorted { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
    var position = 0
    for entry in ordered {
      guard entry.begin == position else {
        throw .tensorRangeInvalid(
          InputFault(
            file: file, place: "tensor \(entry.name)",
            expected: "data_offsets from \(position) on, where the tensor before ends",
            found: "\(entry.begin)"))
      }
      position = entry.end
    }
    let available = fileEnd - dataStart
    guard position <= available else {
      throw .fileTruncated(
        InputFault(
          file: file, place: "byte \(dataStart)", expected: "\(position) bytes of tensors",
          found: "\(available) bytes before the end of the file"))
    }
    guard position == available else {
      throw .tensorRangeInvalid(
        InputFault(
          file: file, place: "byte \(dataStart + position)",
          expected: "the end of the file after the last tensor",
          found: "\(available - position) bytes more"))
    }
    return ordered.map { entry in
      CheckpointTensor(
        name: entry.name, shape: entry.shape, elementType: entry.elementType, file: file,
        offset: dataStart + entry.begin, elementCount: entry.elementCount)
    }
  }
}
