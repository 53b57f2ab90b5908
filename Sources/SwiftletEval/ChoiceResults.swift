internal import SwiftletJSON
public import SwiftletSystem

/// The results of a run over items, kept in a file where one is named, so that a stopped run goes on.
public final class ChoiceResults {
  private var byID: [String: ChoiceResult] = [:]
  private let log: LineLog?

  /// No results, kept in memory alone.
  public init() { log = nil }

  /// Opens a results file, or creates it, and reads what is there.
  ///
  /// A last line without its end, which a kill leaves, is dropped.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - items: the items that its results belong to.
  ///   - byteLimit: a larger file is refused.
  /// - Throws: `FileWriteError`, `ByteSourceError`, `TaskError`.
  public init(path: String, items: [ChoiceItem], byteLimit: Int) throws {
    let log = try LineLog(path: path)
    let source = try FileByteSource(path: path)
    guard source.byteCount <= byteLimit else {
      throw ChoiceResults.foreign(
        path, "", expected: "at most \(byteLimit) bytes", found: "\(source.byteCount)")
    }
    let bytes = try source.bytes(at: 0, count: source.byteCount)
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let byID = try ChoiceResults.results(bytes[..<end], items: items, file: path)
    // Only what a result begins with is dropped: the file may have been named by mistake.
    let rest = bytes[end...]
    guard zip(rest, ChoiceResult.lineBeginning.utf8).allSatisfy({ $0 == $1 }) else {
      throw ChoiceResults.foreign(
        path, "byte \(end)", expected: "the beginning of a result", found: "something else")
    }
    if !rest.isEmpty { try log.truncate(to: end) }
    self.byID = byID
    self.log = log
  }

  private static func results(_ bytes: ArraySlice<UInt8>, items: [ChoiceItem], file: String)
    throws(TaskError) -> [String: ChoiceResult]
  {
    let items = Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var results: [String: ChoiceResult] = [:]
    try JSONLines.read(bytes, file: file) { (number, object) throws(TaskError) in
      let result = try ChoiceResult(object, of: items, file: file, number: number)
      guard results.updateValue(result, forKey: result.id) == nil else {
        throw foreign(
          file, "line \(number): id", expected: "each item once",
          found: "\"\(result.id)\" a second time")
      }
    }
    return results
  }

  private static func foreign(
    _ file: String, _ place: String, expected: String, found: String
  ) -> TaskError {
    .foreignResult(InputFault(file: file, place: place, expected: expected, found: found))
  }

  /// The result of an item, if it is there.
  public subscript(item: ChoiceItem) -> ChoiceResult? { byID[item.id] }

  /// Adds a result; with a file, it is on the disk then.
  ///
  /// - Throws: `FileWriteError`.
  public func add(_ result: ChoiceResult) throws(FileWriteError) {
    try log?.append(result.line)
    byID[result.id] = result
  }

  /// The figures over `items`, each of which has a result; at least one.
  public func summary(of items: [ChoiceItem]) -> ChoiceSummary {
    let results = items.compactMap { byID[$0.id] }
    precondition(results.count == items.count && !items.isEmpty, "items without a result")
    return ChoiceSummary(
      accuracy: Proportion(results.count { $0.picked == $0.answer }, of: results.count),
      accuracyNormalized: Proportion(
        results.count { $0.pickedNormalized == $0.answer }, of: results.count),
      chance: results.reduce(0) { $0 + 1 / Double($1.scores.count) } / Double(results.count))
  }
}

/// How many items a model answers right.
public struct ChoiceSummary: Equatable, Sendable {
  /// Right by the likelihood of the whole choice.
  public var accuracy: Proportion
  /// Right by the likelihood per byte of the choice.
  public var accuracyNormalized: Proportion
  /// The share that picking at random would get right.
  public var chance: Double
}
