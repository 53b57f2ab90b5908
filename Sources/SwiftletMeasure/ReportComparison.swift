internal import SwiftletSystem

/// Reports side by side: each figure with its ratio to the first report's, and whether the difference is more than the
/// figures' spread.
public struct ReportComparison: Sendable {
  /// One report, under a letter.
  ///
  /// A class, as a report is large, and so is the code that copies one.
  public final class Subject: Sendable {
    /// `A`, `B`, and so on.
    public let letter: String
    /// The file, as it was named.
    public let file: String
    /// What it says.
    public let report: MeasurementReport

    init(letter: String, file: String, report: MeasurementReport) {
      self.letter = letter
      self.file = file
      self.report = report
    }
  }

  /// What a difference to the first report is worth.
  public enum Difference: String, Sendable {
    /// It is the first report.
    case first
    /// The intervals touch: what repetitions gave, what a sensor or a model may be wrong by.
    case withinSpread = "within the spread"
    /// The intervals do not touch.
    case beyondSpread = "beyond the spread"
    /// A figure has no interval: it was measured once.
    case spreadUnknown = "spread unknown"
    /// The figures are not of the same thing: a board against a rail, another unit.
    case notComparable = "covers differ"
    /// One of the two is not available.
    case unavailable = "not available"
  }

  /// A quantity in all reports.
  public struct Quantity: Sendable {
    /// Like `decode`.
    public let name: String
    /// The first available figure's unit.
    public let unit: String
    /// Whether more of it is better; nil where that is a matter of taste.
    public let isBetterHigher: Bool?
    /// One for each report, in their order.
    public let entries: [Entry]
  }

  /// A quantity of one report.
  public struct Entry: Sendable {
    /// The report's letter.
    public let letter: String
    /// The figure.
    public let figure: Figure
    /// By the first report's; nil where one is not available, or the first is zero.
    public let ratio: Double?
    /// What the difference is worth.
    public let difference: Difference
  }

  /// The most reports: letters of the alphabet.
  public static let limit = 26

  /// The reports.
  public let subjects: [Subject]
  /// What they are compared by; quantities that no report has are left out.
  public let quantities: [Quantity]
  /// What makes the comparison less than it seems: other workloads, throttling.
  public let notes: [String]

  /// Compares reports with the first one.
  ///
  /// - Parameter reports: 1 to `limit` reports and the names of their files.
  public init(_ reports: [(file: String, report: MeasurementReport)]) {
    precondition((1...ReportComparison.limit).contains(reports.count), "\(reports.count) reports")
    subjects = reports.enumerated().map { number, entry in
      let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(number)))
      return Subject(letter: letter, file: entry.file, report: entry.report)
    }
    quantities = ReportComparison.measures.compactMap { [subjects] measure in
      ReportComparison.quantity(measure, subjects)
    }
    notes = ReportComparison.notes(subjects)
  }

  private struct Measure: Sendable {
    let name: String
    let isBetterHigher: Bool?
    let figure: @Sendable (MeasurementReport) -> Figure?
  }

  private static let measures = [
    Measure(name: "decode", isBetterHigher: true) { $0.phase(.decode)?.tokensPerSecond },
    Measure(name: "prefill", isBetterHigher: true) { $0.phase(.prefill)?.tokensPerSecond },
    Measure(name: "load", isBetterHigher: false) { $0.phase(.load)?.duration },
    Measure(name: "energy per decoded token", isBetterHigher: false) {
      $0.phase(.decode)?.energyPerToken
    },
    Measure(name: "energy per prompt token", isBetterHigher: false) {
      $0.phase(.prefill)?.energyPerToken
    },
    Measure(name: "idle power", isBetterHigher: false) { $0.idle?.power },
    Measure(name: "peak memory", isBetterHigher: false) { $0.memory.peak },
    Measure(name: "hottest", isBetterHigher: false) { $0.thermal.during?.celsius },
  ]

  private static func quantity(_ measure: Measure, _ subjects: [Subject]) -> Quantity? {
    let figures = subjects.map { measure.figure($0.report) }
    let known = figures.compactMap { $0 }
    guard known.contains(where: { $0.value != nil }), let unit = known.first?.unit else {
      return nil
    }
    let absent = Figure.unavailable("the report does not have it", unit: unit)
    let first = figures[0] ?? absent
    let entries = zip(subjects, figures).enumerated().map { number, pair in
      let figure = pair.1 ?? absent
      return Entry(
        letter: pair.0.letter, figure: figure, ratio: ratio(figure, to: first),
        difference: number == 0 ? .first : difference(figure, from: first))
    }
    return Quantity(
      name: measure.name, unit: unit, isBetterHigher: measure.isBetterHigher, entries: entries)
  }

  private static func ratio(_ figure: Figure, to first: Figure) -> Double? {
    // Degrees have no zero that a ratio could start from.
    guard let value = figure.value, let base = first.value, base != 0, figure.unit == first.unit,
      figure.unit != "°C"
    else { return nil }
    let ratio = value / base
    return ratio.isFinite ? ratio : nil
  }

  static func difference(_ figure: Figure, from first: Figure) -> Difference {
    guard figure.value != nil, first.value != nil else { return .unavailable }
    // A wall plug and a rail of the processor never agree, whatever runs.
    guard figure.unit == first.unit, !isPower(figure.unit) || figure.covers == first.covers else {
      return .notComparable
    }
    guard let interval = figure.interval, let base = first.interval else { return .spreadUnknown }
    return interval.overlaps(base) ? .withinSpread : .beyondSpread
  }

  private static func isPower(_ unit: String) -> Bool {
    unit == "W" || unit == "J" || unit.hasPrefix("J/")
  }

  private static func notes(_ subjects: [Subject]) -> [String] {
    var notes: [String] = []
    let base = subjects[0]
    for subject in subjects.dropFirst() {
      let (workload, first) = (subject.report.workload, base.report.workload)
      if workload.promptTokenCount != first.promptTokenCount
        || workload.generatedTokenCount != first.generatedTokenCount
        || workload.turnCount != first.turnCount
      {
        notes.append(
          "\(subject.letter) ran another workload than A: \(workload.name) instead of \(first.name)."
        )
      }
    }
    for subject in subjects {
      let flags = subject.report.thermal.during?.throttling ?? []
      if !flags.isEmpty {
        notes.append(
          "The clock of \(subject.letter)'s board was held down: \(flags.joined(separator: ", ")).")
      }
    }
    return notes.map(InputFault.escaped)
  }
}
