internal import CSwiftletSystem

/// Cores of the machine by number, as affinity masks hold them.
public struct CoreSet: Equatable, Sendable {
  /// Numbers from this one on do not fit.
  static let limit = Int(SWIFTLET_CORE_WORDS) * 64

  // In place, because confining a thread must not allocate.
  private var words = InlineArray<16, UInt64>(repeating: 0)

  /// The cores `numbers`; those that no mask can hold are left out.
  public init(_ numbers: some Sequence<Int>) {
    for number in numbers where (0..<CoreSet.limit).contains(number) {
      words[number / 64] |= 1 << (number % 64)
    }
  }

  /// The cores that the calling thread may run on; nil where the system does not say.
  public static func ofCallingThread() -> CoreSet? {
    var set = CoreSet([])
    var span = set.words.mutableSpan
    let isKnown = unsafe span.withUnsafeMutableBufferPointer { words in
      unsafe swiftlet_get_thread_cores(words.baseAddress)
    }
    return isKnown != 0 ? set : nil
  }

  /// Lets the calling thread run on these cores only.
  ///
  /// - Returns: whether the system agreed.
  public func confineCallingThread() -> Bool {
    unsafe words.span.withUnsafeBufferPointer { words in
      unsafe swiftlet_set_thread_cores(words.baseAddress) != 0
    }
  }

  /// How many they are.
  public var count: Int {
    var count = 0
    for index in words.indices { count += words[index].nonzeroBitCount }
    return count
  }

  /// Their numbers, ascending.
  public var numbers: [Int] { (0..<CoreSet.limit).filter { contains($0) } }

  /// Whether core `number` is one of them.
  public func contains(_ number: Int) -> Bool {
    (0..<CoreSet.limit).contains(number) && words[number / 64] >> (number % 64) & 1 != 0
  }

  /// Whether both are the same cores.
  public static func == (one: CoreSet, other: CoreSet) -> Bool {
    one.words.indices.allSatisfy { one.words[$0] == other.words[$0] }
  }
}

extension CoreSet: CustomStringConvertible {
  /// Like `0-3,6`.
  public var description: String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { run in
      run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
    }.joined(separator: ",")
  }
}
