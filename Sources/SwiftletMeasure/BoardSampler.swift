public import SwiftletSystem
internal import Synchronization

/// A thread that looks at memory, meters, heat and clock at equal distances.
///
/// Its columns are made in advance, so sampling allocates nothing but what reading the kernel's small files takes.
public final class BoardSampler: @unchecked Sendable {
  /// Seconds between two looks.
  public let interval: Double
  /// What measures power.
  public let meters: [any EnergyMeter]
  private let root: String
  private let rowLimit: Int
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let tokens = Atomic<Int>(0)
  private let isStopping = Atomic<Bool>(false)
  private let budget = Mutex<MemoryBudget?>(nil)
  private var thread: BackgroundThread?
  // The thread's own until it has ended.
  private var times: [Double] = []
  private var resident: [Double?] = []
  private var tokenCounts: [Double?] = []
  private var temperatures: [Double?] = []
  private var clocks: [Double?] = []
  private var throttling: [Double?] = []
  private var owners: [[(name: String, byteCount: Int)]] = []
  private var traces: [MeterTrace]
  private var powers: [[Double?]]
  private var missedCount = 0
  private var threadSeconds = 0.0
  private var endSeconds = 0.0

  /// Prepares a sampler; `begin` starts it.
  ///
  /// - Parameters:
  ///   - interval: seconds between two looks.
  ///   - rowLimit: looks that are kept; later ones count as missed.
  ///   - meters: what measures power.
  ///   - root: what stands before `/proc` and `/sys`, for tests.
  public init(interval: Double, rowLimit: Int, meters: [any EnergyMeter], root: String = "") {
    self.interval = interval
    self.rowLimit = rowLimit
    self.meters = meters
    self.root = root
    start = clock.now
    // A missed look is no gap yet.
    traces = meters.map { _ in MeterTrace(gapLimit: 4 * interval) }
    powers = meters.map { _ in [] }
    times.reserveCapacity(rowLimit)
    resident.reserveCapacity(rowLimit)
    tokenCounts.reserveCapacity(rowLimit)
    temperatures.reserveCapacity(rowLimit)
    clocks.reserveCapacity(rowLimit)
    throttling.reserveCapacity(rowLimit)
    for index in powers.indices { powers[index].reserveCapacity(rowLimit) }
  }

  /// Bytes that `rowLimit` rows take with so many meters.
  public static func byteCount(rowLimit: Int, meterCount: Int) -> Int {
    // Of an owner a name by reference and a number; there are some ten.
    rowLimit * (8 + 16 * 5 + 32 + 10 * 24 + meterCount * (16 + 24)) + (64 << 10)
  }

  /// Heat and clock now.
  public func heatState() -> MeasurementReport.Thermal.State { HeatLook(root: root).state }

  /// Seconds on the sampler's clock.
  public var now: Double { (clock.now - start) / .seconds(1) }

  /// Tells which budget's owners to look at from now on.
  public func watch(_ budget: MemoryBudget) { self.budget.withLock { $0 = budget } }

  /// Tells how many tokens have gone through the model so far.
  public func setTokenCount(_ count: Int) { tokens.store(count, ordering: .relaxed) }

  /// Starts to look; false if the system gives no thread.
  public func begin() -> Bool {
    thread = BackgroundThread { [self] in run() }
    return thread != nil
  }

  private func run() {
    var due = now
    while !isStopping.load(ordering: .relaxed) {
      let seconds = now
      if seconds < due {
        // Short naps, so that an end is noticed soon.
        nap(min(due - seconds, 0.05))
        continue
      }
      let late = Int((seconds - due) / interval)
      missedCount += late
      due += Double(late + 1) * interval
      look(seconds)
    }
    look(now)
    threadSeconds = threadTime() / .seconds(1)
    endSeconds = now
  }

  private func nap(_ seconds: Double) {
    _ = WallClock.sleep(seconds)
  }

  private func look(_ seconds: Double) {
    for (index, meter) in meters.enumerated() {
      // The moment of this meter's own reading, since slow ones take milliseconds.
      let before = now
      let reading = meter.read()
      traces[index].add(reading, at: (before + now) / 2)
    }
    guard times.count < rowLimit else {
      missedCount += 1
      return
    }
    times.append(seconds)
    resident.append(ProcessMemory.current().map { Double($0.residentByteCount) })
    owners.append(budget.withLock { $0 }?.owners ?? [])
    tokenCounts.append(Double(tokens.load(ordering: .relaxed)))
    let look = HeatLook(root: root)
    temperatures.append(look.celsius)
    clocks.append(look.hertz)
    throttling.append(look.throttling.map { Double($0.rawValue) })
    for index in powers.indices {
      powers[index].append(traces[index].power(at: now))
    }
  }

  /// What was seen, after the end.
  public struct Record {
    /// The columns over time.
    public var series: SampleSeries
    /// The meters' readings, in the order of the meters.
    public var traces: [MeterTrace]
    /// The thread's account.
    public var account: MeasurementReport.Sampler
  }

  /// Ends the thread and gives what it saw; once.
  public func end() -> Record {
    isStopping.store(true, ordering: .relaxed)
    thread?.join()
    var columns: [SampleSeries.Column] = [
      .init(quantity: .residentBytes, name: "", values: resident),
      .init(quantity: .tokens, name: "", values: tokenCounts),
    ]
    var names: [String] = []
    for owner in owners.joined() where !names.contains(owner.name) { names.append(owner.name) }
    for name in names {
      let values = owners.map { row in
        row.first { $0.name == name }.map { Double($0.byteCount) }
      }
      columns.append(.init(quantity: .ownerBytes, name: name, values: values))
    }
    for (meter, power) in zip(meters, powers) {
      columns.append(.init(quantity: .watts, name: meter.name, values: power))
    }
    func add(_ quantity: SampleSeries.Quantity, _ name: String, _ values: [Double?]) {
      // A column of nothing says nothing.
      if values.contains(where: { $0 != nil }) {
        columns.append(.init(quantity: quantity, name: name, values: values))
      }
    }
    add(.celsius, "hottest", temperatures)
    add(.hertz, "fastest", clocks)
    add(.throttling, "", throttling)
    let share =
      endSeconds > 0
      ? Figure.measured(
        100 * threadSeconds / endSeconds, unit: "%", source: "CLOCK_THREAD_CPUTIME_ID",
        covers: "sampling thread")
      : .unavailable("nothing was sampled", unit: "%")
    return Record(
      series: SampleSeries(times: times, columns: columns), traces: traces,
      account: MeasurementReport.Sampler(
        intervalSeconds: interval, sampleCount: times.count, missedCount: missedCount, share: share)
    )
  }
}

/// Heat and clock at a moment.
struct HeatLook {
  var celsius: Double?
  var hertz: Double?
  var throttling: Throttling?

  /// Looks at the hottest zone, the fastest core and the firmware.
  init(root: String) {
    var hottest: Int?
    for zone in 0..<16 {
      guard let value = KernelFile.number(at: "\(root)/sys/class/thermal/thermal_zone\(zone)/temp")
      else { break }
      hottest = max(hottest ?? value, value)
    }
    celsius = hottest.map { Double($0) / 1000 }
    var fastest: Int?
    for core in 0..<64 {
      let file = "\(root)/sys/devices/system/cpu/cpu\(core)/cpufreq/scaling_cur_freq"
      guard let value = KernelFile.number(at: file) else { break }
      fastest = max(fastest ?? value, value)
    }
    hertz = fastest.map { Double($0) * 1000 }
    throttling = Throttling.current(root: root)
  }

  /// The state for a report.
  var state: MeasurementReport.Thermal.State {
    MeasurementReport.Thermal.State(
      celsius: celsius.map {
        .measured($0, unit: "°C", source: "/sys/class/thermal", covers: "the hottest zone")
      } ?? .unavailable("no thermometer", unit: "°C"),
      clock: hertz.map {
        .measured($0, unit: "Hz", source: "scaling_cur_freq", covers: "the fastest core")
      } ?? .unavailable("the kernel tells no clock", unit: "Hz"),
      throttling: throttling?.words)
  }
}

extension Throttling {
  /// What holds the clock down now, in words.
  public var words: [String] {
    var words: [String] = []
    if contains(.underVoltage) { words.append("the supply's voltage is too low") }
    if contains(.capped) { words.append("the clock is capped") }
    if contains(.throttled) { words.append("the clock is lowered") }
    if contains(.softTemperatureLimit) { words.append("the temperature's soft limit is reached") }
    return words
  }

  /// A line for each reason why speed measured now is not the machine's best.
  public static var warnings: [String] {
    (ofThisMachine?.words ?? []).map { "warning: \($0), so speed is not the board's best" }
  }

  /// What holds this machine's clock down now; nil where nobody tells.
  public static var ofThisMachine: Throttling? { current(root: "") }
}
