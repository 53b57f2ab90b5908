import SwiftletJSON
import SwiftletSystem

/// One tensor of a safetensors header, checked by itself: type, shape and range agree.
struct SafetensorsEntry {
  let name: String
  let elementType: ElementType
  let shape: [Int]
  let elementCount: Int
  /// The range of bytes behind the header.
  let begin: Int
  let end: Int

  init(name: String, _ value: JSONValue, file: String) throws(CheckpointError) {
    func fault(_ expected: String, _ found: String) -> InputFault {
      InputFault(file: file, place: "tensor \(name)", expected: expected, found: found)
    }
    guard let object = value.object else {
      throw .headerInvalid(fault("an object with dtype, shape and data_offsets", value.kind))
    }
    let known = ["dtype", "shape", "data_offsets"]
    if let key = object.entries.first(where: { !known.contains($0.key) })?.key {
      throw .headerInvalid(fault("dtype, shape and data_offsets alone", "\"\(key)\""))
    }
    guard let type = object["dtype"]?.string else {
      throw .headerInvalid(fault("a dtype in a string", object["dtype"]?.kind ?? "none"))
    }
    guard let elementType = ElementType(safetensors: type) else {
      throw .dtypeUnsupported(fault("dtype F32, F16 or BF16", "\"\(type)\""))
    }
    guard let shape = SafetensorsEntry.extents(object["shape"]) else {
      throw .headerInvalid(
        fault("a shape of integers from 0 on", object["shape"]?.text ?? "no shape"))
    }
    var count = 1
    var overflows = false
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      overflows = overflows || overflow
      count = product
    }
    let (byteCount, overflow) = count.multipliedReportingOverflow(by: elementType.byteCount)
    guard !overflows, !overflow else {
      throw .tensorRangeInvalid(fault("a shape whose product fits 64 bits", "\(shape)"))
    }
    let (begin, end) = try SafetensorsEntry.range(object["data_offsets"], fault)
    guard begin <= end, end - begin == byteCount else {
      throw .tensorRangeInvalid(
        fault("data_offsets \(byteCount) bytes apart, for \(type) \(shape)", "\(begin)...\(end)"))
    }
    self.name = name
    self.elementType = elementType
    self.shape = shape
    self.elementCount = count
    self.begin = begin
    self.end = end
  }

  private static func extents(_ value: JSONValue?) -> [Int]? {
    guard let values = value?.array else { return nil }
    let extents = values.compactMap(\.integer)
    guard extents.count == values.count, extents.allSatisfy({ $0 >= 0 }) else { return nil }
    return extents
  }

  private static func range(_ value: JSONValue?, _ fault: (String, String) -> InputFault)
    throws(CheckpointError) -> (Int, Int)
  {
    guard let values = value?.array, values.count == 2 else {
      throw .headerInvalid(fault("two data_offsets", value?.kind ?? "none"))
    }
    var offsets: [Int] = []
    for value in values {
      // An integer that 64 bits hold but no file reaches is a wrong range, not a wrong header.
      if let number = value.double, value.integer == nil, number >= 0x1p63, number <= 0x1p64 {
        throw .tensorRangeInvalid(fault("data_offsets inside the file", "\(number)"))
      }
      guard let offset = value.integer, offset >= 0 else {
        throw .headerInvalid(fault("data_offsets of integers from 0 on", value.kind))
      }
      offsets.append(offset)
    }
    return (offsets[0], offsets[1])
  }

  /// Checks that `__metadata__` maps strings to strings; nothing in it is used.
  static func checkMetadata(_ value: JSONValue, file: String) throws(CheckpointError) {
    let place = "__metadata__"
    guard let object = value.object else {
      throw .headerInvalid(
        InputFault(file: file, place: place, expected: "an object", found: value.kind))
    }
    if let entry = object.entries.first(where: { $0.value.string == nil }) {
      throw .headerInvalid(
        InputFault(
          file: file, place: "\(place).\(entry.key)", expected: "a string",
          found: entry.value.kind))
    }
  }
}
