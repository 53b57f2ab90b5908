import SwiftletJSON
import SwiftletSystem

/// Typed access to the keys of a configuration file, with the key path in every message.
struct ConfigReader {
  let object: JSONObject
  let file: String
  /// The path of `object` in the file with a dot at the end; empty for the file's top level.
  let prefix: String

  func fault(_ key: String, expected: String, found: String) -> InputFault {
    InputFault(file: file, place: prefix + key, expected: expected, found: found)
  }

  /// The value under `key`; null counts as absent, as it does for the reference.
  func value(_ key: String) -> JSONValue? {
    guard let value = object[key], !value.isNull else { return nil }
    return value
  }

  func integer(_ key: String) throws(ArchitectureError) -> Int? {
    guard let value = value(key) else { return nil }
    guard let integer = value.integer else { throw wrongKind(key, "an integer", value) }
    return integer
  }

  func number(_ key: String) throws(ArchitectureError) -> Double? {
    guard let value = value(key) else { return nil }
    guard let number = value.double else { throw wrongKind(key, "a number", value) }
    return number
  }

  func bool(_ key: String) throws(ArchitectureError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let bool = value.bool else { throw wrongKind(key, "true or false", value) }
    return bool
  }

  func string(_ key: String) throws(ArchitectureError) -> String? {
    guard let value = value(key) else { return nil }
    guard let string = value.string else { throw wrongKind(key, "a string", value) }
    return string
  }

  func object(_ key: String) throws(ArchitectureError) -> ConfigReader? {
    guard let value = value(key) else { return nil }
    guard let object = value.object else { throw wrongKind(key, "an object or null", value) }
    return ConfigReader(object: object, file: file, prefix: prefix + key + ".")
  }

  /// One id or a list of ids; empty when absent.
  func tokenIDs(_ key: String) throws(ArchitectureError) -> [Int] {
    guard let value = value(key) else { return [] }
    if let id = value.integer { return [id] }
    var ids: [Int] = []
    for element in value.array ?? [value] {
      guard let id = element.integer else { throw wrongKind(key, "a token id or a list", element) }
      ids.append(id)
    }
    return ids
  }

  func required<Value>(_ key: String, _ kind: String, _ value: Value?)
    throws(ArchitectureError) -> Value
  {
    guard let value else {
      let found = object[key] == nil ? "no such key" : "null"
      throw .configInvalid(fault(key, expected: kind, found: found))
    }
    return value
  }

  private func wrongKind(_ key: String, _ kind: String, _ value: JSONValue) -> ArchitectureError {
    .configInvalid(fault(key, expected: kind, found: value.kind))
  }
}
