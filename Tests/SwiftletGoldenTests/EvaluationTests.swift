import SwiftletArchitecture
import SwiftletEval
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import SwiftletTensor
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Divergence and tasks against the same figures computed from all logits at once.
@Suite struct EvaluationTests {
  private let folder: TemporaryFolder
  private let checkpoint: MiniCheckpoint

  init() throws {
    folder = try TemporaryFolder()
    checkpoint = try MiniCheckpoint()
  }

  private func engine(
    bits: Int, _ change: (inout EngineOptions) -> Void = { _ in }
  ) throws -> Engine {
    let path = folder.path("\(bits)-\(folder.names.count)")
    try Golden.convert(checkpoint.folder.path, bits: bits, to: path)
    var options = EngineOptions()
    options.context = 128
    change(&options)
    return try Engine(model: BlobModel(source: FileByteSource(path: path)), options: options)
  }

  private let ids = (0..<150).map { (index: Int) in Int32((37 + index * 11) * index % 256) }

  /// Log-probabilities of a row of logits.
  private func logProbabilities(_ row: [Float]) -> [Double] {
    let largest = Double(row.max() ?? 0)
    let sum = row.reduce(0) { $0 + exp(Double($1) - largest) }
    return row.map { Double($0) - largest - log(sum) }
  }

  // MARK: - Divergence

  @Test func modelDoesNotDivergeFromItselfHoweverItIsCut() throws {
    let divergence = try Divergence.measure(
      ids: ids, window: 100, reference: engine(bits: 8) { $0.chunkLength = 7 },
      model: engine(bits: 8) {
        $0.logitsRowCount = 16
        $0.threadCount = 2
      })
    // Windows of 100 and 50 tokens, the first of each unscored.
    #expect(divergence.agreement == Proportion(148, of: 148))
    #expect(divergence.maximumKL == 0 && divergence.kl == Estimate([0, 0]))
    #expect(divergence.nllDifference == Estimate([0, 0]) && divergence.perplexityRatio == 1)
  }

  @Test func figuresAreThoseOfTheLogits() throws {
    let (reference, model) = (try engine(bits: 32), try engine(bits: 4))
    let divergence = try Divergence.measure(
      ids: ids, window: 60, reference: reference, model: model)
    var kls: [Double] = []
    var differences: [Double] = []
    var agreed = 0
    for start in stride(from: 0, to: ids.count, by: 60) {
      let window = Array(ids[start..<min(start + 60, ids.count)])
      let rows = zip(try reference.logits(window), try model.logits(window)).dropLast()
      for (index, pair) in rows.enumerated() {
        let (expected, found) = (logProbabilities(pair.0), logProbabilities(pair.1))
        var kl = 0.0
        for (a, b) in zip(expected, found) { kl += exp(a) * (a - b) }
        kls.append(kl)
        let target = Int(window[index + 1])
        differences.append(expected[target] - found[target])
        if pair.0.firstIndex(of: pair.0.max() ?? 0) == pair.1.firstIndex(of: pair.1.max() ?? 0) {
          agreed += 1
        }
      }
    }
    // Sums of a few hundred doubles in another order.
    func isNear(_ value: Double, _ other: Double) -> Bool { abs(value - other) < 1e-12 }
    kls.sort()
    #expect(divergence.tokenCount == 147 && kls.count == 147)
    #expect(divergence.agreement == Proportion(agreed, of: 147))
    #expect(isNear(divergence.kl.mean, Estimate(kls).mean) && divergence.kl.mean > 0)
    #expect(isNear(divergence.kl.standardError, Estimate(kls).standardError))
    #expect(isNear(divergence.medianKL, kls[73]) && isNear(divergence.maximumKL, kls[146]))
    #expect(isNear(divergence.nllDifference.mean, Estimate(differences).mean))
    #expect(isNear(divergence.nllDifference.standardError, Estimate(differences).standardError))
    for (estimate, engine) in [(divergence.referenceNLL, reference), (divergence.nll, model)] {
      let perplexity = try Perplexity.measure(ids: ids, window: 60, engine: engine)
      #expect(estimate.mean == perplexity.meanNLL)
      #expect(estimate.standardError == perplexity.standardError)
    }
  }

  @Test func rowsAreReservedAndGivenBack() throws {
    let (reference, model) = (try engine(bits: 8), try engine(bits: 4))
    let before = model.budget.reservedByteCount
    var during = 0
    _ = try Divergence.measure(
      ids: ids, window: 60, reference: reference, model: model,
      progress: { _ in during = model.budget.reservedByteCount })
    #expect(during - before == Divergence.byteCount(vocabularySize: 260))
    #expect(during - before >= 32 * 260 * 4 && model.budget.reservedByteCount == before)
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    let (reference, model) = (try engine(bits: 8), try engine(bits: 4))
    func failure(_ ids: [Int32], isCancelled: Bool = false) throws -> Divergence.Failure? {
      do {
        _ = try Divergence.measure(
          ids: ids, window: 60, reference: reference, model: model,
          isCancelled: { isCancelled })
        return nil
      } catch let failure as Divergence.Failure {
        return failure
      }
    }
    #expect(try failure([1]) == .tooFewTokens(1))
    #expect(try failure([1, 2], isCancelled: true) == .interrupted)
    #expect(throws: ModelError.self) { try failure([1, 260]) }
  }

  // MARK: - Tasks

  private static let items = """
    {"context": "the cat", "choices": [" sat on the mat", " thought", "s"], "answer": 0}
    {"context": "see a t", "choices": ["he", "omato", "h"], "answer": 1}
    """

  @Test func scoresAreThoseOfTheLogits() throws {
    let engine = try engine(bits: 8) {
      $0.logitsRowCount = 4
      $0.chunkLength = 5
    }
    let tokenizer = try #require(engine.tokenizer)
    let scorer = ChoiceScorer(engine: engine, tokenizer: tokenizer, file: "items")
    for item in try ChoiceItem.items(in: Array(Self.items.utf8), file: "items") {
      let sequences = try scorer.sequences(of: item)
      let scores = try scorer.scores(of: item)
      for (index, ids) in sequences.ids.enumerated() {
        #expect(
          ids
            == tokenizer.encode(
              item.context(of: index) + item.choices[index], addSpecialTokens: false))
        let rows = try engine.logits(ids).map(logProbabilities)
        let sum = (sequences.starts[index]..<ids.count).reduce(0.0) {
          $0 + rows[$1 - 1][Int(ids[$1])]
        }
        #expect(abs(scores[index] - sum) < 1e-10, "\(item.contexts)\(item.choices[index])")
      }
    }
  }

  @Test func tokensAcrossTheBorderBelongToTheChoice() throws {
    let engine = try engine(bits: 8)
    let scorer = ChoiceScorer(
      engine: engine, tokenizer: try #require(engine.tokenizer), file: "items")
    let items = try ChoiceItem.items(in: Array(Self.items.utf8), file: "items")
    #expect(try scorer.sequences(of: items[0]).starts == [6, 6, 6])
    // "see a", then the tokens " th" and "e", or " ", "t" and "omato", or " th".
    #expect(try scorer.sequences(of: items[1]).starts == [5, 7, 5])
  }

  @Test func cacheThatCannotGoBackIsFilledAnew() throws {
    // Windows of 16 in a ring of 128 positions and more, which a choice of 300 tokens overwrites.
    let path = folder.path("window")
    let configuration = ModelConfiguration(
      hiddenSize: 96, intermediateSize: 160, layerCount: 2, headCount: 6, kvHeadCount: 2,
      headDimension: 16, vocabularySize: 260, contextLength: 1024, tiesEmbeddings: true,
      layerAttention: [LayerAttention(reach: .window(16)), .plain])
    try SyntheticBlob.write(configuration, layers: .float32, to: path)
    let engine = try Engine(
      model: BlobModel(source: FileByteSource(path: path)), options: EngineOptions())
    let tokenizer = try #require(try self.engine(bits: 8).tokenizer)
    let scorer = ChoiceScorer(engine: engine, tokenizer: tokenizer, file: "items")
    let long = String(repeating: "abcdefg ", count: 38)
    let text = "{\"context\": \"x yz\", \"choices\": [\"\(long)\", \" a\"], \"answer\": 0}"
    let item = try #require(try ChoiceItem.items(in: Array(text.utf8), file: "items").first)
    let scores = try scorer.scores(of: item)
    for (index, ids) in try scorer.sequences(of: item).ids.enumerated() {
      let rows = try engine.logits(ids).map(logProbabilities)
      let goesBack = engine.cache.canTruncate(to: 3)
      #expect(goesBack == (index == 1))
      let sum = (4..<ids.count).reduce(0.0) { $0 + rows[$1 - 1][Int(ids[$1])] }
      #expect(abs(scores[index] - sum) < 1e-9)
    }
  }
}
