/// A value of a metadata table.
public enum MetadataValue: Equatable, Sendable {
  case bool(Bool)
  case integer(Int64)
  case float(Double)
  case string(String)
  case data([UInt8])
  case bools([Bool])
  case integers([Int64])
  case floats([Double])
  case strings([String])
}

/// An ordered table of unique keys, the binary stand-in for a JSON object.
///
/// Keys are the program's own words in printable ASCII; text from outside belongs into values.
public struct MetadataTable: Equatable, Sendable {
  /// The entries in the order in which their keys were first set.
  public private(set) var entries: [(key: String, value: MetadataValue)] = []
  private var indices: [String: Int] = [:]

  /// An empty table.
  public init() {}

  /// The keys in order.
  public var keys: [String] { entries.map { $0.key } }

  /// The value of `key`; setting nil removes it.
  public subscript(_ key: String) -> MetadataValue? {
    get { indices[key].map { entries[$0].value } }
    set {
      precondition(MetadataTable.isKey(key), "a metadata key that is no printable ASCII: \(key)")
      switch (indices[key], newValue) {
      case (let index?, let value?):
        entries[index].value = value
      case (nil, let value?):
        indices[key] = entries.count
        entries.append((key, value))
      case (let index?, nil):
        entries.remove(at: index)
        indices = [:]
        for (index, entry) in entries.enumerated() { indices[entry.key] = index }
      case (nil, nil): break
      }
    }
  }

  /// The boolean of `key`, if there is one.
  public func bool(_ key: String) -> Bool? {
    if case .bool(let value)? = self[key] { return value }
    return nil
  }

  /// The integer of `key`, if there is one.
  public func integer(_ key: String) -> Int64? {
    if case .integer(let value)? = self[key] { return value }
    return nil
  }

  /// The float of `key`, if there is one.
  public func float(_ key: String) -> Double? {
    if case .float(let value)? = self[key] { return value }
    return nil
  }

  /// The string of `key`, if there is one.
  public func string(_ key: String) -> String? {
    if case .string(let value)? = self[key] { return value }
    return nil
  }

  /// The bytes of `key`, if there are any.
  public func data(_ key: String) -> [UInt8]? {
    if case .data(let value)? = self[key] { return value }
    return nil
  }

  /// The booleans of `key`, if there are any.
  public func bools(_ key: String) -> [Bool]? {
    if case .bools(let value)? = self[key] { return value }
    return nil
  }

  /// The integers of `key`, if there are any.
  public func integers(_ key: String) -> [Int64]? {
    if case .integers(let value)? = self[key] { return value }
    return nil
  }

  /// The floats of `key`, if there are any.
  public func floats(_ key: String) -> [Double]? {
    if case .floats(let value)? = self[key] { return value }
    return nil
  }

  /// The strings of `key`, if there are any.
  public func strings(_ key: String) -> [String]? {
    if case .strings(let value)? = self[key] { return value }
    return nil
  }

  /// Whether the tables have the same entries in the same order.
  public static func == (left: MetadataTable, right: MetadataTable) -> Bool {
    left.entries.elementsEqual(right.entries) { $0.key == $1.key && $0.value == $1.value }
  }

  /// Whether `key` may be a key: ASCII, because two readers must agree on which keys are equal.
  static func isKey(_ key: String) -> Bool { isKey(Array(key.utf8)[...]) }

  static func isKey(_ bytes: ArraySlice<UInt8>) -> Bool {
    (1...BlobLimits.metadataKeyByteCount).contains(bytes.count)
      && bytes.allSatisfy { (0x20...0x7E).contains($0) }
  }
}
