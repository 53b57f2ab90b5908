/// Texts as the template language's reference, Python, treats them: sequences of code points, equal if their bytes are.
enum PythonText {
  /// A text of code points.
  static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

  static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isXIDStart
  }

  /// What `str.isspace` holds for white space.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9...13, 28...32, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      return true
    default: return false
    }
  }

  /// Whether the bytes are equal; Swift's own comparison is one of normalized texts.
  static func equal(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

  /// Whether `left` comes before `right` in the order of code points.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// `text` without the code points of `set` at its ends, white space without a set.
  static func strip(_ text: String, _ set: String?, left: Bool = true, right: Bool = true) -> String
  {
    let set = set.map { Set($0.unicodeScalars) }
    func isStripped(_ scalar: Unicode.Scalar) -> Bool {
      set.map { $0.contains(scalar) } ?? isSpace(scalar)
    }
    var view = Substring(text).unicodeScalars
    if left { while let first = view.first, isStripped(first) { view.removeFirst() } }
    if right { while let last = view.last, isStripped(last) { view.removeLast() } }
    return string(view)
  }

  /// Where `part` begins in `bytes`, from `start` on.
  static func find(_ part: [UInt8], in bytes: [UInt8], from start: Int = 0) -> Int? {
    guard bytes.count - start >= part.count else { return nil }
    if part.isEmpty { return start }
    return (start...bytes.count - part.count).first { index in
      bytes[index] == part[0] && bytes[index..<index + part.count].elementsEqual(part)
    }
  }

  /// Where the last `part` in the first `end` of `bytes` begins.
  static func findLast(_ part: [UInt8], in bytes: [UInt8], before end: Int) -> Int? {
    guard end >= part.count else { return nil }
    if part.isEmpty { return end }
    return stride(from: end - part.count, through: 0, by: -1).first { index in
      bytes[index] == part[0] && bytes[index..<index + part.count].elementsEqual(part)
    }
  }

  static func contains(_ text: String, _ part: String) -> Bool {
    find(Array(part.utf8), in: Array(text.utf8)) != nil
  }

  /// The pieces between `separator`s, at most `limit` cuts from the left.
  static func split(_ text: String, separator: String, limit: Int) -> [String] {
    let bytes = Array(text.utf8)
    let part = Array(separator.utf8)
    var result: [String] = []
    var start = 0
    while result.count < limit, let index = find(part, in: bytes, from: start) {
      result.append(String(decoding: bytes[start..<index], as: UTF8.self))
      start = index + part.count
    }
    result.append(String(decoding: bytes[start...], as: UTF8.self))
    return result
  }

  /// The pieces between `separator`s, at most `limit` cuts from the right.
  static func splitFromRight(_ text: String, separator: String, limit: Int) -> [String] {
    let bytes = Array(text.utf8)
    let part = Array(separator.utf8)
    var result: [String] = []
    var end = bytes.count
    while result.count < limit, let index = findLast(part, in: bytes, before: end) {
      result.append(String(decoding: bytes[index + part.count..<end], as: UTF8.self))
      end = index
    }
    result.append(String(decoding: bytes[..<end], as: UTF8.self))
    return result.reversed()
  }

  /// The words between white space, at most `limit` cuts; what is left over is stripped on the left.
  static func words(_ text: String, limit: Int) -> [String] {
    var result: [String] = []
    var rest = Substring(text).unicodeScalars.drop(while: isSpace)
    while !rest.isEmpty {
      guard result.count < limit else {
        result.append(strip(string(rest), nil, left: false))
        break
      }
      let word = rest.prefix { !isSpace($0) }
      result.append(string(word))
      rest = rest.dropFirst(word.count).drop(while: isSpace)
    }
    return result
  }

  static func replace(_ text: String, _ old: String, with new: String, limit: Int) -> String {
    guard !old.isEmpty else {
      var result = ""
      var count = 0
      for scalar in text.unicodeScalars {
        if count < limit { result += new }
        count += 1
        result.unicodeScalars.append(scalar)
      }
      return count < limit ? result + new : result
    }
    return split(text, separator: old, limit: limit).joined(separator: new)
  }

  /// The first letter large and all others small.
  static func capitalize(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return "" }
    return first.properties.titlecaseMapping
      + string(text.unicodeScalars.dropFirst()).lowercased()
  }

  /// The first letter of each word large and all others small.
  static func title(_ text: String) -> String {
    var result = ""
    var isInside = false
    for scalar in text.unicodeScalars {
      let isCased = scalar.properties.isCased
      result +=
        isCased && !isInside
        ? scalar.properties.titlecaseMapping
        : isCased ? scalar.properties.lowercaseMapping : String(scalar)
      isInside = isCased
    }
    return result
  }
}

extension PythonText {
  /// Whether `text` has letters with a case, and all of one.
  static func isCased(_ text: String, upper: Bool) -> Bool {
    var hasCased = false
    for scalar in text.unicodeScalars where scalar.properties.isCased {
      guard upper ? scalar.properties.isUppercase : scalar.properties.isLowercase else {
        return false
      }
      hasCased = true
    }
    return hasCased
  }
}
