/// Which cores of a machine whose cores differ are worth using.
public struct CoreSelection: Equatable, Sendable {
  /// Cores that the process may use, at least 1.
  public let availableCount: Int
  /// The big ones among them; nil if all are alike or the system does not say.
  public let big: CoreSet?

  /// What this machine has, asked once.
  public static let current = CoreSelection(
    available: CoreSet.ofCallingThread(), folder: "/sys/devices/system/cpu")

  /// Reads how fast the cores are.
  ///
  /// - Parameters:
  ///   - available: cores that may be used; nil if not known.
  ///   - folder: what the kernel shows as `/sys/devices/system/cpu`.
  public init(available: CoreSet?, folder: String) {
    let numbers = available?.numbers ?? []
    availableCount = numbers.isEmpty ? CPUFeatures.availableCoreCount : numbers.count
    big =
      CoreSelection.big(
        speeds: CoreSpeeds.read(.capacity, of: numbers, folder: folder), kind: .capacity)
      ?? CoreSelection.big(
        speeds: CoreSpeeds.read(.frequency, of: numbers, folder: folder), kind: .frequency)
  }

  /// The thread count where none was asked for: one per big core.
  public var threadCount: Int { big?.count ?? availableCount }

  /// Where `threadCount` threads should run; nil for anywhere.
  ///
  /// Who asks for more threads than there are big cores wants the small ones too.
  public func cores(forThreadCount threadCount: Int) -> CoreSet? {
    guard let big, threadCount <= big.count else { return nil }
    return big
  }

  /// The fastest cores, as many as make a job end soonest; nil if those are all.
  ///
  /// Workers have equal shares, so k cores do a job at k times the speed of the slowest of them. A core
  /// much slower than the fastest is not considered, even where the sum would be a little higher: it
  /// is an in-order core whose vectors are half as wide as its capacity, measured on integers, promises,
  /// and decoding waits for memory, which the big cores alone can use up.
  static func big(speeds: [(core: Int, speed: Int)], kind: CoreSpeeds) -> CoreSet? {
    let sorted = speeds.sorted { ($1.speed, $0.core) < ($0.speed, $1.core) }
    guard let fastest = sorted.first?.speed else { return nil }
    var (count, best) = (0, 0)
    for (index, entry) in sorted.enumerated()
    where entry.speed * 100 >= fastest * kind.lowestPercentage {
      let sum = (index + 1) * entry.speed
      if sum >= best { (count, best) = (index + 1, sum) }
    }
    return count < sorted.count ? CoreSet(sorted.prefix(count).map(\.core)) : nil
  }
}
