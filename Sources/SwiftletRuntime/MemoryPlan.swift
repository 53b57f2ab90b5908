/// What a run will hold in memory, owner by owner, computed before the first large allocation.
public struct MemoryPlan: Equatable, Sendable {
  /// One line of the table.
  public struct Entry: Equatable, Sendable {
    /// Who holds the bytes, as in the budget.
    public var owner: String
    /// Bytes, as the owner's mappings round them.
    public var byteCount: Int

    /// Collects the two.
    public init(owner: String, byteCount: Int) {
      self.owner = owner
      self.byteCount = byteCount
    }
  }

  /// The owners, largest parts of a model first as they are allocated.
  public var entries: [Entry]

  /// A plan of `entries`.
  public init(entries: [Entry]) { self.entries = entries }

  /// The same with `entries`; those of owners that are there already are added to theirs.
  func adding(_ entries: [Entry]) -> MemoryPlan {
    var sum = self
    for entry in entries {
      if let index = sum.entries.firstIndex(where: { $0.owner == entry.owner }) {
        sum.entries[index].byteCount += entry.byteCount
      } else {
        sum.entries.append(entry)
      }
    }
    return sum
  }

  /// Bytes of one owner, 0 if it is not in the plan.
  func byteCount(of owner: String) -> Int {
    entries.first { $0.owner == owner }?.byteCount ?? 0
  }

  /// The forecast of the peak: all owners together.
  public var peakByteCount: Int { entries.reduce(0) { $0 + $1.byteCount } }

  /// What the code of one process may take of memory more than that of another.
  ///
  /// The system maps more or less of a file around what is touched; a third of a MiB was seen.
  private static let processNoiseByteCount = 512 << 10

  /// A cap, in whole MiB, under which any process can follow the plan.
  ///
  /// That is the forecast of this process and a little more, as another one's code takes a little more or less.
  public var sufficientCapByteCount: Int {
    // Divided first, because the forecast of an absurd model may be near the largest number.
    let (whole, rest) = peakByteCount.quotientAndRemainder(dividingBy: 1 << 20)
    let byteCount = rest + MemoryPlan.processNoiseByteCount
    return min(whole + (byteCount + (1 << 20) - 1) >> 20, Int.max >> 20) << 20
  }

  /// The table as text, one owner a line, in MiB.
  public var table: String {
    var lines = entries.map { MemoryPlan.line($0.owner, $0.byteCount) }
    lines.append(MemoryPlan.line("in all", peakByteCount))
    return lines.joined(separator: "\n")
  }

  private static func line(_ owner: String, _ byteCount: Int) -> String {
    let figure = mebibytes(byteCount)
    return "  " + owner + String(repeating: " ", count: max(1, 20 - owner.count))
      + String(repeating: " ", count: max(0, 9 - figure.count)) + figure + " MiB"
  }

  /// Bytes as MiB with two decimals, rounded up: a cap of that size is enough.
  public static func mebibytes(_ byteCount: Int) -> String {
    // In two parts, because a hundred times a cap of petabytes does not fit 64 bits.
    let (whole, rest) = byteCount.quotientAndRemainder(dividingBy: 1 << 20)
    let hundredths = (rest * 100 + (1 << 20) - 1) >> 20
    let fraction = String(hundredths % 100)
    return "\(whole + hundredths / 100)." + (fraction.count == 1 ? "0" : "") + fraction
  }
}

/// A request that does not fit under the cap, refused before the first large allocation.
public struct OverMemoryCap: Error, Equatable, CustomStringConvertible {
  /// What the run would hold.
  public var plan: MemoryPlan
  /// The cap that was set.
  public var capByteCount: Int
  /// Changes that would lower the plan, best first.
  public var advice: [String]

  /// The refusal in one line.
  public var summary: String {
    "memory cap: expected at least \(MemoryPlan.mebibytes(plan.peakByteCount)) MiB, "
      + "found \(MemoryPlan.mebibytes(capByteCount)) MiB"
  }

  /// The table, the smallest cap that works, and what to change, over several lines.
  public var details: String {
    let smallest = plan.sufficientCapByteCount >> 20
    return plan.table + "\nThe smallest cap that works: \(smallest)M."
      + (advice.isEmpty ? "" : " To need less: " + advice.joined(separator: "; ") + ".")
  }

  /// Summary and details.
  public var description: String { summary + "\n" + details }
}
