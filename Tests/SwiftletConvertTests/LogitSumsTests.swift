// The program for boards does not choose formats.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletConvert
  import SwiftletSystem
  import Testing

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  @Suite struct LogitSumsTests {
    static let budget = MemoryBudget(capByteCount: .max / 2)

    static func values(_ rows: [[Float]]) throws -> FloatValues {
      let values = try FloatValues(rows: rows.count, width: rows[0].count, budget: budget)
      for (row, logits) in rows.enumerated() {
        for (index, logit) in logits.enumerated() {
          unsafe values.base[row * values.width + index] = logit
        }
      }
      return values
    }

    /// KL(a || b) as its definition says.
    static func divergence(_ a: [Float], _ b: [Float]) -> Double {
      func normalizer(_ logits: [Float]) -> Double {
        let top = Double(logits.max() ?? 0)
        return top + log(logits.reduce(0) { $0 + exp(Double($1) - top) })
      }
      let (first, second) = (normalizer(a), normalizer(b))
      return zip(a, b).reduce(0) {
        let p = Double($1.0) - first
        return $0 + exp(p) * (p - Double($1.1) + second)
      }
    }

    static func rows(_ count: Int, _ generator: inout SplitMix64, scale: Float) -> [[Float]] {
      (0..<count).map { _ in
        (0..<60).map { _ in scale * Float(Int64(bitPattern: generator.next()) >> 40) * 0x1p-23 }
      }
    }

    @Test(arguments: [Float(0.1), 5, 40]) func partsGiveTheDivergenceOfTheWhole(scale: Float) throws
    {
      var generator = SplitMix64(seed: 17)
      let pool = WorkerPool(threadCount: 2)
      let (a, b) = (Self.rows(5, &generator, scale: scale), Self.rows(5, &generator, scale: scale))
      let (reference, other) = (LogitSums(count: 5), LogitSums(count: 5))
      for part in 0..<3 {
        // The largest logit comes in any part.
        let range = part * 20..<part * 20 + 20
        let first = try Self.values(a.map { Array($0[range]) })
        reference.add(first, count: 20, pool: pool)
        try other.add(
          Self.values(b.map { Array($0[range]) }), count: 20, reference: first, pool: pool)
      }
      let expected = zip(a, b).reduce(0) { $0 + Self.divergence($1.0, $1.1) }
      let found = other.divergence(from: reference)
      #expect(abs(found - expected) < 2e-6 * max(1, expected), "\(found), \(expected)")
    }

    @Test func aChangedPartDivergesAsTheWholeDoes() throws {
      var generator = SplitMix64(seed: 19)
      let pool = WorkerPool(threadCount: 1)
      let a = Self.rows(4, &generator, scale: 3)
      let sums = LogitSums(count: 4)
      sums.add(try Self.values(a), count: 60, pool: pool)
      let changed = a.map { row in row.enumerated().map { $0 < 10 ? $1 + Float($0 % 3) * 0.1 : $1 }
      }
      let expected = zip(a, changed).reduce(0) { $0 + Self.divergence($1.0, $1.1) }
      let found = sums.divergence(
        ofPart: try Self.values(a.map { Array($0.prefix(10)) }),
        changed: try Self.values(changed.map { Array($0.prefix(10)) }), count: 10)
      #expect(abs(found - expected) < 1e-6, "\(found), \(expected)")
    }
  }
#endif
