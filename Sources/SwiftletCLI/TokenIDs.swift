import SwiftletJSON
import SwiftletSystem

/// Token ids as a user writes them.
enum TokenIDs {
  /// Ids of a list like `1,2,3`.
  ///
  /// - Throws: `CommandFailure` with the usage status.
  static func parse(_ text: String, option: String) throws -> [Int32] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let id = Int32(part.filter { $0 != " " }), id >= 0 else {
        throw CommandFailure.usage(
          "\(option): expected ids like 1,2,3, found \"\(part)\"")
      }
      return id
    }
  }

  /// Ids of a file: a JSON list, or numbers between commas and white space.
  ///
  /// - Throws: `ByteSourceError`, `JSONError`, `CommandFailure`.
  static func read(_ source: FileByteSource) throws -> [Int32] {
    let path = source.name
    let bytes = try InputText.bytes(source)
    if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
      let values = try JSONParser.parse(bytes, file: path).array ?? []
      return try values.enumerated().map { index, value in
        guard let id = value.integer.flatMap({ Int32(exactly: $0) }), id >= 0 else {
          throw CommandFailure.badInput(
            InputFault(
              file: path, place: "entry \(index)", expected: "a token id", found: value.kind))
        }
        return id
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return try text.split { $0 == "," || $0.isWhitespace }.enumerated().map { index, part in
      guard let id = Int32(part), id >= 0 else {
        throw CommandFailure.badInput(
          InputFault(
            file: path, place: "entry \(index)", expected: "a token id",
            found: "\"\(part.prefix(20))\""))
      }
      return id
    }
  }
}

/// Text files that a user names.
enum InputText {
  /// A prompt or a text to evaluate is far below this; more is a mistake.
  static let byteLimit = 256 << 20

  /// The bytes of a file, up to `byteLimit`.
  static func bytes(_ source: FileByteSource) throws -> [UInt8] {
    guard source.byteCount <= byteLimit else {
      throw CommandFailure.badInput(
        InputFault(
          file: source.name, place: "", expected: "at most \(byteLimit) bytes",
          found: "\(source.byteCount)"))
    }
    return try source.bytes(at: 0, count: source.byteCount)
  }

  /// The text of a file in UTF-8.
  static func read(_ source: FileByteSource) throws -> String {
    guard let text = String(validating: try bytes(source), as: UTF8.self) else {
      throw CommandFailure.badInput(
        InputFault(file: source.name, place: "", expected: "text in UTF-8", found: "other bytes"))
    }
    return text
  }

  /// Takes the memory that reading `byteCount` bytes costs out of the budget.
  ///
  /// - Parameters:
  ///   - byteCount: bytes of the input.
  ///   - timesMemory: bytes of memory per byte: copies, ids, growing lists.
  ///   - budget: the run's budget.
  /// - Returns: the reservation, to be held as long as the input is.
  /// - Throws: `MemoryBudgetError`.
  static func reserve(_ byteCount: Int, timesMemory: Int, _ budget: MemoryBudget)
    throws(MemoryBudgetError) -> Reservation
  {
    // What is above the limit is refused by its size when it is read.
    let memory = min(byteCount, byteLimit) * timesMemory
    // A few hundred kilobytes are in the plan's allowance for the process.
    return try budget.reserve(memory <= 256 << 10 ? 0 : memory, for: "input text")
  }
}
