/// Makes a report's phases of spans, meters, counters and a board's coefficients.
public struct PhaseSummary {
  /// When each phase of each turn ran.
  public var spans: [MeasurementReport.Span]
  /// The meters with their readings, the one that covers most first.
  public var meters: [(meter: MeasurementReport.Meter, uncertainty: Double, trace: MeterTrace)]
  /// Watts when nothing runs, of the first meter; nil if they were not measured.
  public var idleWatts: Double?
  /// What was computed, by phase.
  public var works: [MeasurementReport.PhaseName: MeasurementReport.Work]
  /// What the processor counted, by phase.
  public var counters: [MeasurementReport.PhaseName: [MeasurementReport.Phase.Counter]]
  /// The board's coefficients; nil if it is not known.
  public var profile: BoardProfile?
  /// Instructions by phase where the processor does not count: the board's coefficients for the weights.
  public var modelledInstructions: [MeasurementReport.PhaseName: Estimate]

  /// Collects all of it.
  public init(
    spans: [MeasurementReport.Span],
    meters: [(meter: MeasurementReport.Meter, uncertainty: Double, trace: MeterTrace)],
    idleWatts: Double?, works: [MeasurementReport.PhaseName: MeasurementReport.Work],
    counters: [MeasurementReport.PhaseName: [MeasurementReport.Phase.Counter]],
    profile: BoardProfile?, modelledInstructions: [MeasurementReport.PhaseName: Estimate]
  ) {
    self.spans = spans
    self.meters = meters
    self.idleWatts = idleWatts
    self.works = works
    self.counters = counters
    self.profile = profile
    self.modelledInstructions = modelledInstructions
    for index in self.spans.indices {
      let span = self.spans[index]
      self.spans[index].joules = meters.first?.trace.energy(
        from: span.startSeconds, to: span.startSeconds + span.seconds)
    }
  }

  /// The phases that ran.
  public var phases: [MeasurementReport.Phase] {
    MeasurementReport.PhaseName.allCases.compactMap { name in
      let spans = spans.filter { $0.phase == name }
      return spans.isEmpty ? nil : phase(name, spans)
    }
  }

  private func phase(_ name: MeasurementReport.PhaseName, _ spans: [MeasurementReport.Span])
    -> MeasurementReport.Phase
  {
    let tokenCount = spans.reduce(0) { $0 + $1.tokenCount }
    let seconds = spans.reduce(0) { $0 + $1.seconds }
    var phase = MeasurementReport.Phase(
      name: name, tokenCount: tokenCount,
      duration: .measured(seconds, unit: "s", source: "monotonic clock", covers: "this process"))
    phase.work = works[name]
    phase.counters = counters[name] ?? []
    let byRepetition = Dictionary(grouping: spans, by: \.repetition).sorted { $0.key < $1.key }
      .map(\.value)
    if name != .load {
      let rates = byRepetition.compactMap { spans -> Double? in
        let seconds = spans.reduce(0) { $0 + $1.seconds }
        return seconds > 0 ? Double(spans.reduce(0) { $0 + $1.tokenCount }) / seconds : nil
      }
      phase.tokensPerSecond = .measured(
        repetitions: rates, unit: "tokens/s", source: "monotonic clock", covers: "this process")
    }
    phase.meterEnergies = meters.map { energy(of: spans, $0) }
    if !meters.isEmpty, phase.meterEnergies[0].value != nil {
      measure(&phase, byRepetition, seconds)
    } else {
      model(&phase, seconds)
    }
    return phase
  }

  private func energy(
    of spans: [MeasurementReport.Span],
    _ meter: (meter: MeasurementReport.Meter, uncertainty: Double, trace: MeterTrace)
  ) -> Figure {
    var sum = 0.0
    for span in spans {
      guard
        let joules = meter.trace.energy(
          from: span.startSeconds, to: span.startSeconds + span.seconds)
      else {
        return .unavailable(
          meter.meter.fault ?? "the readings have a gap", unit: "J", covers: meter.meter.covers)
      }
      sum += joules
    }
    return .measured(
      sum, unit: "J", source: meter.meter.source, covers: meter.meter.covers,
      interval: sum * (1 - meter.uncertainty)...sum * (1 + meter.uncertainty))
  }

  private func measure(
    _ phase: inout MeasurementReport.Phase, _ repetitions: [[MeasurementReport.Span]],
    _ seconds: Double
  ) {
    let energy = phase.meterEnergies[0]
    phase.energy = energy
    if let idleWatts, let joules = energy.value {
      let above = joules - idleWatts * seconds
      let error = (joules + idleWatts * seconds) * meters[0].uncertainty
      phase.energyAboveIdle = .measured(
        above, unit: "J", source: energy.source + " less idle power", covers: energy.covers,
        interval: above - error...above + error)
    } else {
      phase.energyAboveIdle = .unavailable("idle power was not measured", unit: "J")
    }
    guard phase.name != .load else { return }
    phase.energyPerToken = .measured(
      repetitions: repetitions.compactMap { spans in
        let joules = spans.compactMap(\.joules)
        let tokens = spans.reduce(0) { $0 + $1.tokenCount }
        return joules.count == spans.count && tokens > 0
          ? joules.reduce(0, +) / Double(tokens) : nil
      }, unit: "J/token", source: energy.source, covers: energy.covers)
  }

  /// Energy by the board's coefficients, where no meter tells.
  private func model(_ phase: inout MeasurementReport.Phase, _ seconds: Double) {
    let reason =
      meters.isEmpty ? "no meter" : (meters[0].meter.fault ?? "the meter's readings have a gap")
    guard let profile else {
      phase.energy = .unavailable("\(reason), and no board file", unit: "J")
      phase.energyAboveIdle = phase.energy
      return
    }
    let counted = phase.counters.first { $0.name == "instructions" }?.figure.value
    let instructions =
      counted.map { Estimate($0, low: $0, high: $0) } ?? modelledInstructions[phase.name]
    guard let work = phase.work, let instructions else {
      phase.energy = .unavailable("\(reason), and nothing counts this phase's work", unit: "J")
      phase.energyAboveIdle = phase.energy
      return
    }
    // Weights do not fit a board's caches; keys and values may, so they are in the interval's upper end.
    let bytes = Estimate(
      Double(work.weightByteCount + work.kvByteCount), low: Double(work.weightByteCount),
      high: Double(work.weightByteCount + work.kvByteCount + work.activationByteCount))
    let energy = profile.energy(
      seconds: Estimate(seconds, low: seconds, high: seconds), instructionCount: instructions,
      dramByteCount: bytes)
    let source = "coefficients of \(profile.title)"
    phase.energy = energy.total.figure(unit: "J", source: source, covers: "board")
    phase.energyAboveIdle = energy.aboveIdle.figure(unit: "J", source: source, covers: "board")
    guard phase.name != .load, phase.tokenCount > 0 else { return }
    let count = Double(phase.tokenCount)
    phase.energyPerToken = (energy.total / Estimate(count, low: count, high: count))
      .figure(unit: "J/token", source: source, covers: "board")
  }
}
