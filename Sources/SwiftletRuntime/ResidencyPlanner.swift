internal import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletSystem

/// Divides a model's weights between memory and storage, under a number of bytes.
///
/// The cost of a division is what a job reads from storage that has a prompt as long as its answer:
/// every decoded token reads all streamed units once, and every chunk of the prompt the streamed layers.
/// So layers stay before parts of the head, and a longer chunk may be worth a layer.
struct ResidencyPlanner {
  /// A division and the chunk that goes with it.
  struct Choice {
    let plan: ResidencyPlan
    let chunkLength: Int
    /// All that the choice decides: weights, what streaming takes, and scratch.
    let entries: [MemoryPlan.Entry]
    /// Their bytes.
    let byteCount: Int
  }

  /// Tokens of the job's prompt, and of its answer.
  private static let jobLength = 256
  /// Tokens that go through a layer together where everything is resident: more gain nothing there.
  static let residentChunkLength = 32
  /// Chunks that are tried where layers are streamed: each doubling halves what a prompt reads.
  private static let chunkLengths = [1, 2, 4, 8, 16, 32, 64, 128]
  /// What reading a byte from memory costs beside one from storage: fast disks are some ten times slower.
  private static let memoryCost = 0.1
  /// Resident units between two streamed ones that make a second slot useless.
  ///
  /// Reading and checking a unit takes some three times as long as computing with one, where the file
  /// is in the page cache; slower storage is waited for anyway.
  private static let unitsPerLoad = 3

  let model: BlobModel
  let units: [WeightUnit]
  /// The chunk if it was asked for.
  let fixedChunkLength: Int?
  /// Positions of the context: no chunk is longer.
  let context: Int
  /// Bytes of the loader's decompression, whatever units it reads.
  let loaderDecoderByteCount: Int
  /// Bytes of scratch for a chunk.
  let scratchByteCount: (_ chunkLength: Int) -> Int

  private var candidates: [Int] {
    if let fixedChunkLength { return [min(fixedChunkLength, context)] }
    var lengths = ResidencyPlanner.chunkLengths.filter { $0 <= context }
    if let longest = lengths.last, longest < min(context, 128) { lengths.append(context) }
    return lengths
  }

  /// What a division takes in memory, by owner.
  private func entries(_ plan: ResidencyPlan, chunkLength: Int) -> [MemoryPlan.Entry] {
    func mapped(_ byteCount: Int) -> Int { AlignedBuffer.mappedByteCount(for: byteCount) }
    var entries = [
      MemoryPlan.Entry(owner: "weights", byteCount: mapped(plan.weights.byteCount))
    ]
    if plan.residency != .resident {
      let slots = plan.streamsUnits ? mapped(plan.slotCount * plan.slotByteCount) : 0
      let rows = plan.readsEmbeddingRows ? mapped(EmbeddingRows.byteCount(of: model)) : 0
      entries.append(
        .init(
          owner: "stream buffers",
          byteCount: slots + rows + mapped(UncachedFileSource.bounceByteCount)))
    }
    entries.append(
      .init(owner: "scratch", byteCount: mapped(scratchByteCount(chunkLength))))
    if plan.streamsUnits {
      // The loader has a thread with a reader of its own.
      entries.append(.init(owner: "decompression", byteCount: loaderDecoderByteCount))
      entries.append(.init(owner: "thread stacks", byteCount: BackgroundThread.stackByteCount))
    }
    return entries
  }

  /// The choice that reads least under `byteCount` bytes; nil if none fits.
  func choice(under byteCount: Int, asked: Residency?) -> Choice? {
    if asked != .partial, asked != .streamed {
      let lengths = candidates.filter { $0 <= ResidencyPlanner.residentChunkLength }
      for length in lengths.isEmpty ? candidates : lengths.reversed() {
        let choice = choice(stays: units.map { _ in true }, slotCount: 0, chunkLength: length)
        if choice.byteCount <= byteCount { return choice }
      }
      if asked == .resident { return nil }
    }
    var best: (choice: Choice, cost: Double)?
    for length in candidates {
      for slotCount in [2, 1] {
        guard let choice = largest(under: byteCount, slotCount, length, asked) else { continue }
        let cost = cost(of: choice)
        // Of equals the first: more slots, and the shorter chunk.
        if cost < best?.cost ?? .infinity { best = (choice, cost) }
      }
    }
    return best?.choice
  }

  /// The choice that takes least memory.
  func smallest(asked: Residency?) -> Choice {
    let length = candidates.first ?? 1
    if asked == .resident {
      return choice(stays: units.map { _ in true }, slotCount: 0, chunkLength: length)
    }
    let streamed = choice(stays: units.map { _ in false }, slotCount: 1, chunkLength: length)
    guard asked == nil else { return streamed }
    // Of a model of one or two layers all weights may take less than what streaming needs.
    let resident = choice(stays: units.map { _ in true }, slotCount: 0, chunkLength: length)
    return resident.byteCount <= streamed.byteCount ? resident : streamed
  }

  /// The most units that fit beside `slotCount` slots.
  private func largest(
    under byteCount: Int, _ slotCount: Int, _ chunkLength: Int, _ asked: Residency?
  ) -> Choice? {
    var stays = units.map { _ in false }
    var choice = choice(stays: stays, slotCount: slotCount, chunkLength: chunkLength)
    guard choice.byteCount <= byteCount else { return nil }
    guard asked != .streamed else { return choice }
    let layerCount = model.configuration.layerCount
    // As many layers as fit, found by bisection: more never take less.
    var (low, high) = (0, asked == .partial ? max(0, layerCount - 2) : layerCount)
    while low < high {
      let middle = (low + high + 1) / 2
      let layers = spread(middle, of: layerCount)
      let tried = self.choice(
        stays: layers + units[layerCount...].map { _ in false }, slotCount: slotCount,
        chunkLength: chunkLength)
      if tried.byteCount <= byteCount {
        (low, choice) = (middle, tried)
        stays = layers + units[layerCount...].map { _ in false }
      } else {
        high = middle - 1
      }
    }
    // Then parts of the head, then of the embedding, in what is left.
    for index in units.indices.dropFirst(layerCount) {
      stays[index] = true
      let tried = self.choice(stays: stays, slotCount: slotCount, chunkLength: chunkLength)
      if tried.byteCount <= byteCount { choice = tried } else { stays[index] = false }
    }
    return choice
  }

  /// `count` of `total` layers that stay, so that the streamed ones lie as far apart as possible: while
  /// resident layers run, the next streamed one is read.
  private func spread(_ count: Int, of total: Int) -> [Bool] {
    let streamed = total - count
    var stays = [Bool](repeating: true, count: total)
    for number in 0..<streamed { stays[(2 * number + 1) * total / (2 * streamed)] = false }
    return stays
  }

  private func choice(stays: [Bool], slotCount: Int, chunkLength: Int) -> Choice {
    let plan = ResidencyPlan(model: model, units: units, stays: stays, slotCount: slotCount)
    let entries = entries(plan, chunkLength: chunkLength)
    return Choice(
      plan: plan, chunkLength: chunkLength, entries: entries,
      byteCount: entries.reduce(0) { $0 + $1.byteCount })
  }

  /// Bytes that the job reads from storage, with a fourth more where reading and computing cannot
  /// overlap, and a tenth of those that it reads from memory.
  private func cost(of choice: Choice) -> Double {
    let job = ResidencyPlanner.jobLength
    let chunks = (job + choice.chunkLength - 1) / choice.chunkLength
    var bytes =
      Double(choice.plan.streamedLayerByteCount) * Double(chunks)
      + Double(choice.plan.streamedByteCountPerToken) * Double(job)
    if choice.plan.slotCount == 1, !hasGaps(choice.plan) { bytes *= 1.25 }
    // What stays is read from memory as often.
    let all = units.reduce(0) { $0 + $1.rawByteCount }
    return bytes + Double(all) * Double(chunks + job) * ResidencyPlanner.memoryCost
  }

  /// Whether enough resident units lie between any two streamed ones, the next pass's first included.
  private func hasGaps(_ plan: ResidencyPlan) -> Bool {
    let streamed = units.indices.filter { index in
      guard plan.weights.places[index] == nil else { return false }
      if case .embedding = units[index].kind { return false }
      return true
    }
    guard let first = streamed.first else { return true }
    let executed = units.filter { if case .embedding = $0.kind { false } else { true } }.count
    let following = streamed.dropFirst() + [first + executed]
    return zip(streamed, following).allSatisfy { $1 - $0 > ResidencyPlanner.unitsPerLoad }
  }
}
