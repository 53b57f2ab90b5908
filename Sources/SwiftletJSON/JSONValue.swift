/// A JSON value with object keys in file order.
public enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number written without fraction and exponent that fits 64 bits.
  case integer(Int)
  /// Any other finite number.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The value's kind in words, for messages.
  public var kind: String {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return "the number \(value)"
    case .number(let value): return "the number \(value)"
    case .string(let value):
      return value.utf8.count <= 60 ? "the string \"\(value)\"" : "a long string"
    case .array(let value): return "a list of \(value.count)"
    case .object: return "an object"
    }
  }

  /// The string, if this is one.
  public var string: String? {
    if case .string(let value) = self { return value }
    return nil
  }

  /// The integer, if this is one.
  ///
  /// `3.0` is a number, not an integer.
  public var integer: Int? {
    if case .integer(let value) = self { return value }
    return nil
  }

  /// The number as a double, if this is a number of either form.
  public var double: Double? {
    switch self {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    default: return nil
    }
  }

  /// The boolean, if this is one.
  public var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The elements, if this is a list.
  public var array: [JSONValue]? {
    if case .array(let value) = self { return value }
    return nil
  }

  /// The object, if this is one.
  public var object: JSONObject? {
    if case .object(let value) = self { return value }
    return nil
  }

  /// Whether this is `null`.
  public var isNull: Bool { self == .null }
}

/// A JSON object: unique keys in file order, looked up in constant time.
public struct JSONObject: Equatable, Sendable {
  /// Keys and values in file order.
  public private(set) var entries: [(key: String, value: JSONValue)] = []
  /// By the bytes of the key: strings that only normalize to the same text are different keys.
  private var positions: [[UInt8]: Int] = [:]

  /// An empty object.
  public init() {}

  /// An object with `entries` in their order; a later duplicate replaces the value.
  public init(_ entries: [(key: String, value: JSONValue)]) {
    for (key, value) in entries { self[key] = value }
  }

  /// The value under `key`; setting appends a new key or replaces in place, setting nil is ignored.
  public subscript(key: String) -> JSONValue? {
    get { positions[Array(key.utf8)].map { entries[$0].value } }
    set {
      guard let newValue else { return }
      if let position = positions[Array(key.utf8)] {
        entries[position].value = newValue
      } else {
        positions[Array(key.utf8)] = entries.count
        entries.append((key, newValue))
      }
    }
  }

  /// Adds `key`; false if it is there already, and nothing is changed.
  mutating func append(_ key: String, _ value: JSONValue) -> Bool {
    guard positions.updateValue(entries.count, forKey: Array(key.utf8)) == nil else { return false }
    entries.append((key, value))
    return true
  }

  /// Whether both have the same keys with equal values, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.entries.count == right.entries.count
      && left.entries.allSatisfy { right[$0.key] == $0.value }
  }
}
