/// A template's expression.
indirect enum Expression {
  case none
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case name(String, line: Int)
  case list([Expression])
  /// A list that prints with parentheses and equals no other kind of list.
  case tuple([Expression])
  case mapping([(key: Expression, value: Expression)])
  /// `x.name`
  case attribute(Expression, String, line: Int)
  /// `x[i]`
  case item(Expression, Expression, line: Int)
  /// `x[a:b:c]`
  case slice(Expression, Expression?, Expression?, Expression?, line: Int)
  case call(Expression, [Argument], line: Int)
  /// `x | name(...)`; without a value in a filtered block.
  case filter(Expression, Filter, [Argument], line: Int)
  case test(Expression, Test, [Expression], line: Int)
  case not(Expression)
  case negative(Expression, line: Int)
  case positive(Expression, line: Int)
  case binary(BinaryOperator, Expression, Expression, line: Int)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case comparison(Expression, [(ComparisonOperator, Expression)], line: Int)
  /// `a if condition else b`
  case conditional(condition: Expression, Expression, Expression?)

  /// A value given to a call, by place or by name.
  struct Argument {
    var name: String?
    var value: Expression
  }
}

/// An operator that makes a value of two.
enum BinaryOperator: UInt8, CaseIterable {
  case add, subtract, multiply, divide, floorDivide, modulo, power, concatenate
}

/// An operator that compares two values.
enum ComparisonOperator: UInt8, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contains, containsNot
}

/// A filter that templates may use; the numbers are those of the compiled form.
enum Filter: UInt8, CaseIterable {
  case absolute = 0
  case capitalize, count, defaultValue, dictsort, escape, first, float, indent, int, items, join
  case last, list, lower, map, maximum, minimum, reject, rejectattr, replace, reverse, round, safe
  case select, selectattr, sort, string, sum, title, tojson, trim, unique, upper

  /// By the names that templates use.
  static let named: [String: Filter] = [
    "abs": .absolute, "capitalize": .capitalize, "count": .count, "length": .count,
    "default": .defaultValue, "d": .defaultValue, "dictsort": .dictsort, "escape": .escape,
    "e": .escape, "first": .first, "float": .float, "indent": .indent, "int": .int, "items": .items,
    "join": .join, "last": .last, "list": .list, "lower": .lower, "map": .map, "max": .maximum,
    "min": .minimum, "reject": .reject, "rejectattr": .rejectattr, "replace": .replace,
    "reverse": .reverse, "round": .round, "safe": .safe, "select": .select,
    "selectattr": .selectattr, "sort": .sort, "string": .string, "sum": .sum, "title": .title,
    "tojson": .tojson, "trim": .trim, "unique": .unique, "upper": .upper,
  ]

  /// Filters of the language that Swiftlet does not have.
  static let unsupported: Set<String> = [
    "attr", "batch", "center", "filesizeformat", "forceescape", "format", "groupby", "pprint",
    "random", "slice", "striptags", "truncate", "urlencode", "urlize", "wordcount", "wordwrap",
    "xmlattr",
  ]
}

/// A test that templates may use; the numbers are those of the compiled form.
enum Test: UInt8, CaseIterable {
  case boolean = 0
  case callable, defined, divisibleby, equal, even, `false`, float, greaterOrEqual, greater,
    contained
  case integer, iterable, lessOrEqual, lower, less, mapping, notEqual, none, number, odd, sameas
  case sequence, string, `true`, undefined, upper

  /// By the names that templates use.
  static let named: [String: Test] = [
    "boolean": .boolean, "callable": .callable, "defined": .defined, "divisibleby": .divisibleby,
    "eq": .equal, "equalto": .equal, "==": .equal, "even": .even, "false": .false, "float": .float,
    "ge": .greaterOrEqual, ">=": .greaterOrEqual, "gt": .greater, "greaterthan": .greater,
    ">": .greater, "in": .contained, "integer": .integer, "iterable": .iterable,
    "le": .lessOrEqual, "<=": .lessOrEqual, "lower": .lower, "lt": .less, "lessthan": .less,
    "<": .less, "mapping": .mapping, "ne": .notEqual, "!=": .notEqual, "none": .none,
    "number": .number, "odd": .odd, "sameas": .sameas, "sequence": .sequence, "string": .string,
    "true": .true, "undefined": .undefined, "upper": .upper,
  ]

  /// How many values it takes beside the tested one.
  var argumentCount: Int {
    switch self {
    case .divisibleby, .equal, .greaterOrEqual, .greater, .contained, .lessOrEqual, .less,
      .notEqual,
      .sameas:
      return 1
    default: return 0
    }
  }
}
