internal import SwiftletArchitecture
public import SwiftletJSON
internal import SwiftletSystem
internal import SwiftletTensor

/// A recipe file is one JSON object:
///
///     {
///       "name": "int4",
///       "method": "search",
///       "default": {"bits": 4, "group_size": 32, "zero_points": true},
///       "roles": {"embedding": {"bits": 8}, "head": {"bits": 8}}
///     }
///
/// `bits` is 4, 8, 16 or 32. `group_size` (32, 64 or 128; 32 if absent) and `zero_points` (false if
/// absent) go with 4 and 8 alone, `scale_bits` (8 or 16; 16 if absent) with zero points. `method` is nearest, search or calibrated (search if absent). Roles are those of
/// `Recipe.matrixRoles`, under the names that `inspect` prints. In place of `default` there may be a size that decides,
/// `"target_bits_per_weight": 4.5` or `"target_bytes": 73400320`.
/// `bit_worth` (0 if absent) goes with the method calibrated. Any other key is an error.
extension Recipe {
  /// The largest `bitWorth`: beyond it nothing is left of a matrix.
  public static let largestBitWorth = 1.0
  /// The largest recipe file.
  public static let fileByteLimit = 1 << 20

  /// Reads a recipe file.
  ///
  /// - Throws: `ConversionError.recipeInvalid`, `.unreadable`.
  public static func read(path: String) throws(ConversionError) -> Recipe {
    let bytes: [UInt8]
    do throws(ByteSourceError) {
      let source = try FileByteSource(path: path)
      bytes = try source.bytes(at: 0, count: min(source.byteCount, fileByteLimit + 1))
    } catch {
      throw .unreadable(error)
    }
    guard bytes.count <= fileByteLimit else {
      throw .recipeInvalid(
        InputFault(
          file: path, place: "", expected: "at most \(fileByteLimit) bytes", found: "more"))
    }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONParser.parse(bytes, file: path)
    } catch {
      throw .recipeInvalid(error.fault)
    }
    return try Recipe(json: value, file: path)
  }

  /// Reads a recipe from JSON.
  ///
  /// - Throws: `ConversionError.recipeInvalid`.
  public init(json: JSONValue, file: String) throws(ConversionError) {
    let reader = RecipeReader(file: file)
    let object = try reader.object(
      json, place: "",
      keys: [
        "name", "method", "default", "target_bits_per_weight", "target_bytes", "bit_worth", "roles",
      ])
    guard let name = object["name"]?.string, !name.isEmpty, name.utf8.count <= 100 else {
      throw reader.error("name", "a name of at most 100 bytes", object["name"])
    }
    if let target = try reader.target(object) {
      if let value = object["default"] { throw reader.error("default", "no target with it", value) }
      self.init(target: target)
      self.name = name
    } else {
      guard let standard = object["default"] else {
        throw reader.error("default", "an object", nil)
      }
      self.init(name: name, standard: try reader.precision(standard, place: "default"))
    }
    if let value = object["method"] {
      guard let method = value.string.flatMap(Method.init(rawValue:)) else {
        let names = Method.allCases.map(\.rawValue).joined(separator: ", ")
        throw reader.error("method", "one of \(names)", value)
      }
      self.method = method
    }
    if let value = object["bit_worth"] {
      guard let worth = value.double, (0...Recipe.largestBitWorth).contains(worth),
        worth == 0 || method == .calibrated
      else {
        throw reader.error(
          "bit_worth", "a number from 0 to 1, with the method calibrated", value)
      }
      bitWorth = worth
    }
    guard let roles = object["roles"] else { return }
    let known = Recipe.matrixRoles
    for (key, value) in try reader.object(roles, place: "roles", keys: known.map(\.rawValue))
      .entries
    {
      guard let role = TensorRole(rawValue: key) else { continue }
      self.roles[role] = try reader.precision(value, place: "roles.\(key)")
    }
  }

  /// The recipe as JSON that `init(json:file:)` reads back.
  public var json: JSONValue {
    var object = JSONObject([("name", .string(name))])
    switch target {
    case nil: object["default"] = Recipe.json(standard)
    case .bitsPerWeight(let bits)?: object["target_bits_per_weight"] = .number(bits)
    case .fileByteCount(let count)?: object["target_bytes"] = .integer(count)
    }
    if method != .search { object["method"] = .string(method.rawValue) }
    if bitWorth > 0 { object["bit_worth"] = .number(bitWorth) }
    var entries = JSONObject()
    for role in Recipe.matrixRoles {
      if let precision = roles[role] { entries[role.rawValue] = Recipe.json(precision) }
    }
    if !entries.entries.isEmpty { object["roles"] = .object(entries) }
    return .object(object)
  }

  private static func json(_ precision: Precision) -> JSONValue {
    var object = JSONObject([("bits", .integer(precision.bits))])
    if case .quantized(let scheme) = precision {
      object["group_size"] = .integer(scheme.groupSize.rawValue)
      object["zero_points"] = .bool(scheme.hasZeroPoints)
      if scheme.scaleBits != .sixteen {
        object["scale_bits"] = .integer(scheme.scaleBits.rawValue)
      }
    }
    return .object(object)
  }
}

private struct RecipeReader {
  let file: String

  func error(_ place: String, _ expected: String, _ found: JSONValue?) -> ConversionError {
    .recipeInvalid(
      InputFault(file: file, place: place, expected: expected, found: found?.kind ?? "nothing"))
  }

  /// The object at `place` if it has no keys but `keys`.
  func object(_ value: JSONValue, place: String, keys: [String]) throws(ConversionError)
    -> JSONObject
  {
    guard let object = value.object else { throw error(place, "an object", value) }
    for (key, _) in object.entries where !keys.contains(key) {
      throw .recipeInvalid(
        InputFault(
          file: file, place: place, expected: "keys out of \(keys.joined(separator: ", "))",
          found: "the key \"\(key)\""))
    }
    return object
  }

  /// The size that the object asks for, if it does.
  func target(_ object: JSONObject) throws(ConversionError) -> SizeTarget? {
    if let value = object["target_bits_per_weight"] {
      guard object["target_bytes"] == nil else {
        throw error("target_bytes", "one target", value)
      }
      guard let bits = value.double, bits > 0, bits <= 32 else {
        throw error("target_bits_per_weight", "a number above 0 and up to 32", value)
      }
      return .bitsPerWeight(bits)
    }
    guard let value = object["target_bytes"] else { return nil }
    guard let count = value.integer, count > 0 else {
      throw error("target_bytes", "a number of bytes", value)
    }
    return .fileByteCount(count)
  }

  /// The keys that go with integer codes alone.
  private var schemeKeys: [String] { ["group_size", "zero_points", "scale_bits"] }

  func precision(_ value: JSONValue, place: String) throws(ConversionError) -> Precision {
    let object = try object(value, place: place, keys: ["bits"] + schemeKeys)
    let bits = object["bits"]
    if bits?.integer == 16 || bits?.integer == 32 {
      for key in schemeKeys {
        if let value = object[key] { throw error("\(place).\(key)", "4 or 8 bits with it", value) }
      }
      return bits?.integer == 16 ? .float16 : .float32
    }
    guard let bits = bits?.integer.flatMap(QuantizationScheme.Bits.init(rawValue:)) else {
      throw error("\(place).bits", "4, 8, 16 or 32", bits)
    }
    var scheme = QuantizationScheme(bits: bits, groupSize: .columns32, hasZeroPoints: false)
    if let value = object["group_size"] {
      guard
        let size = value.integer.flatMap(QuantizationScheme.GroupSize.init(rawValue:))
      else { throw error("\(place).group_size", "32, 64 or 128", value) }
      scheme.groupSize = size
    }
    if let value = object["zero_points"] {
      guard let has = value.bool else {
        throw error("\(place).zero_points", "true or false", value)
      }
      scheme.hasZeroPoints = has
    }
    if let value = object["scale_bits"] {
      guard let bits = value.integer.flatMap(QuantizationScheme.ScaleBits.init(rawValue:)),
        bits == .sixteen || scheme.hasZeroPoints
      else { throw error("\(place).scale_bits", "16, or 8 with zero points", value) }
      scheme.scaleBits = bits
    }
    return .quantized(scheme)
  }
}
