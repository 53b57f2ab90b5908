internal import SwiftletJSON
internal import SwiftletSystem

/// The right choices of a set that keeps them in a file of their own, one a line.
public struct ItemLabels: Sendable {
  private let labels: [String]
  private let file: String

  /// Reads a file of labels; blank lines are none.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name, for messages.
  public init(_ bytes: [UInt8], file: String) {
    self.file = file
    labels = bytes.split { $0 == UInt8(ascii: "\n") }.compactMap { line in
      let word = line.filter { $0 > 0x20 }
      return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }
  }

  /// The label of an item, counted from 0.
  func label(ofItem index: Int) throws(TaskError) -> JSONValue {
    guard labels.indices.contains(index) else {
      throw count(expected: "a label for each item, more than \(index)")
    }
    return .string(labels[index])
  }

  /// Refuses labels that belong to no item.
  func checkCount(_ items: Int) throws(TaskError) {
    guard labels.count == items else {
      throw count(expected: "\(items) labels, one for each item")
    }
  }

  private func count(expected: String) -> TaskError {
    .invalidItem(
      InputFault(file: file, place: "", expected: expected, found: "\(labels.count)"))
  }
}
