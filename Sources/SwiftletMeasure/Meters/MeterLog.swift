internal import SwiftletSystem

/// The log of an external meter: comma-separated values with times, laid beside the samples by the clock.
///
/// The first line names columns. One is called `time` or `timestamp` and has seconds since 1970, with a fraction;
/// another `watts` or `power_w`, or there are `volts` and `amperes`. Other columns are ignored.
public struct MeterLog: Sendable {
  /// A row.
  public struct Row: Equatable, Sendable {
    /// Seconds since 1970.
    public var seconds: Double
    /// The power.
    public var watts: Double
  }

  /// The largest log in bytes.
  static let byteLimit = 256 << 20

  /// The file.
  public let file: String
  /// The rows; times never fall.
  public let rows: [Row]

  /// Reads a log.
  ///
  /// - Throws: `MeasurementError`.
  public static func read(path: String) throws(MeasurementError) -> MeterLog {
    var bytes: [UInt8]?
    do throws(ByteSourceError) {
      let source = try FileByteSource(path: path)
      if source.byteCount <= byteLimit { bytes = try source.bytes(at: 0, count: source.byteCount) }
    } catch {
      throw .unreadable(error)
    }
    guard let bytes else {
      throw .tooLarge(
        InputFault(file: path, place: "", expected: "at most \(byteLimit) bytes", found: "more"))
    }
    return try MeterLog(bytes, file: path)
  }

  /// Parses the text of a log.
  ///
  /// - Throws: `.valueInvalid` with the line.
  public init(_ bytes: [UInt8], file: String) throws(MeasurementError) {
    self.file = file
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    func fields(_ line: ArraySlice<UInt8>) -> [String] {
      line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
        let text = String(decoding: $0, as: UTF8.self)
        return String(
          text.trimmingPrefix { $0 == " " || $0 == "\"" }.prefix { !" \"\r".contains($0) })
      }
    }
    func fault(_ line: Int, _ expected: String, _ found: String) -> MeasurementError {
      .valueInvalid(
        InputFault(file: file, place: "line \(line + 1)", expected: expected, found: found))
    }
    let names = lines.first.map { fields($0).map { $0.lowercased() } } ?? []
    func column(_ candidates: String...) -> Int? { names.firstIndex { candidates.contains($0) } }
    guard let time = column("time", "timestamp", "seconds") else {
      throw fault(0, "a column called time or timestamp", "none")
    }
    let power = column("watts", "power_w", "power", "w")
    let (voltage, current) = (
      column("volts", "voltage_v", "v"), column("amperes", "current_a", "a")
    )
    guard power != nil || (voltage != nil && current != nil) else {
      throw fault(0, "a column called watts, or volts and amperes", "none")
    }
    var rows: [Row] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy({ $0 <= 0x20 }) {
      let values = fields(line)
      func number(_ column: Int) throws(MeasurementError) -> Double {
        guard column < values.count, let value = Double(values[column]), value.isFinite,
          abs(value) < 1e12
        else {
          throw fault(
            index, "a number in column \(column + 1)",
            column < values.count ? values[column] : "none")
        }
        return value
      }
      let seconds = try number(time)
      guard seconds >= rows.last?.seconds ?? seconds else {
        throw fault(index, "times that never fall", "\(seconds)")
      }
      var watts = 0.0
      if let power {
        watts = try number(power)
      } else if let voltage, let current {
        watts = try number(voltage) * number(current)
      }
      guard watts >= 0 else { throw fault(index, "a power of 0 or more", "\(watts)") }
      rows.append(Row(seconds: seconds, watts: watts))
    }
    self.rows = rows
  }

  /// The log on the samples' clock, of which second 0 was at `startSeconds` since 1970.
  public func trace(startSeconds: Double) -> MeterTrace {
    // Cheap meters log once a second, and skip some.
    var trace = MeterTrace(gapLimit: 5)
    for row in rows { trace.add(.watts(row.watts), at: row.seconds - startSeconds) }
    return trace
  }
}
