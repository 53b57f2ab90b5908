import SwiftletArchitecture
import SwiftletConvert
import SwiftletFormat
import SwiftletMeasure
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import SwiftletTokenizer

/// One measurement: idle power, loading, the workload, and the report of it all.
struct Measurement: ~Copyable {
  let engineArguments: EngineArguments
  let options: EngineOptions
  let workload: Workload
  let profile: BoardProfile?
  let meterLog: String?
  let idleSeconds: Double
  let rate: Double
  let rowLimit: Int
  let batteryWattHours: Double?
  let promptFile: String?
  let root: String

  /// Counters at a moment.
  private typealias Counts = [HardwareCounters.Event: Double]

  func run() throws -> MeasurementReport {
    // Before any thread is started: only threads that begin later are counted.
    let counters = HardwareCounters()
    let source = try FileByteSource(path: engineArguments.file)
    let model = try BlobModel(source: source)
    let digest = SHA256.hexadecimal(model.reader.header.digest)
    let meters = MachineMeters.all(root: root)
    let sampler = BoardSampler(interval: 1 / rate, rowLimit: rowLimit, meters: meters, root: root)
    let startedAt = WallClock.secondsSince1970
    let startSeconds = sampler.now
    let machine = SwiftletSystem.Board.current(root: root)
    let before = sampler.state
    guard sampler.begin() else {
      throw CommandFailure(
        status: .internalError, description: "the system gives no thread for sampling")
    }
    let hasIdle = !meters.isEmpty && idleSeconds > 0
    if hasIdle { pause(until: sampler.now + idleSeconds, sampler) }
    let idleEnd = sampler.now

    var options = options
    options.measurementByteCount = BoardSampler.byteCount(
      rowLimit: rowLimit, meterCount: meters.count)
    let loadStart = sampler.now
    let countsBeforeLoad = read(counters)
    let engine = try engineArguments.engine(options)
    let loadSeconds = sampler.now - loadStart
    sampler.watch(engine.budget)
    let countsAfterLoad = read(counters)

    var run = WorkloadRun(workload, model: model, kvFormat: engine.cache.shape.format)
    var phaseCounts: [MeasurementReport.PhaseName: Counts] = [
      .load: difference(countsAfterLoad, countsBeforeLoad)
    ]
    let ids = try prompt(engine)
    var last = read(counters)
    let isDone = try engineArguments.explaining {
      try run.run(
        on: engine, prompt: ids, now: { sampler.now }, tokens: sampler.setTokenCount,
        phaseEnded: { phase in
          let counts = read(counters)
          phaseCounts[phase] = sum(phaseCounts[phase] ?? [:], difference(counts, last))
          last = counts
        }, isCancelled: { Interrupts.wasRequested })
    }
    let record = sampler.end()
    let after = sampler.state
    guard isDone else { throw CommandFailure(status: .interrupted, description: "interrupted") }

    let profile = profile ?? machine.model.flatMap { BoardProfile.matching(model: $0) }
    var spans = [
      MeasurementReport.Span(
        phase: .load, repetition: 0, turn: 0, startSeconds: loadStart, seconds: loadSeconds,
        tokenCount: 0)
    ]
    spans += run.spans
    var traced = zip(meters, record.traces).map { meter, trace in
      (
        meter: MeasurementReport.Meter(
          name: meter.name, source: meter.source, covers: meter.covers, readCount: trace.readCount,
          failedReadCount: trace.failedReadCount, fault: trace.fault),
        uncertainty: meter.uncertainty, trace: trace
      )
    }
    if let meterLog, let startedAt {
      let log = try MeterLog.read(path: meterLog)
      let trace = log.trace(startSeconds: startedAt - startSeconds)
      traced.insert(
        (
          meter: MeasurementReport.Meter(
            name: "meter log", source: meterLog, covers: "board", readCount: trace.readCount,
            failedReadCount: 0),
          uncertainty: 0.01, trace: trace
        ), at: 0)
    }
    let idlePower =
      hasIdle || meterLog != nil
      ? traced.first?.trace.energy(from: 0, to: max(idleEnd, 0.001)) : nil
    let idleWatts = hasIdle ? idlePower.map { $0 / max(idleEnd, 0.001) } : nil
    let summary = PhaseSummary(
      spans: spans, meters: traced, idleWatts: idleWatts, works: run.works,
      counters: phaseCounters(counters, phaseCounts), profile: profile,
      modelledInstructions: profile.map { instructions($0, model, run.spans, engine) } ?? [:])

    var report = MeasurementReport(
      program: "swiftlet \(ConverterVersion.text)", model: modelDescription(model, digest),
      board: boardDescription(machine, profile), environment: environment(engine, machine),
      workload: description(run), memory: memory(engine))
    report.startedAt = startedAt.flatMap { WallClock.text(secondsSince1970: $0) }
    report.meters = traced.map(\.meter)
    if hasIdle, let first = traced.first {
      let power: Figure =
        idleWatts.map { watts in
          .measured(
            watts, unit: "W", source: first.meter.source, covers: first.meter.covers,
            interval: watts * (1 - first.uncertainty)...watts * (1 + first.uncertainty))
        } ?? .unavailable(first.meter.fault ?? "the readings have a gap", unit: "W")
      report.idle = .init(seconds: idleEnd, power: power)
    }
    report.spans = summary.spans
    report.phases = summary.phases
    report.samples = record.series
    report.sampler = record.account
    report.thermal.before = before
    report.thermal.after = after
    report.thermal.during = during(record.series)
    report.battery = batteryWattHours.map { battery($0, report) }
    report.warnings = warnings(report, machine)
    return report
  }

  private func pause(until end: Double, _ sampler: BoardSampler) {
    while sampler.now < end, !Interrupts.wasRequested { _ = WallClock.sleep(0.05) }
  }

  private func prompt(_ engine: Engine) throws -> [Int32] {
    guard let promptFile else {
      // Any ids will do: the cost of a token does not depend on which it is.
      let vocabulary = engine.configuration.vocabularySize
      return (0..<512).map { Int32((7 * $0 + 11) % vocabulary) }
    }
    guard let tokenizer = engine.tokenizer else {
      throw CommandFailure.noTokenizer(file: engineArguments.file, expected: "no --prompt-file")
    }
    let ids = tokenizer.encode(try InputText.read(FileByteSource(path: promptFile)))
    guard !ids.isEmpty else {
      throw CommandFailure.usage("--prompt-file: expected a text, found none")
    }
    try engineArguments.check(ids, from: promptFile, engine)
    return ids
  }

  // MARK: - Counters

  private func read(_ counters: HardwareCounters) -> Counts {
    var counts: Counts = [:]
    for event in HardwareCounters.Event.allCases { counts[event] = counters.value(of: event) }
    return counts
  }

  private func difference(_ later: Counts, _ earlier: Counts) -> Counts {
    var result: Counts = [:]
    for (event, value) in later {
      if let before = earlier[event] { result[event] = value - before }
    }
    return result
  }

  private func sum(_ left: Counts, _ right: Counts) -> Counts { left.merging(right) { $0 + $1 } }

  private func phaseCounters(
    _ counters: HardwareCounters, _ counts: [MeasurementReport.PhaseName: Counts]
  ) -> [MeasurementReport.PhaseName: [MeasurementReport.Phase.Counter]] {
    var result: [MeasurementReport.PhaseName: [MeasurementReport.Phase.Counter]] = [:]
    for phase in MeasurementReport.PhaseName.allCases {
      result[phase] = HardwareCounters.Event.allCases.map { event in
        let covers = "this process, user mode"
        let figure: Figure =
          counts[phase]?[event].map {
            .measured($0, unit: "1", source: "perf_event_open", covers: covers)
          } ?? .unavailable(counters.reason(for: event), unit: "1", covers: covers)
        return MeasurementReport.Phase.Counter(name: event.name, figure: figure)
      }
    }
    return result
  }

  private func instructions(
    _ profile: BoardProfile, _ model: BlobModel, _ spans: [MeasurementReport.Span], _ engine: Engine
  ) -> [MeasurementReport.PhaseName: Estimate] {
    guard let cores = profile.cores.first else { return [:] }
    let generated = WeightCount.generatedToken(model)
    let prompt = WeightCount.promptToken(model)
    guard generated.float == 0 else { return [:] }
    func estimate(
      _ count: WeightCount, _ int4: BoardProfile.WeightCost, _ int8: BoardProfile.WeightCost,
      _ tokens: Int
    ) -> Estimate {
      func exactly(_ value: Int) -> Estimate {
        Estimate(Double(value), low: Double(value), high: Double(value))
      }
      return int4.instructionsPerWeight.estimate * exactly(count.int4 * tokens)
        + int8.instructionsPerWeight.estimate * exactly(count.int8 * tokens)
    }
    func tokens(_ phase: MeasurementReport.PhaseName) -> Int {
      spans.filter { $0.phase == phase }.reduce(0) { $0 + $1.tokenCount }
    }
    return [
      .prefill: estimate(prompt, cores.promptInt4, cores.promptInt8, tokens(.prefill)),
      .decode: estimate(generated, cores.generatedInt4, cores.generatedInt8, tokens(.decode)),
    ]
  }
}
