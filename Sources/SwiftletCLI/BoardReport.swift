import SwiftletJSON
import SwiftletMeasure
import SwiftletSystem

/// What `doctor` says of a machine, as JSON and for people.
struct BoardReport {
  let board: Board
  /// The kernel set that runs without `--kernels`.
  let kernels: String
  /// Threads without `--threads`.
  let threadCount: Int
  let storage: Storage?
  let findings: [BoardFinding]

  // MARK: - JSON

  var json: JSONValue {
    .object(
      JSONObject([
        ("model", text(board.model)),
        ("cores", .array(board.cores.map(json))),
        ("available_cores", .integer(board.availableCoreCount)),
        ("features", .array(board.features.map(JSONValue.string))),
        ("kernels", .string(kernels)),
        ("threads", .integer(threadCount)),
        ("page_bytes", .integer(board.pageByteCount)),
        ("memory_bytes", number(board.memory.totalByteCount)),
        ("available_memory_bytes", number(board.memory.availableByteCount)),
        ("memory_limit_bytes", number(board.memory.groupLimitByteCount)),
        ("swap", .array(board.swap.map(json))),
        ("clock_governor", text(board.clockGovernor)),
        ("clock_limit_percent", number(board.clockLimitPercentage)),
        ("temperatures", .array(board.temperatures.map(json))),
        ("power_sensors", .array(board.powerSensors.map(JSONValue.string))),
        ("throttling_bits", number(board.throttling?.rawValue)),
        ("storage", storage.map(json) ?? .null),
        ("findings", .array(findings.map(json))),
      ]))
  }

  private func number(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }

  private func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

  private func json(_ kind: CoreKind) -> JSONValue {
    .object(
      JSONObject([
        ("name", .string(kind.name)), ("cores", .array(kind.numbers.map(JSONValue.integer))),
        ("highest_khz", number(kind.highestKilohertz)),
      ]))
  }

  private func json(_ area: SwapArea) -> JSONValue {
    .object(
      JSONObject([
        ("name", .string(area.name)), ("bytes", .integer(area.byteCount)),
        ("used_bytes", .integer(area.usedByteCount)), ("is_memory", .bool(area.isMemory)),
      ]))
  }

  private func json(_ sensor: TemperatureSensor) -> JSONValue {
    .object(
      JSONObject([
        ("name", .string(sensor.name)), ("millidegrees", .integer(sensor.millidegrees)),
        ("critical_millidegrees", number(sensor.criticalMillidegrees)),
      ]))
  }

  private func json(_ storage: Storage) -> JSONValue {
    .object(
      JSONObject([
        ("device", text(storage.device)), ("kind", .string(storage.kind.rawValue)),
        ("bytes_per_second", storage.bytesPerSecond.map(JSONValue.number) ?? .null),
      ]))
  }

  private func json(_ finding: BoardFinding) -> JSONValue {
    .object(
      JSONObject([("problem", .bool(finding.isProblem)), ("text", .string(finding.text))]))
  }

  // MARK: - Text

  var text: String {
    var rows = [
      ["board", board.model ?? "unknown"],
      ["cores", board.cores.map(words).joined(separator: ", ")],
      ["kernels", "\(kernels), \(threadCount) threads"],
      ["pages", "\(board.pageByteCount / 1024) KiB"],
      ["memory", memory],
      ["swap", board.swap.isEmpty ? "none" : board.swap.map(words).joined(separator: ", ")],
    ]
    if let governor = board.clockGovernor { rows.append(["clock", governor]) }
    rows.append([
      "temperature",
      board.temperatures.isEmpty
        ? "no sensor" : board.temperatures.map(words).joined(separator: ", "),
    ])
    rows.append([
      "power",
      board.powerSensors.isEmpty ? "no sensor" : board.powerSensors.joined(separator: ", "),
    ])
    rows.append(["throttling", throttling])
    if let storage { rows.append(["disk", words(storage)]) }
    var lines = TextTable.lines(rows, leftAligned: [0, 1])
    lines.append("")
    if findings.isEmpty { lines.append("Nothing is wrong.") }
    lines += findings.map { ($0.isProblem ? "problem: " : "note: ") + $0.text }
    return lines.joined(separator: "\n")
  }

  private var memory: String {
    guard let total = board.memory.totalByteCount else { return "unknown" }
    var text = "\(mebibytes(total)) MiB"
    if let available = board.memory.availableByteCount {
      text += ", \(mebibytes(available)) MiB available"
    }
    if let limit = board.memory.groupLimitByteCount {
      text += ", limited to \(mebibytes(limit)) MiB by a control group"
    }
    return text
  }

  private var throttling: String {
    guard let state = board.throttling else { return "unknown" }
    let names: [(Throttling, String)] = [
      (.underVoltage, "under-voltage"), (.capped, "clock capped"), (.throttled, "clock lowered"),
      (.softTemperatureLimit, "soft temperature limit"),
    ]
    let now = names.filter { state.contains($0.0) }.map { $0.1 + " now" }
    let before = names.filter { state.before.contains($0.0) && !state.contains($0.0) }
      .map { $0.1 + " before" }
    return now.isEmpty && before.isEmpty ? "none" : (now + before).joined(separator: ", ")
  }

  private func words(_ kind: CoreKind) -> String {
    let clock = kind.highestKilohertz.map { " at \(Decimal.text(Double($0) / 1e6, digits: 2)) GHz" }
    return "\(kind.numbers.count) x \(kind.name)\(clock ?? "")"
  }

  private func words(_ area: SwapArea) -> String {
    "\(mebibytes(area.usedByteCount)) of \(mebibytes(area.byteCount)) MiB used of \(area.name)"
      + (area.isMemory ? " (compressed memory)" : "")
  }

  private func words(_ sensor: TemperatureSensor) -> String {
    "\(sensor.name) \(Decimal.text(Double(sensor.millidegrees) / 1000, digits: 1)) °C"
  }

  private func words(_ storage: Storage) -> String {
    let speed = storage.bytesPerSecond.map { ", reads \(Decimal.text($0 / 1e6, digits: 0)) MB/s" }
    return "\(storage.device ?? "no device"), \(storage.kind.rawValue)\(speed ?? "")"
  }

  private func mebibytes(_ byteCount: Int) -> String {
    Decimal.text(Double(byteCount) / 0x1p20, digits: 0)
  }
}
