import SwiftletArchitecture
import SwiftletJSON
import Testing
import _SwiftletTestSupport

/// What a run generates: the same ids under every cap.
struct CapJob: Hashable {
  let promptLength: Int
  let maxTokens: Int
  let seed: Int
  let kv: String

  func arguments(vocabularySize: Int) -> [String] {
    let ids = (0..<promptLength).map { String(($0 * 7919 + seed * 31) % vocabularySize) }
    return [
      "--ids", ids.joined(separator: ","), "--max-tokens", "\(maxTokens)", "--kv", kv,
      "--temperature", "1.2", "--seed", "\(seed)", "--ignore-eos",
    ]
  }
}

/// The figures of a run's `--json` that tests of the cap look at.
struct CapFigures {
  let ids: [Int]
  let peak: Int
  let planned: Int
  let residency: String
  let object: JSONObject

  init(_ run: CommandRun, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try #require(run.status == 0, "\(run.error)", sourceLocation: sourceLocation)
    object = try #require(try run.json().object)
    ids = try #require(object["token_ids"]?.array).compactMap(\.integer)
    peak = try #require(object["peak_resident_bytes"]?.integer)
    planned = try #require(object["planned_peak_bytes"]?.integer)
    residency = try #require(object["residency"]?.string)
  }

  /// The most by which a forecast may miss the peak: 1 % or 1 MiB.
  var tolerance: Int { max(peak / 100, 1 << 20) }
}

/// A refusal of a run under a cap: status 77, the table, and the smallest cap that works.
struct CapRefusal {
  /// Bytes that the run needs at least, in hundredths of MiB rounded up.
  let neededByteCount: Int
  /// What is named as the smallest cap that works.
  let smallestCapByteCount: Int

  init(_ run: CommandRun, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try #require(run.status == 77, "\(run.error)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    let first = try #require(run.errorLines.first, sourceLocation: sourceLocation)
    let words = first.split(separator: " ")
    #expect(first.hasPrefix("swiftlet: memory cap: expected at least "))
    let needed = try #require(
      words.firstIndex(of: "least").flatMap { Double(words[$0 + 1]) }, "\(run.error)")
    neededByteCount = Int((needed * 0x1p20).rounded(.up))
    for owner in ["weights", "KV cache", "scratch", "process", "in all"] {
      #expect(run.error.contains("  \(owner) "), "\(run.error)", sourceLocation: sourceLocation)
    }
    let label = "The smallest cap that works: "
    let line = try #require(run.errorLines.first { $0.hasPrefix(label) }, "\(run.error)")
    let mebibytes = try #require(
      Int(line.dropFirst(label.count).prefix { $0.isNumber }), "\(run.error)")
    smallestCapByteCount = mebibytes << 20
  }
}

/// A blob of one shape, and the ids that its runs without a cap give.
final class CapSubject {
  let model: CapModel
  let folder: TemporaryFolder
  let path: String
  private var expected: [CapJob: [Int]] = [:]

  init(_ model: CapModel, in parent: String = "/tmp") throws {
    self.model = model
    folder = try TemporaryFolder(in: parent)
    path = folder.path("model.swiftlet")
    try model.write(to: path)
  }

  /// Runs `job` with more options.
  func run(_ job: CapJob, _ options: [String]) throws -> CommandRun {
    try CommandRun(arguments(job, options), in: folder)
  }

  /// The arguments of such a run.
  func arguments(_ job: CapJob, _ options: [String]) -> [String] {
    ["run", path, "--json"] + job.arguments(vocabularySize: model.configuration.vocabularySize)
      + options
  }

  /// The ids that `job` gives with everything in memory.
  func expectedIDs(_ job: CapJob) throws -> [Int] {
    if let ids = expected[job] { return ids }
    let figures = try CapFigures(
      run(job, ["--residency", "resident", "--threads", "2", "--context", "512"]))
    #expect(figures.residency == "resident" && figures.ids.count == job.maxTokens)
    expected[job] = figures.ids
    return figures.ids
  }
}
