internal import SwiftletRuntime

extension ReportPage {
  /// Every figure of the report, with how it came to be.
  var figureTables: String {
    var html = "<section><h2>All figures</h2>"
    for phase in report.phases { html += table(of: phase) }
    var rows: [(String, Figure)] = [("Peak of the process", report.memory.peak)]
    if let group = report.memory.groupPeak { rows.append(("Peak of the control group", group)) }
    if let idle = report.idle {
      rows.append(("Idle power, watched for \(Figure.text(idle.seconds)) s", idle.power))
    }
    if let battery = report.battery {
      rows.append(
        ("Decoded tokens from \(Figure.text(battery.wattHours)) Wh", battery.tokensPerCharge))
    }
    if let sampler = report.sampler {
      rows.append(("Share of a core that sampling took", sampler.share))
    }
    html += PageFrame.table("Memory, idle power, sampling", rows)
    html += thermalTable + workTable
    return html + "</section>"
  }

  private func table(of phase: MeasurementReport.Phase) -> String {
    var rows: [(String, Figure)] = [("Time", phase.duration)]
    if let speed = phase.tokensPerSecond { rows.append(("Speed", speed)) }
    rows.append(("Energy", phase.energy))
    rows.append(("Energy beyond idle", phase.energyAboveIdle))
    if let energy = phase.energyPerToken { rows.append(("Energy per token", energy)) }
    for (number, figure) in phase.meterEnergies.enumerated() {
      let meter = number < report.meters.count ? report.meters[number].name : "meter \(number + 1)"
      rows.append(("Energy by \(meter)", figure))
    }
    rows += phase.counters.map {
      (HTML.capitalized($0.name.replacing("_", with: " ")), $0.figure)
    }
    let tokens = phase.name == .load ? "" : ", \(phase.tokenCount) tokens"
    return PageFrame.table(HTML.capitalized(phase.name.rawValue) + tokens, rows)
  }

  private var thermalTable: String {
    var rows: [(String, Figure)] = []
    let states = [
      ("before", report.thermal.before), ("during", report.thermal.during),
      ("after", report.thermal.after),
    ]
    for (name, state) in states {
      guard let state else { continue }
      rows.append(("Temperature \(name)", state.celsius))
      rows.append(("Clock \(name)", state.clock))
    }
    var html = rows.isEmpty ? "" : PageFrame.table("Heat and clock", rows)
    let flags = states.compactMap { name, state in
      state?.throttling.map {
        ("Clock held down \(name)", $0.isEmpty ? "no" : $0.joined(separator: ", "))
      }
    }
    if !flags.isEmpty { html += PageFrame.facts(nil, flags) }
    return html
  }

  /// The plan, owner by owner, and the peak that came.
  var planCard: String? {
    let plan = report.memory.plan
    guard !plan.entries.isEmpty else { return nil }
    var facts = plan.entries.map { ($0.owner, PageFrame.mebibytes(Double($0.byteCount))) }
    facts.append(("in all", PageFrame.mebibytes(Double(plan.peakByteCount))))
    if let peak = report.memory.peak.value {
      facts.append(("peak that came", PageFrame.mebibytes(peak)))
    }
    if let cap = report.memory.capByteCount {
      facts.append(("cap", PageFrame.mebibytes(Double(cap))))
    }
    return "<div class=\"card\">\(PageFrame.facts("Planned, owner by owner", facts))</div>"
  }

  /// What the runtime counted, per token.
  private var workTable: String {
    var html = ""
    for phase in report.phases {
      guard let work = phase.work, phase.tokenCount > 0 else { continue }
      let tokens = Double(phase.tokenCount)
      func perToken(_ count: Int) -> String { Figure.text(Double(count) / tokens) }
      html += PageFrame.facts(
        "Counted exactly, per token of \(phase.name.rawValue)",
        [
          ("Multiply-accumulates", perToken(work.multiplyAccumulateCount)),
          ("Bytes of weights", perToken(work.weightByteCount)),
          ("Bytes of keys and values", perToken(work.kvByteCount)),
          ("Bytes of activations", perToken(work.activationByteCount)),
        ])
    }
    return html
  }

  /// What was run, where, and how.
  var conditions: String {
    let (model, board, environment) = (report.model, report.board, report.environment)
    func facts(_ pairs: [(String, String?)]) -> [(String, String)] {
      pairs.compactMap { name, value in value.map { (name, $0) } }
    }
    var html = "<section><h2>Conditions</h2>"
    html += PageFrame.facts(
      "Model",
      facts([
        ("Name", model.name), ("File", model.file),
        ("Size of the file", PageFrame.mebibytes(Double(model.fileByteCount))),
        ("SHA-256", model.sha256), ("Parameters", "\(model.parameterCount)"),
        ("Bits per weight", Figure.text(model.bitsPerWeight)), ("Recipe", model.recipe),
        (
          "Weights read per generated token",
          PageFrame.mebibytes(Double(model.weightBytesPerToken))
        ),
      ]))
    html += PageFrame.facts(
      "Board",
      facts([
        ("Board", board.title), ("Board file", board.profile),
        ("Cores", board.cores.isEmpty ? nil : board.cores.joined(separator: ", ")),
        ("Memory", board.memoryByteCount.map { PageFrame.mebibytes(Double($0)) }),
        ("System", environment.system), ("Clock's governor", environment.governor),
      ]))
    html += PageFrame.facts(
      "Run",
      facts([
        ("Kernels", environment.kernels), ("Threads", "\(environment.threadCount)"),
        ("Keys and values", environment.kvFormat), ("Context", "\(environment.context) tokens"),
        ("Weights", environment.residency),
        (
          "Memory cap", report.memory.capByteCount.map { PageFrame.mebibytes(Double($0)) } ?? "none"
        ),
        ("Enforced by", report.memory.enforcedBy),
        (
          "Workload",
          "\(report.workload.turnCount) turns, \(report.workload.promptTokenCount) prompt tokens, "
            + "\(report.workload.generatedTokenCount) generated; \(report.workload.repetitionCount) times"
        ),
        ("Duration asked for", report.workload.durationSeconds.map { "\(Figure.text($0)) s" }),
        (
          "Sampling",
          report.sampler.map {
            "every \(Figure.text($0.intervalSeconds)) s, \($0.sampleCount) samples, \($0.missedCount) missed"
          }
        ),
      ]))
    for meter in report.meters {
      html += PageFrame.facts(
        "Meter \(meter.name)",
        facts([
          ("Covers", meter.covers), ("Read from", meter.source),
          ("Reads", "\(meter.readCount), \(meter.failedReadCount) failed"),
          ("Fault", meter.fault),
        ]))
    }
    return html + "</section>"
  }
}
