import SwiftletJSON
import SwiftletSystem

/// What one kernel of one set took for one shape.
struct Measurement {
  let set: String
  /// What the kernel does and on what, whatever the set.
  let contract: String
  let shape: String
  let timing: Timing
  /// Bytes of weights, or of a vector's operands, that one call reads and writes.
  let byteCount: Int
  /// Multiply-adds of one call; 0 where speed is better told in bytes.
  let multiplyAdds: Int

  /// Nanoseconds to a tenth.
  private static func value(_ nanoseconds: Double) -> JSONValue {
    .number((nanoseconds * 10).rounded() / 10)
  }

  var json: JSONValue {
    .object(
      JSONObject([
        ("set", .string(set)), ("contract", .string(contract)), ("shape", .string(shape)),
        ("median_nanoseconds", Measurement.value(timing.median)),
        (
          "range_nanoseconds",
          .array([timing.nanoseconds[0], timing.nanoseconds.last ?? 0].map(Measurement.value))
        ),
        ("bytes", .integer(byteCount)), ("multiply_adds", .integer(multiplyAdds)),
      ]))
  }

  static let heading = ["set", "kernel", "shape", "ns", "from", "to", "GB/s", "GMAC/s"]

  var cells: [String] {
    let nanoseconds = [timing.median, timing.nanoseconds[0], timing.nanoseconds.last ?? 0]
    return [set, contract, shape] + nanoseconds.map { Decimal.text($0, digits: 0) } + [
      Decimal.text(Double(byteCount) / timing.median, digits: 1),
      multiplyAdds > 0 ? Decimal.text(Double(multiplyAdds) / timing.median, digits: 1) : "-",
    ]
  }
}
