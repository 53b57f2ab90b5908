/// A value of a template: what a conversation is made of, and what a rendering computes.
public enum TemplateValue {
  /// No value under that name; it prints as nothing and counts as false.
  case undefined(String)
  case none
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list(TemplateList)
  case mapping(TemplateMapping)
  /// A namespace, loop, macro or function of a rendering.
  case object(TemplateObject)

  /// A list of `items`.
  public static func list(of items: [TemplateValue]) -> TemplateValue { .list(TemplateList(items)) }

  /// A mapping with `entries` in this order; of equal keys the last value counts.
  public static func mapping(of entries: [(String, TemplateValue)]) -> TemplateValue {
    .mapping(TemplateMapping(entries))
  }

  /// How deep lists and mappings are nested in it.
  var depth: Int {
    switch self {
    case .list(let list): return list.depth
    case .mapping(let mapping): return mapping.depth
    default: return 0
    }
  }

  /// Whether it counts as true.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: return false
    case .boolean(let value): return value
    case .integer(let value): return value != 0
    case .number(let value): return value != 0
    case .string(let text): return !text.isEmpty
    case .list(let list): return !list.items.isEmpty
    case .mapping(let mapping): return !mapping.entries.isEmpty
    case .object: return true
    }
  }

  /// Its type as messages name it.
  var typeName: String {
    switch self {
    case .undefined(let name):
      return name.isEmpty ? "an undefined value" : "\(name), which is undefined"
    case .none: return "none"
    case .boolean: return "a boolean"
    case .integer, .number: return "a number"
    case .string: return "a text"
    case .list: return "a list"
    case .mapping: return "a mapping"
    case .object(let object): return object.typeName
    }
  }
}

/// A list of a template, which does not change.
public struct TemplateList {
  /// The values.
  public let items: [TemplateValue]
  let depth: Int
  /// Whether it prints with parentheses and equals no other kind of list.
  let isTuple: Bool

  /// A list of `items`.
  public init(_ items: [TemplateValue]) { self.init(items, isTuple: false) }

  init(_ items: [TemplateValue], isTuple: Bool) {
    self.items = items
    self.isTuple = isTuple
    depth = 1 + items.reduce(0) { max($0, $1.depth) }
  }
}

/// A mapping of a template, which does not change: texts to values, in order.
public struct TemplateMapping {
  /// Keys with their values, no key twice.
  public let entries: [(key: String, value: TemplateValue)]
  private let positions: [[UInt8]: Int]
  let depth: Int

  /// A mapping with `pairs` in this order; of equal keys the last value counts.
  public init(_ pairs: [(String, TemplateValue)]) {
    var entries: [(key: String, value: TemplateValue)] = []
    // By bytes: Swift's texts are equal under normalization, keys are not.
    var positions: [[UInt8]: Int] = [:]
    for (key, value) in pairs {
      if let position = positions[Array(key.utf8)] {
        entries[position].value = value
      } else {
        positions[Array(key.utf8)] = entries.count
        entries.append((key, value))
      }
    }
    self.entries = entries
    self.positions = positions
    depth = 1 + entries.reduce(0) { max($0, $1.value.depth) }
  }

  /// The value of `key`.
  public subscript(key: String) -> TemplateValue? {
    positions[Array(key.utf8)].map { entries[$0].value }
  }
}

/// What a rendering makes beside data; it lives as long as the rendering.
public final class TemplateObject {
  enum Content {
    case namespace([String: TemplateValue])
    case loop(LoopState)
    case macro(Macro)
    case function(Builtin)
    /// A method of a value, not called yet.
    case method(TemplateValue, String)
  }

  var content: Content

  init(_ content: Content) { self.content = content }

  var typeName: String {
    switch content {
    case .namespace: return "a namespace"
    case .loop: return "a loop"
    case .macro: return "a macro"
    case .function: return "a function"
    case .method: return "a method"
    }
  }

  var isCallable: Bool {
    switch content {
    case .macro, .function, .method: return true
    case .namespace, .loop: return false
    }
  }
}

/// Functions of every template.
enum Builtin: String, CaseIterable {
  case range, dict, namespace
  case raise = "raise_exception"
  case dateText = "strftime_now"
}

/// Where a loop is.
struct LoopState {
  var items: [TemplateValue]
  var index: Int
}
