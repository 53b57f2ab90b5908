import SwiftletMeasure
import SwiftletSystem

/// What `compare` prints for people.
struct ComparisonReport {
  let comparison: ReportComparison

  /// What each letter stands for, a table for all quantities, and notes.
  var text: String {
    var lines: [String] = []
    for subject in comparison.subjects {
      let conditions = subject.report.conditionLines.joined(separator: "; ")
      lines.append(
        InputFault.escaped(
          "\(subject.letter)  \(subject.file): \(subject.report.model.name); \(conditions)"))
    }
    var rows = [["", "", "", "how", "times A", ""]]
    for quantity in comparison.quantities {
      for (number, entry) in quantity.entries.enumerated() {
        rows.append([
          number == 0 ? quantity.name : "", entry.letter, InputFault.escaped(entry.figure.phrase),
          entry.figure.kind.rawValue,
          entry.difference == .first ? "" : entry.ratio.map { Figure.text($0) } ?? "-",
          entry.difference == .first ? "" : entry.difference.rawValue,
        ])
      }
    }
    lines += [""] + TextTable.lines(rows, leftAligned: [0, 1, 3, 5])
    if !comparison.notes.isEmpty { lines += [""] + comparison.notes }
    return lines.joined(separator: "\n")
  }
}
