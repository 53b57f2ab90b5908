public import SwiftletJSON

extension ReportComparison {
  /// The comparison for programs.
  public var json: JSONValue {
    .object(
      JSONObject([
        ("reports", .array(subjects.map(ReportComparison.json))),
        ("quantities", .array(quantities.map(ReportComparison.json))),
        ("notes", .array(notes.map { .string($0) })),
      ]))
  }

  private static func json(_ subject: Subject) -> JSONValue {
    let report = subject.report
    var object = JSONObject([
      ("letter", .string(subject.letter)), ("file", .string(subject.file)),
      ("model", .string(report.model.name)),
    ])
    object["recipe"] = report.model.recipe.map { .string($0) } ?? .null
    object["bits_per_weight"] = .number(report.model.bitsPerWeight)
    object["board"] = .string(report.board.title)
    object["memory_cap_bytes"] = report.memory.capByteCount.map { .integer($0) } ?? .null
    object["kernels"] = .string(report.environment.kernels)
    object["threads"] = .integer(report.environment.threadCount)
    object["workload"] = .string(report.workload.name)
    return .object(object)
  }

  private static func json(_ quantity: Quantity) -> JSONValue {
    .object(
      JSONObject([
        ("name", .string(quantity.name)), ("unit", .string(quantity.unit)),
        ("better", quantity.isBetterHigher.map { .string($0 ? "higher" : "lower") } ?? .null),
        (
          "entries",
          .array(
            quantity.entries.map { entry in
              .object(
                JSONObject([
                  ("report", .string(entry.letter)), ("figure", entry.figure.json),
                  ("ratio", entry.ratio.map { .number($0) } ?? .null),
                  ("difference", .string(entry.difference.rawValue)),
                ]))
            })
        ),
      ]))
  }
}
