/// What a meter shows at a moment.
public enum MeterReading: Equatable, Sendable {
  /// Power now.
  case watts(Double)
  /// Energy since some moment of the meter's own; it never falls.
  case joules(Double)
  /// Nothing, and why.
  case failed(String)
}

/// An instrument that measures power or energy of the machine or a part of it.
///
/// A meter is read by one thread.
public protocol EnergyMeter: AnyObject, Sendable {
  /// What to call it: unique among the meters of a machine.
  var name: String { get }
  /// Where it is read.
  var source: String { get }
  /// What it is the power of: `board`, `package`, `memory`, rails by name.
  var covers: String { get }
  /// How far off the true power it may be, as a share.
  var uncertainty: Double { get }

  /// Reads it.
  func read() -> MeterReading
}

/// The readings of a meter over time, and the energy between any two moments.
///
/// Power is integrated by trapezoids, the difference of energies needs nothing. Where a reading is missing the
/// neighbours stand in for it; over a longer gap than `gapLimit` nothing is known.
public struct MeterTrace: Sendable {
  /// Seconds between readings beyond which the energy between them is not known.
  public var gapLimit: Double
  /// Times of the readings that gave a value.
  public private(set) var times: [Double] = []
  /// Joules since the first of them.
  public private(set) var joules: [Double] = []
  /// Watts at each: read, or the mean since the one before.
  public private(set) var watts: [Double] = []
  /// Readings that gave a value.
  public var readCount: Int { times.count }
  /// Readings that failed.
  public private(set) var failedReadCount = 0
  /// Why the last one failed.
  public private(set) var fault: String?
  private var lastEnergy: Double?

  /// No readings yet.
  public init(gapLimit: Double) { self.gapLimit = gapLimit }

  /// Adds a reading; times never fall.
  public mutating func add(_ reading: MeterReading, at seconds: Double) {
    switch reading {
    case .failed(let reason):
      failedReadCount += 1
      fault = reason
    case .watts(let value):
      guard value.isFinite, value >= 0, value < 1e6 else {
        return add(.failed("a power of \(value) W"), at: seconds)
      }
      let step = times.last.map { (seconds - $0) * 0.5 * (value + (watts.last ?? value)) } ?? 0
      append(seconds, (joules.last ?? 0) + step, value)
    case .joules(let value):
      guard value.isFinite, value >= lastEnergy ?? value else {
        return add(.failed("an energy that falls"), at: seconds)
      }
      let step = value - (lastEnergy ?? value)
      let span = seconds - (times.last ?? seconds)
      lastEnergy = value
      append(seconds, (joules.last ?? 0) + step, span > 0 ? step / span : watts.last ?? 0)
      // The first reading has no power of its own.
      if watts.count == 2 { watts[0] = watts[1] }
    }
  }

  private mutating func append(_ seconds: Double, _ energy: Double, _ power: Double) {
    times.append(seconds)
    joules.append(energy)
    watts.append(power)
  }

  /// The energy from `start` to `end`; nil where the readings do not tell.
  public func energy(from start: Double, to end: Double) -> Double? {
    guard end >= start, let first = cumulative(at: start), let last = cumulative(at: end) else {
      return nil
    }
    guard !hasGap(from: start, to: end) else { return nil }
    return last - first
  }

  /// The power at a moment, of the reading before it.
  public func power(at seconds: Double) -> Double? {
    guard let index = position(of: seconds), seconds - times[index] <= gapLimit else { return nil }
    return watts[index]
  }

  /// The last reading that is not after `seconds`.
  private func position(of seconds: Double) -> Int? {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  private func cumulative(at seconds: Double) -> Double? {
    guard let first = times.first, let last = times.last, times.count > 1 else { return nil }
    // Before the first and after the last reading power is taken to be theirs, for a reading's time.
    if seconds < first { return first - seconds <= gapLimit ? -(first - seconds) * watts[0] : nil }
    if seconds >= last {
      return seconds - last <= gapLimit
        ? (joules.last ?? 0) + (seconds - last) * (watts.last ?? 0) : nil
    }
    guard let index = position(of: seconds) else { return nil }
    let share = (seconds - times[index]) / (times[index + 1] - times[index])
    return joules[index] + share * (joules[index + 1] - joules[index])
  }

  private func hasGap(from start: Double, to end: Double) -> Bool {
    var index = position(of: start) ?? 0
    while index + 1 < times.count, times[index] < end {
      if times[index + 1] - times[index] > gapLimit { return true }
      index += 1
    }
    return false
  }
}
