/// Numbers as text with a fixed number of decimals, which the standard library cannot do alone.
public enum Decimal {
  /// `value` rounded to `digits` decimals.
  ///
  /// - Parameters:
  ///   - value: Any value; one that is not finite or beyond 10^15 is written as Swift writes it.
  ///   - digits: Decimals, 0 to 9.
  /// - Returns: The digits, with a point if there are decimals.
  public static func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let sign = value < 0 ? "-" : ""
    // 2^64 is 1.8e19; the caller's values are far below 1e15, so shrink the decimals rather than overflow.
    var unit: UInt64 = 1
    for _ in 0..<max(0, min(digits, 9)) where abs(value) * Double(unit) < 1e17 { unit *= 10 }
    let scaled = UInt64(abs(value) * Double(unit) + 0.5)
    let whole = String(scaled / unit)
    guard unit > 1 else { return sign + whole }
    let fraction = String(scaled % unit + unit).dropFirst()
    return "\(sign)\(whole).\(fraction)"
  }
}
