public import ArgumentParser
import SwiftletArchitecture
public import SwiftletEval
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem

extension ItemFormat: ExpressibleByArgument {}

/// `swiftlet eval tasks`: multiple choice.
struct TasksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks",
    abstract: "Measures how many multiple-choice items a model answers right.",
    discussion: "Each line of the items' file is a JSON object like {\"context\": \"The sky is\", "
      + "\"choices\": [\" green\", \" blue\"], \"answer\": 1}, perhaps with an \"id\", or one of a "
      + "published set that --format names. A choice is scored by the model's likelihood of its tokens "
      + "behind the context.")

  @OptionGroup var engine: EngineArguments
  @Argument(help: "The items, one JSON object a line.") var items: String
  @Option(help: "How a line tells an item: as above, or as the set of that name does.")
  var format = ItemFormat.items
  @Option(
    help: ArgumentHelp(
      "A file of the right choices, one a line, of sets that keep them apart from the items.",
      valueName: "file"))
  var labels: String?
  @Option(help: "Take only so many of the first items.") var limit: Int?
  @Option(
    help: ArgumentHelp(
      "A file that each item's result is added to; items that it has already are not run again, so "
        + "use a new one for another model.", valueName: "file"))
  var results: String?
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    if let limit, limit < 1 {
      throw CommandFailure.usage("--limit: expected 1 or more, found \(limit)")
    }
    guard labels == nil || format.takesLabels else {
      throw CommandFailure.usage("--labels: items of --format \(format.rawValue) have their own")
    }
    let source = try FileByteSource(path: items)
    try checkResultsPath(source)
    var options = try engine.options()
    options.logitsRowCount = 16
    let engine = try self.engine.engine(options)
    guard let tokenizer = engine.tokenizer else {
      throw CommandFailure.noTokenizer(file: self.engine.file, expected: "ids")
    }
    // The bytes, the items, and the results of short choices, whose scores are longer than they.
    let memory = try InputText.reserve(source.byteCount, timesMemory: 16, engine.budget)
    let labelSource = try labels.map { try FileByteSource(path: $0) }
    let labelMemory = try InputText.reserve(
      labelSource?.byteCount ?? 0, timesMemory: 16, engine.budget)
    let all = try ChoiceItem.items(
      in: try InputText.bytes(source), file: items, format: format,
      labels: try labelSource.map { ItemLabels(try InputText.bytes($0), file: $0.name) })
    let chosen = Array(all.prefix(limit ?? all.count))
    let scorer = ChoiceScorer(engine: engine, tokenizer: tokenizer, file: items)
    var results = ChoiceResults()
    let oldByteCount = self.results.flatMap { try? FileByteSource(path: $0).byteCount } ?? 0
    let resultMemory = try InputText.reserve(oldByteCount, timesMemory: 8, engine.budget)
    if let path = self.results {
      results = try ChoiceResults(path: path, items: all, byteLimit: InputText.byteLimit)
    }
    try answer(chosen, scorer, results)
    report(results.summary(of: chosen))
    withExtendedLifetime(memory) {}
    withExtendedLifetime(labelMemory) {}
    withExtendedLifetime(resultMemory) {}
  }

  /// Results never go into the model or the items.
  private func checkResultsPath(_ source: FileByteSource) throws {
    guard let results else { return }
    for input in [source, try FileByteSource(path: engine.file)] where input.isFile(at: results) {
      throw CommandFailure(
        status: .cannotWrite,
        description: InputFault(
          file: results, place: "", expected: "another file than the model and the items",
          found: input.name
        ).line)
    }
  }

  /// Runs the items that have no result yet.
  private func answer(_ items: [ChoiceItem], _ scorer: ChoiceScorer, _ results: ChoiceResults)
    throws
  {
    let rest = items.filter { results[$0] == nil }
    // What cannot be run is found before the first hour, not in it.
    for item in rest {
      _ = try scorer.sequences(of: item)
      if Interrupts.wasRequested { throw interruption(items.count - rest.count, of: items.count) }
    }
    let progress = ProgressLine()
    defer { progress.finish() }
    for (index, item) in rest.enumerated() {
      let done = items.count - rest.count + index
      if Interrupts.wasRequested { throw interruption(done, of: items.count) }
      progress.update("tasks", done: done, total: items.count)
      let scores = try engine.explaining { try scorer.scores(of: item) }
      try results.add(ChoiceResult(item, scores: scores))
    }
  }

  private func interruption(_ done: Int, of total: Int) -> CommandFailure {
    CommandFailure(
      status: .interrupted, description: "interrupted after \(done) of \(total) items")
  }

  private func report(_ summary: ChoiceSummary) {
    guard json else {
      Console.print("accuracy            \(words(summary.accuracy))")
      Console.print("accuracy normalized \(words(summary.accuracyNormalized))")
      Console.print(
        "over \(summary.accuracy.total) items; chance is \(percent(summary.chance)) %")
      return
    }
    func interval(_ value: Proportion) -> JSONValue {
      .array([.number(value.wilsonInterval.low), .number(value.wilsonInterval.high)])
    }
    Console.print(
      .object(
        JSONObject([
          ("items", .integer(summary.accuracy.total)),
          ("accuracy", .number(summary.accuracy.share)),
          ("accuracy_interval", interval(summary.accuracy)),
          ("accuracy_normalized", .number(summary.accuracyNormalized.share)),
          ("accuracy_normalized_interval", interval(summary.accuracyNormalized)),
          ("chance", .number(summary.chance)),
        ])))
  }

  private func percent(_ value: Double) -> String { Decimal.text(100 * value, digits: 2) }

  private func words(_ value: Proportion) -> String {
    "\(percent(value.share)) %, 95 % interval \(percent(value.wilsonInterval.low)) to "
      + "\(percent(value.wilsonInterval.high)) %"
  }
}
