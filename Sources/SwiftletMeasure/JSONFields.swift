internal import SwiftletJSON
internal import SwiftletSystem

/// The values of an object in an untrusted JSON file, with where it lies in the file for messages.
///
/// Numbers are bounded, so that sums and products of a few of them stay finite.
struct JSONFields {
  /// No text of a report or a board file is longer, in bytes.
  static let textLimit = 4096
  /// No count is larger: doubles hold every integer up to here, and a thousand of them add up without overflow.
  static let countLimit = 1 << 53
  /// No number is farther from zero.
  static let numberLimit = 1e24

  let file: String
  /// The path of keys, empty for the whole file.
  let place: String
  let object: JSONObject

  init(_ value: JSONValue?, file: String, place: String = "") throws(MeasurementError) {
    self.file = file
    self.place = place
    guard let object = value?.object else {
      throw .valueInvalid(
        InputFault(
          file: file, place: place, expected: "an object", found: value?.kind ?? "nothing"))
    }
    self.object = object
  }

  /// Reads a whole file.
  ///
  /// - Throws: `.unreadable`, `.tooLarge`, `.notJSON`, `.valueInvalid` if it holds no object.
  init(path: String, byteLimit: Int) throws(MeasurementError) {
    let bytes: [UInt8]
    do throws(ByteSourceError) {
      let source = try FileByteSource(path: path)
      bytes = try source.bytes(at: 0, count: min(source.byteCount, byteLimit + 1))
    } catch {
      throw .unreadable(error)
    }
    guard bytes.count <= byteLimit else {
      throw .tooLarge(
        InputFault(
          file: path, place: "", expected: "at most \(byteLimit) bytes", found: "more"))
    }
    try self.init(JSONFields.parse(bytes, file: path), file: path)
  }

  static func parse(_ bytes: [UInt8], file: String) throws(MeasurementError) -> JSONValue {
    do throws(JSONError) {
      return try JSONParser.parse(bytes, file: file)
    } catch {
      throw .notJSON(error)
    }
  }

  func place(of key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  func error(_ key: String, _ expected: String, found: String? = nil) -> MeasurementError {
    .valueInvalid(
      InputFault(
        file: file, place: place(of: key), expected: expected,
        found: found ?? object[key]?.kind ?? "nothing"))
  }

  /// Throws if there are other keys than `keys`.
  func check(keys: [String]) throws(MeasurementError) {
    for (key, _) in object.entries where !keys.contains(key) {
      throw .valueInvalid(
        InputFault(
          file: file, place: place, expected: "keys out of \(keys.joined(separator: ", "))",
          found: "the key \"\(key)\""))
    }
  }

  /// Whether the key is there with another value than null.
  func has(_ key: String) -> Bool { object[key].map { !$0.isNull } ?? false }

  func text(_ key: String) throws(MeasurementError) -> String {
    guard let text = object[key]?.string, text.utf8.count <= JSONFields.textLimit else {
      throw error(key, "a text of at most \(JSONFields.textLimit) bytes")
    }
    return text
  }

  func optionalText(_ key: String) throws(MeasurementError) -> String? {
    has(key) ? try text(key) : nil
  }

  func count(_ key: String) throws(MeasurementError) -> Int {
    guard let count = object[key]?.integer, (0...JSONFields.countLimit).contains(count) else {
      throw error(key, "a whole number from 0 to \(JSONFields.countLimit)")
    }
    return count
  }

  func optionalCount(_ key: String) throws(MeasurementError) -> Int? {
    has(key) ? try count(key) : nil
  }

  func flag(_ key: String) throws(MeasurementError) -> Bool {
    guard let flag = object[key]?.bool else { throw error(key, "true or false") }
    return flag
  }

  func number(_ key: String, from low: Double = -numberLimit) throws(MeasurementError) -> Double {
    guard let number = object[key]?.double, (low...JSONFields.numberLimit).contains(number) else {
      throw error(key, "a number from \(low) to \(JSONFields.numberLimit)")
    }
    return number
  }

  func optionalNumber(_ key: String, from low: Double = -numberLimit) throws(MeasurementError)
    -> Double?
  {
    has(key) ? try number(key, from: low) : nil
  }

  func list(_ key: String, limit: Int) throws(MeasurementError) -> [JSONValue] {
    guard let list = object[key]?.array, list.count <= limit else {
      throw error(key, "a list of at most \(limit)")
    }
    return list
  }

  func numbers(_ key: String, limit: Int) throws(MeasurementError) -> [Double] {
    var numbers: [Double] = []
    for (index, value) in try list(key, limit: limit).enumerated() {
      guard let number = value.double, abs(number) <= JSONFields.numberLimit else {
        throw error("\(key)[\(index)]", "a number", found: value.kind)
      }
      numbers.append(number)
    }
    return numbers
  }

  func texts(_ key: String, limit: Int) throws(MeasurementError) -> [String] {
    var texts: [String] = []
    for (index, value) in try list(key, limit: limit).enumerated() {
      guard let text = value.string, text.utf8.count <= JSONFields.textLimit else {
        throw error("\(key)[\(index)]", "a text", found: value.kind)
      }
      texts.append(text)
    }
    return texts
  }

  func fields(_ key: String) throws(MeasurementError) -> JSONFields {
    try JSONFields(object[key], file: file, place: place(of: key))
  }

  func optionalFields(_ key: String) throws(MeasurementError) -> JSONFields? {
    has(key) ? try fields(key) : nil
  }

  /// The objects of a list.
  func records(_ key: String, limit: Int) throws(MeasurementError) -> [JSONFields] {
    var records: [JSONFields] = []
    for (index, value) in try list(key, limit: limit).enumerated() {
      records.append(
        try JSONFields(value, file: file, place: "\(place(of: key))[\(index)]"))
    }
    return records
  }

  /// The objects of an object, under their keys.
  func named(_ key: String, limit: Int) throws(MeasurementError) -> [(
    name: String, fields: JSONFields
  )] {
    let outer = try fields(key)
    guard outer.object.entries.count <= limit else {
      throw error(key, "at most \(limit) entries", found: "\(outer.object.entries.count)")
    }
    var named: [(name: String, fields: JSONFields)] = []
    for (name, value) in outer.object.entries {
      guard name.utf8.count <= JSONFields.textLimit else {
        throw error(key, "names of at most \(JSONFields.textLimit) bytes", found: "a longer one")
      }
      named.append(
        (name, try JSONFields(value, file: file, place: "\(outer.place).\(name)")))
    }
    return named
  }

  /// The case of an enumeration that is named by its raw value.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(_ key: String, _: Choice.Type)
    throws(MeasurementError) -> Choice
  {
    guard let choice = object[key]?.string.flatMap(Choice.init(rawValue:)) else {
      throw error(
        key, Choice.allCases.map(\.rawValue).joined(separator: ", "), found: object[key]?.kind)
    }
    return choice
  }
}

extension JSONObject {
  /// Adds what is known; nothing for nil.
  mutating func set(_ key: String, _ value: JSONValue?) {
    if let value { self[key] = value }
  }
}
