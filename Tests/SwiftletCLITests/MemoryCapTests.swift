import SwiftletArchitecture
import Testing
import _SwiftletTestSupport

/// The promise of the memory cap, from outside: whatever model, context, threads, chunk and cap, a run is
/// refused with the smallest cap that works, or stays below the cap and gives the ids that it gives
/// without one.
///
/// 200 random runs, and 1,000 with the long tests. Those start elsewhere each time;
/// `SWIFTLET_CAP_SEED` repeats them.
@Suite(.enabled(if: CommandRun.swiftletPath != nil, "no swiftlet beside the test bundle"))
struct MemoryCapTests {
  private static let seed: UInt64 =
    Environment.value("SWIFTLET_CAP_SEED").flatMap { UInt64($0) }
    ?? (LongTests.areEnabled ? .random(in: 0...UInt64(UInt32.max)) : 1)
  private static let repetitions = LongTests.areEnabled ? 5 : 1

  @Test(arguments: CapModel.all)
  func noRunGoesBeyondItsCap(model: CapModel) throws {
    let subject = try CapSubject(model)
    // Each shape has a sequence of its own, whichever runs first.
    let start = model.name.utf8.reduce(MemoryCapTests.seed) { $0 &* 31 &+ UInt64($1) }
    var generator = SeededGenerator(seed: start)
    var finishedCount = 0
    for number in 0..<model.runCount * MemoryCapTests.repetitions {
      let options = RandomOptions(model, &generator)
      let cap = try options.cap(subject, &generator)
      let arguments = options.arguments + ["--memory-cap", "\(cap)"]
      let isFinished = try check(
        subject, options.job, arguments, cap: cap,
        context:
          "seed \(MemoryCapTests.seed), \(model.name), run \(number): \(options.job) \(arguments)")
      if isFinished { finishedCount += 1 }
    }
    // Refusals alone would prove nothing.
    #expect(2 * finishedCount >= model.runCount)
  }

  /// Whether the run was not refused.
  private func check(
    _ subject: CapSubject, _ job: CapJob, _ options: [String], cap: Int, context: String
  ) throws -> Bool {
    let run = try subject.run(job, options)
    if run.status == 77 {
      let refusal = try CapRefusal(run)
      #expect(cap < refusal.neededByteCount, "\(context)\n\(run.error)")
      return false
    }
    let figures = try CapFigures(run)
    #expect(
      figures.peak <= cap,
      "\(context): \(figures.peak - cap) bytes beyond the cap, planned \(figures.planned)")
    #expect(
      abs(figures.planned - figures.peak) <= figures.tolerance,
      "\(context): planned \(figures.planned), peak \(figures.peak)")
    #expect(figures.ids == (try subject.expectedIDs(job)), "\(context)")
    return true
  }
}

/// Options of a run but for its cap, drawn at random.
private struct RandomOptions {
  let job: CapJob
  let arguments: [String]

  init(_ model: CapModel, _ generator: inout SeededGenerator) {
    // Few jobs, so that the ids of each are computed once; prompts of one token, and longer than chunks.
    let lengths = model.isLarge ? [1, 19] : [1, 9, 150]
    let tokens = model.isLarge ? [2, 4] : [3, 24]
    job = CapJob(
      promptLength: lengths.randomElement(using: &generator) ?? 1,
      maxTokens: tokens.randomElement(using: &generator) ?? 1,
      seed: Int.random(in: 1...2, using: &generator),
      kv: Bool.random(using: &generator) ? "f16" : "int8")
    let room = job.promptLength + job.maxTokens
    let limit = model.configuration.contextLength
    // Evenly over the magnitudes.
    let exponent = Double.random(in: 0...1, using: &generator)
    let context = room + Int(Double(limit - room) * (exponent * exponent * exponent))
    var arguments = [
      "--context", "\(context)", "--threads", "\(Int.random(in: 1...4, using: &generator))",
    ]
    if Int.random(in: 0..<3, using: &generator) == 0 {
      arguments += ["--chunk", "\([1, 2, 7, 32, 64, 5000].randomElement(using: &generator) ?? 1)"]
    }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: arguments += ["--residency", "streamed"]
    case 1: arguments += ["--residency", "partial"]
    case 2: arguments += ["--residency", "resident"]
    default: break
    }
    self.arguments = arguments
  }

  /// A cap from a bit under the smallest that works to a bit over everything in memory.
  func cap(_ subject: CapSubject, _ generator: inout SeededGenerator) throws -> Int {
    func needed(_ options: [String]) throws -> Int {
      try CapRefusal(subject.run(job, arguments + options + ["--memory-cap", "1"])).neededByteCount
    }
    let smallest = try needed([])
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return smallest - Int.random(in: 1...smallest / 20, using: &generator)
    case 1, 2: return smallest + Int.random(in: -(256 << 10)...256 << 10, using: &generator)
    default:
      let largest =
        try arguments.contains("--residency") ? smallest : needed(["--residency", "resident"])
      return Int.random(
        in: smallest...max(smallest, largest) + max(largest / 8, 2 << 20), using: &generator)
    }
  }
}
