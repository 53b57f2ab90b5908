public import SwiftletSystem

/// Why a file of multiple-choice items, or of their results, cannot be used.
public enum TaskError: InputError {
  /// A line is longer than `JSONLines.lineByteLimit`.
  case lineTooLong(InputFault)
  /// A line is no JSON object, or not JSON at all.
  case notAnObject(InputFault)
  /// A field of an item is missing or not as it should be.
  case invalidItem(InputFault)
  /// Two lines have the same id.
  case duplicateID(InputFault)
  /// The file has no items.
  case noItems(InputFault)
  /// An item has more tokens than the engine has positions.
  case itemTooLong(InputFault)
  /// A token that the model has no row for.
  case tokenOutOfRange(InputFault)
  /// There is no token in front of a choice's first one, so nothing predicts that.
  case nothingInFront(InputFault)
  /// The model's logits for an item are NaN or infinite.
  case nonfiniteLogits(InputFault)
  /// A line of results is damaged, or belongs to other items.
  case foreignResult(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .lineTooLong(let fault), .notAnObject(let fault), .invalidItem(let fault),
      .duplicateID(let fault), .noItems(let fault), .itemTooLong(let fault),
      .tokenOutOfRange(let fault), .nothingInFront(let fault), .nonfiniteLogits(let fault),
      .foreignResult(let fault):
      return fault
    }
  }
}
