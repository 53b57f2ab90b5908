import SwiftletFormat
import SwiftletJSON
import SwiftletSystem

extension JSONValue {
  /// A metadata table as a JSON object, keys in their order.
  init(_ table: MetadataTable) {
    self = .object(JSONObject(table.entries.map { ($0.key, JSONValue($0.value)) }))
  }

  /// A metadata value; bytes become a list of numbers.
  init(_ value: MetadataValue) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(Int(value))
    case .float(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .data(let value): self = .array(value.map { .integer(Int($0)) })
    case .bools(let values): self = .array(values.map { .bool($0) })
    case .integers(let values): self = .array(values.map { .integer(Int($0)) })
    case .floats(let values): self = .array(values.map { .number($0) })
    case .strings(let values): self = .array(values.map { .string($0) })
    }
  }

  /// The value on one line for people: strings without quotes, lists with commas.
  var plainText: String {
    switch self {
    case .string(let value): return InputFault.escaped(value)
    case .array(let values): return values.map(\.plainText).joined(separator: ", ")
    default: return text
    }
  }
}
