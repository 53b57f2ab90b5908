/// The key-value part of a GGUF file.
public struct GGUFMetadata: Sendable {
  /// One value.
  public enum Value: Sendable {
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case string(String)
    case integers([Int])
    case numbers([Float])
    case strings(GGUFStrings)

    /// The value's kind in words, for messages.
    public var kind: String {
      switch self {
      case .integer(let value): return "the number \(value)"
      case .number(let value): return "the number \(value)"
      case .bool(let value): return value ? "true" : "false"
      case .string(let text): return text.utf8.count <= 60 ? "\"\(text)\"" : "a long string"
      case .integers(let values): return "a list of \(values.count) integers"
      case .numbers(let values): return "a list of \(values.count) numbers"
      case .strings(let values): return "a list of \(values.count) strings"
      }
    }
  }

  /// Keys in the order of the file.
  public private(set) var keys: [String] = []
  private var values: [String: Value] = [:]

  /// No entries yet.
  init() {}

  /// The value under `key`.
  public subscript(key: String) -> Value? { values[key] }

  /// Adds an entry; false if the key is there already.
  mutating func append(_ key: String, _ value: Value) -> Bool {
    keys.append(key)
    return values.updateValue(value, forKey: key) == nil
  }

  /// The integer under `key`, if there is one.
  public func integer(_ key: String) -> Int? {
    if case .integer(let value) = values[key] { return value }
    return nil
  }

  /// The truth value under `key`, if there is one.
  public func bool(_ key: String) -> Bool? {
    if case .bool(let value) = values[key] { return value }
    return nil
  }

  /// The string under `key`, if there is one.
  public func string(_ key: String) -> String? {
    if case .string(let value) = values[key] { return value }
    return nil
  }

  /// The list of strings under `key`, if there is one.
  public func strings(_ key: String) -> GGUFStrings? {
    if case .strings(let value) = values[key] { return value }
    return nil
  }
}

/// A list of strings in one piece of memory, as their bytes: a vocabulary has hundreds of thousands.
public struct GGUFStrings: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// No strings yet.
  public init() {}

  /// Strings in the list.
  public var count: Int { ends.count }

  /// The bytes of a string.
  public subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index > 0 ? ends[index - 1] : 0)..<ends[index]]
  }

  /// Adds a string at the end.
  public mutating func append(_ string: some Collection<UInt8>) {
    bytes += string
    ends.append(bytes.count)
  }
}
