public import SwiftletJSON

extension TemplateValue {
  /// A JSON value as templates see it.
  public init(_ json: JSONValue) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .boolean(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .string(let text): self = .string(text)
    case .array(let items): self = .list(of: items.map { TemplateValue($0) })
    case .object(let object):
      self = .mapping(of: object.entries.map { ($0.key, TemplateValue($0.value)) })
    }
  }
}
