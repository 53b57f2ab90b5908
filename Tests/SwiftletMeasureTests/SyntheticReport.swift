import SwiftletMeasure
import SwiftletRuntime

/// Reports of runs that never were, with every part that a report can have.
enum SyntheticReport {
  /// What is always there, and nothing else.
  static func least() -> MeasurementReport {
    MeasurementReport(
      program: "swiftlet 0.0", model: model(name: "Tiny-1M"),
      board: .init(model: nil, profile: nil, cores: [], memoryByteCount: nil),
      environment: .init(
        kernels: "scalar", threadCount: 1, kvFormat: "f16", context: 64, residency: "resident",
        governor: nil, system: nil),
      workload: .init(
        name: "nothing", summary: "", promptTokenCount: 0, generatedTokenCount: 0, turnCount: 0,
        repetitionCount: 0),
      memory: .init(
        capByteCount: nil, enforcedBy: nil, plan: MemoryPlan(entries: []),
        peak: .unavailable("the kernel does not say", unit: "B")))
  }

  static func model(name: String) -> MeasurementReport.Model {
    .init(
      name: name, file: "\(name).swiftlet", fileByteCount: 90 << 20,
      sha256: String(repeating: "0a", count: 32), parameterCount: 134_515_008,
      bitsPerWeight: 5.4, recipe: "int4", weightBytesPerToken: 90_000_000)
  }

  /// Three repetitions with a ten-fold of `rowCount` samples a second, power by two meters with gaps, heat that rises, and
  /// a clock that is lowered in the end.
  ///
  /// - Parameters:
  ///   - rowCount: samples.
  ///   - rate: decoded tokens per second of the first repetition.
  ///   - joulesPerToken: of decoding.
  /// - Returns: a report without a hole.
  static func whole(rowCount: Int = 600, rate: Double = 20, joulesPerToken: Double = 0.15)
    -> MeasurementReport
  {
    var report = least()
    report.program = "swiftlet 0.1"
    report.startedAt = "2026-11-26T16:15:00Z"
    report.model = model(name: "SmolLM2-135M-Instruct")
    report.board = .init(
      model: "Raspberry Pi 5 Model B Rev 1.0", profile: "pi-5", cores: ["4 x Cortex-A76"],
      memoryByteCount: 8 << 30)
    report.environment = .init(
      kernels: "neon_dotprod", threadCount: 4, kvFormat: "int8", context: 2048,
      residency: "resident", governor: "ondemand", system: "Linux 6.6.20")
    report.workload = .init(
      name: "ten-turn-chat", summary: "Ten turns of a chat.", promptTokenCount: 400,
      generatedTokenCount: 1280, turnCount: 10, repetitionCount: 3, durationSeconds: 60)
    report.memory = .init(
      capByteCount: 128 << 20, enforcedBy: "control group",
      plan: MemoryPlan(entries: [
        .init(owner: "process", byteCount: 7 << 20), .init(owner: "weights", byteCount: 86 << 20),
        .init(owner: "KV cache", byteCount: 22 << 20), .init(owner: "scratch", byteCount: 3 << 20),
      ]),
      peak: .measured(
        Double(119 << 20), unit: "B", source: "/proc/self/status VmHWM", covers: "this process"),
      groupPeak: .measured(
        Double(121 << 20), unit: "B", source: "memory.peak", covers: "control group"))
    report.meters = [
      .init(
        name: "rails", source: "firmware mailbox /dev/vcio", covers: "rails", readCount: rowCount,
        failedReadCount: 3),
      .init(
        name: "ina226", source: "/sys/class/hwmon/hwmon2", covers: "board", readCount: rowCount / 2,
        failedReadCount: rowCount / 2, fault: "the sensor vanished"),
    ]
    report.idle = .init(
      seconds: 10,
      power: .measured(
        2.7, unit: "W", source: "firmware mailbox /dev/vcio", covers: "rails", interval: 2.6...2.8))
    report.phases = phases(rate: rate, joulesPerToken: joulesPerToken)
    report.thermal = thermal
    report.samples = samples(rowCount)
    report.spans = spans(seconds: Double(rowCount) / 10)
    report.sampler = .init(
      intervalSeconds: 0.1, sampleCount: rowCount, missedCount: 2,
      share: .measured(0.3, unit: "%", source: "thread clock", covers: "sampling thread"))
    report.battery = .init(
      wattHours: 37,
      tokensPerCharge: .modelled(
        37 * 3600 / joulesPerToken,
        interval: 0.8 * 133_200 / joulesPerToken...1.2 * 133_200
          / joulesPerToken, unit: "tokens", source: "capacity over joules per token",
        covers: "rails"))
    report.warnings = ["The firmware lowered the clock during the workload."]
    return report
  }

  private static func phases(rate: Double, joulesPerToken: Double) -> [MeasurementReport.Phase] {
    var load = MeasurementReport.Phase(
      name: .load, tokenCount: 0,
      duration: .measured(1.5, unit: "s", source: "clock", covers: "this process"))
    load.energy = .measured(6, unit: "J", source: "rails", covers: "rails", interval: 5.7...6.3)
    var prefill = MeasurementReport.Phase(
      name: .prefill, tokenCount: 1200,
      duration: .measured(4, unit: "s", source: "clock", covers: "this process"))
    prefill.tokensPerSecond = .measured(
      repetitions: [290, 300, 310], unit: "tokens/s", source: "clock", covers: "prefill")
    prefill.energy = .measured(30, unit: "J", source: "rails", covers: "rails")
    prefill.energyPerToken = .modelled(
      0.025, interval: 0.015...0.04, unit: "J/token", source: "pi-5", covers: "board")
    var decode = MeasurementReport.Phase(
      name: .decode, tokenCount: 3840,
      duration: .measured(3840 / rate, unit: "s", source: "clock", covers: "this process"))
    decode.tokensPerSecond = .measured(
      repetitions: [rate, rate * 1.02, rate * 0.97], unit: "tokens/s", source: "clock",
      covers: "decode")
    decode.energy = .measured(
      3840 * joulesPerToken, unit: "J", source: "rails", covers: "rails")
    decode.energyAboveIdle = .measured(
      3840 * joulesPerToken * 0.6, unit: "J", source: "rails less idle", covers: "rails")
    decode.energyPerToken = .measured(
      repetitions: [joulesPerToken, joulesPerToken * 1.05, joulesPerToken * 0.96],
      unit: "J/token", source: "rails", covers: "rails")
    decode.meterEnergies = [
      decode.energy, .unavailable("the sensor vanished", unit: "J", covers: "board"),
    ]
    decode.counters = [
      .init(
        name: "instructions",
        figure: .measured(1.03e11, unit: "1", source: "perf_event_open", covers: "this process")),
      .init(
        name: "cycles",
        figure: .unavailable(
          "the kernel allows none: sysctl kernel.perf_event_paranoid=1 would", unit: "1")),
    ]
    decode.work = .init(
      multiplyAccumulateCount: 3840 * 134_479_872, weightByteCount: 3840 * 90_000_000,
      kvByteCount: 3840 * 11_000_000, activationByteCount: 3840 * 700_000)
    return [load, prefill, decode]
  }

  private static var thermal: MeasurementReport.Thermal {
    func state(_ celsius: Double, _ hertz: Double, _ flags: [String])
      -> MeasurementReport.Thermal.State
    {
      .init(
        celsius: .measured(celsius, unit: "°C", source: "cpu-thermal", covers: "processor"),
        clock: .measured(hertz, unit: "Hz", source: "scaling_cur_freq", covers: "cpu0"),
        throttling: flags)
    }
    var thermal = MeasurementReport.Thermal()
    thermal.before = state(48, 1.5e9, [])
    thermal.during = state(83, 1.8e9, ["frequency capped", "throttled"])
    thermal.after = state(80, 2.4e9, [])
    return thermal
  }

  static func samples(_ rowCount: Int) -> SampleSeries {
    let times = (0..<rowCount).map { Double($0) / 10 }
    func column(
      _ quantity: SampleSeries.Quantity, _ name: String = "", _ value: (Double) -> Double?
    ) -> SampleSeries.Column {
      // The share of the run that is over, from 0 to 1.
      .init(
        quantity: quantity, name: name,
        values: times.map { value($0 * 10 / Double(max(1, rowCount - 1))) })
    }
    // Every seventh is not seen.
    func gaps(_ share: Double, _ value: Double) -> Double? {
      Int(share * Double(rowCount)) % 7 == 3 ? nil : value
    }
    let mebibyte = Double(1 << 20)
    return SampleSeries(
      times: times,
      columns: [
        column(.residentBytes) { min(119, 10 + 1500 * $0) * mebibyte },
        column(.ownerBytes, "weights") { min(86, 1500 * $0) * mebibyte },
        column(.ownerBytes, "KV cache") { ($0 > 0.05 ? 22 : 0) * mebibyte },
        column(.ownerBytes, "scratch") { ($0 > 0.05 ? 3 : 0) * mebibyte },
        column(.tokens) { ($0 * Double(rowCount) * 2).rounded(.down) },
        column(.watts, "rails") { gaps($0, 5 + 2 * $0 + ($0 < 0.05 ? -2 : 0)) },
        column(.watts, "ina226") { $0 < 0.5 ? 6.5 + $0 : nil },
        column(.celsius, "cpu-thermal") { 48 + 35 * (1 - 1 / (1 + 6 * $0)) },
        column(.hertz, "cpu0") { $0 > 0.8 ? 1.8e9 : 2.4e9 },
        column(.throttling) { $0 > 0.8 ? 6 : 0 },
      ])
  }

  private static func spans(seconds: Double) -> [MeasurementReport.Span] {
    var spans: [MeasurementReport.Span] = [
      .init(
        phase: .load, repetition: 0, turn: 0, startSeconds: 0, seconds: 0.03 * seconds,
        tokenCount: 0, joules: 6)
    ]
    for repetition in 0..<3 {
      let start = seconds * (0.05 + 0.31 * Double(repetition))
      spans.append(
        .init(
          phase: .prefill, repetition: repetition, turn: 0, startSeconds: start,
          seconds: 0.06 * seconds, tokenCount: 400, joules: nil))
      spans.append(
        .init(
          phase: .decode, repetition: repetition, turn: 0, startSeconds: start + 0.06 * seconds,
          seconds: 0.24 * seconds, tokenCount: 1280, joules: 190))
    }
    return spans
  }
}
