// The program for boards does not choose formats.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletConvert
  import SwiftletSystem
  import Testing

  @Suite struct FormatAllocationTests {
    static func problem(_ generator: inout SplitMix64, tensors: Int) -> [[FormatAllocation
      .Candidate]]
    {
      (0..<tensors).map { _ in
        (0..<4).map { index in
          FormatAllocation.Candidate(
            byteCount: 100 * (index + 1) + Int(generator.next() % 90),
            loss: Double(generator.next() % 1000) / Double(1 + index * index))
        }
      }
    }

    static func sums(_ tensors: [[FormatAllocation.Candidate]], _ chosen: [Int]) -> (
      byteCount: Int, loss: Double
    ) {
      zip(tensors, chosen).reduce(into: (0, 0)) {
        $0.0 += $1.0[$1.1].byteCount
        $0.1 += $1.0[$1.1].loss
      }
    }

    /// The least loss that any choice within `limit` has; nil if none is.
    static func optimum(_ tensors: [[FormatAllocation.Candidate]], _ limit: Int) -> Double? {
      var best: Double?
      let count = tensors.reduce(1) { $0 * $1.count }
      for number in 0..<count {
        var (rest, chosen) = (number, [Int]())
        for tensor in tensors {
          chosen.append(rest % tensor.count)
          rest /= tensor.count
        }
        let sum = sums(tensors, chosen)
        if sum.byteCount <= limit, sum.loss < best ?? .infinity { best = sum.loss }
      }
      return best
    }

    @Test func isOptimalForTheBytesItUsesAndNeverBeyondTheLimit() throws {
      var generator = SplitMix64(seed: 3)
      var optimal = 0
      for _ in 0..<60 {
        let tensors = Self.problem(&generator, tensors: 5)
        let limit = 700 + Int(generator.next() % 1400)
        let best = Self.optimum(tensors, limit)
        guard let chosen = FormatAllocation.choose(tensors, byteLimit: limit) else {
          #expect(best == nil)
          continue
        }
        let sum = Self.sums(tensors, chosen)
        #expect(sum.byteCount <= limit)
        let least = try #require(best)
        // What it misses is at most what one tensor can gain.
        let largest = tensors.map { ($0.map(\.loss).max() ?? 0) - ($0.map(\.loss).min() ?? 0) }
          .max()
        #expect(sum.loss <= least + (largest ?? 0))
        if sum.loss == Self.optimum(tensors, sum.byteCount) { optimal += 1 }
      }
      // Steps behind one that does not fit may make it less than optimal.
      #expect(optimal > 40, "\(optimal)")
    }

    @Test func moreBytesNeverCostMore() throws {
      var generator = SplitMix64(seed: 5)
      let tensors = Self.problem(&generator, tensors: 40)
      let least = tensors.reduce(0) { $0 + ($1.map(\.byteCount).min() ?? 0) }
      #expect(FormatAllocation.choose(tensors, byteLimit: least - 1) == nil)
      var last = Double.infinity
      for limit in stride(from: least, through: least * 4, by: 2000) {
        let chosen = try #require(FormatAllocation.choose(tensors, byteLimit: limit))
        let loss = Self.sums(tensors, chosen).loss
        // A step that just fits may keep out a better one.
        #expect(loss <= last * 1.02)
        last = loss
      }
      let smallest = tensors.map { $0.map(\.loss).min() ?? 0 }.reduce(0, +)
      #expect(abs(last - smallest) < 1e-9, "with room for all of it everything is best")
    }

    @Test func formatsThatCostMoreForNothingAreNeverTaken() {
      let tensor = [(100, 5.0), (120, 5.0), (150, 6.0), (200, 1.0), (300, 1.0)].map {
        FormatAllocation.Candidate(byteCount: $0.0, loss: $0.1)
      }
      for (limit, expected) in [(100, 0), (150, 0), (199, 0), (200, 3), (1000, 3)] {
        #expect(FormatAllocation.choose([tensor], byteLimit: limit) == [expected])
      }
      #expect(FormatAllocation.choose([tensor], byteLimit: 99) == nil)
      #expect(FormatAllocation.choose([], byteLimit: 0) == [])
    }
  }
#endif
