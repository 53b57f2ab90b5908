internal import SwiftletJSON
internal import SwiftletSystem

/// Files of one JSON object a line.
enum JSONLines {
  /// An item of a benchmark, few-shot examples included, stays below 32 KiB; more is another file.
  static let lineByteLimit = 1 << 20

  /// Calls `body` with the object of each line that is not blank.
  ///
  /// - Parameters:
  ///   - bytes: the file; line ends are LF or CR LF.
  ///   - file: its name, for messages.
  ///   - body: given the line's number, from 1 on, and its object.
  /// - Throws: `TaskError`, and what `body` throws.
  static func read(
    _ bytes: ArraySlice<UInt8>, file: String,
    _ body: (Int, JSONObject) throws(TaskError) -> Void
  ) throws(TaskError) {
    var number = 0
    var start = bytes.startIndex
    while start < bytes.endIndex {
      number += 1
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      let line = bytes[start..<end]
      start = end + 1
      guard line.count <= lineByteLimit else {
        throw .lineTooLong(
          InputFault(
            file: file, place: "line \(number)", expected: "at most \(lineByteLimit) bytes",
            found: "\(line.count)"))
      }
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      try body(number, try object(line, file: file, number: number))
    }
  }

  private static func object(_ line: ArraySlice<UInt8>, file: String, number: Int)
    throws(TaskError) -> JSONObject
  {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONParser.parse(Array(line), file: file)
    } catch {
      var fault = error.fault
      fault.place = "line \(number), \(fault.place)"
      throw .notAnObject(fault)
    }
    guard let object = value.object else {
      throw .notAnObject(
        InputFault(
          file: file, place: "line \(number)", expected: "a JSON object", found: value.kind))
    }
    return object
  }
}
