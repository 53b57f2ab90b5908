import SwiftletSystem

/// A tensor that a checkpoint has to have.
public struct TensorExpectation: Equatable, Sendable {
  /// The names under which it may be found, the usual one first.
  public let names: [String]
  /// Its extents, outermost first.
  public let shape: [Int]

  /// Collects names and shape.
  public init(names: [String], shape: [Int]) {
    precondition(!names.isEmpty, "an expected tensor of shape \(shape) without a name")
    self.names = names
    self.shape = shape
  }
}

extension CheckpointSource {
  /// Finds every expected tensor, and nothing else.
  ///
  /// - Parameters:
  ///   - expectations: what the model needs.
  ///   - file: the folder's name for the message.
  ///   - isIgnorable: whether a tensor of that name may be there without being expected.
  /// - Returns: the tensors in the order of `expectations`.
  /// - Throws: one `CheckpointError` that lists everything missing, of the wrong shape or type, or
  ///   unexpected; its case is the first of these that occurs.
  public func match(
    _ expectations: [TensorExpectation], file: String, ignoring isIgnorable: (String) -> Bool
  ) throws(CheckpointError) -> [CheckpointTensor] {
    var matches: [CheckpointTensor] = []
    var differences = TensorDifferences(file: file, expectedCount: expectations.count)
    var used: Set<String> = []
    for expectation in expectations {
      guard let name = expectation.names.first(where: { tensor(named: $0) != nil }),
        let tensor = tensor(named: name)
      else {
        differences.missing.append(expectation.names[0])
        continue
      }
      used.insert(name)
      if tensor.shape != expectation.shape {
        differences.misshapen.append("\(name) \(tensor.shape) in place of \(expectation.shape)")
      } else if case .other(let type, _) = tensor.elementType {
        differences.mistyped.append("\(name) of dtype \(type)")
      }
      matches.append(tensor)
    }
    differences.unexpected = tensorNames.filter { !used.contains($0) && !isIgnorable($0) }
    if let error = differences.error { throw error }
    return matches
  }
}

/// What is wrong with the set of tensors as a whole.
private struct TensorDifferences {
  let file: String
  let expectedCount: Int
  var missing: [String] = []
  var misshapen: [String] = []
  var mistyped: [String] = []
  var unexpected: [String] = []

  /// Names listed per kind of difference; a wrong configuration can make thousands.
  static let listLimit = 12

  init(file: String, expectedCount: Int) {
    self.file = file
    self.expectedCount = expectedCount
  }

  var error: CheckpointError? {
    let lists = [
      ("missing", missing), ("wrong shape", misshapen), ("wrong type", mistyped),
      ("unexpected", unexpected),
    ].filter { !$0.1.isEmpty }
    guard !lists.isEmpty else { return nil }
    let found = lists.map { "\($0.0): \(TensorDifferences.list($0.1))" }.joined(separator: "; ")
    let fault = InputFault(
      file: file, place: "tensors", expected: "the \(expectedCount) that config.json describes",
      found: found)
    if !missing.isEmpty { return .tensorMissing(fault) }
    if !misshapen.isEmpty { return .tensorShapeMismatch(fault) }
    return mistyped.isEmpty ? .tensorUnexpected(fault) : .dtypeUnsupported(fault)
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(listLimit).joined(separator: ", ")
    return names.count > listLimit ? "\(shown) and \(names.count - listLimit) more" : shown
  }
}
