internal import SwiftletSystem

extension Figure {
  /// The number for people, with the ends of its interval in brackets; without a number `-`.
  ///
  /// The unit is not part of it.
  public var text: String {
    guard let value else { return "-" }
    guard let interval, interval.lowerBound < interval.upperBound else {
      return Figure.text(value)
    }
    return
      "\(Figure.text(value)) (\(Figure.text(interval.lowerBound)) to \(Figure.text(interval.upperBound)))"
  }

  /// The same in the unit that people say: bytes in MiB, hertz in GHz or MHz, counts without a unit.
  var said: Figure {
    switch unit {
    case "B": return scaled(by: 1 / 0x1p20, unit: "MiB")
    case "Hz":
      return (value ?? 0) >= 1e9 ? scaled(by: 1e-9, unit: "GHz") : scaled(by: 1e-6, unit: "MHz")
    case "1": return scaled(by: 1, unit: "")
    default: return self
    }
  }

  /// The number, its interval and its unit, as people say them; without a number `not available`.
  public var phrase: String {
    guard value != nil else { return "not available" }
    let said = said
    return said.unit.isEmpty ? said.text : "\(said.text) \(said.unit)"
  }

  /// A number with three significant digits, or all digits before the point.
  public static func text(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    guard abs(value) >= 1e-6, abs(value) < 1e9 else { return scientific(value) }
    var (digits, scaled) = (0, abs(value))
    while scaled < 99.95, digits < 8 {
      scaled *= 10
      digits += 1
    }
    return Decimal.text(value, digits: digits)
  }

  /// Like `1.03e11`.
  private static func scientific(_ value: Double) -> String {
    var (exponent, mantissa) = (0, abs(value))
    while mantissa >= 9.995 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 0.9995 {
      mantissa *= 10
      exponent -= 1
    }
    return (value < 0 ? "-" : "") + Decimal.text(mantissa, digits: 2) + "e\(exponent)"
  }
}
