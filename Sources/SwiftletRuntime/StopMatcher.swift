/// Finds stop strings in a stream of bytes, across the borders of tokens.
///
/// Bytes that may be the start of a stop string are held back until it is clear that they are not,
/// so a stop string is never printed, not even in part.
public struct StopMatcher: Sendable {
  private let stops: [[UInt8]]
  private var pending: [UInt8] = []
  private let longest: Int

  /// A matcher of `stops`; empty ones are ignored.
  public init(stops: [String]) {
    self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty }
    longest = self.stops.map(\.count).max() ?? 0
    // A token's text is rarely over 128 bytes; more grows the array once.
    pending.reserveCapacity(longest + 1024)
  }

  /// Takes the next bytes and emits those that are surely no part of a stop string.
  ///
  /// - Parameters:
  ///   - bytes: the bytes that follow those pushed before.
  ///   - emit: called at most once with bytes to print.
  /// - Returns: true if a stop string is complete; what precedes it has been emitted.
  public mutating func push(_ bytes: [UInt8], emit: (ArraySlice<UInt8>) -> Void) -> Bool {
    pending.append(contentsOf: bytes)
    var first: Int?
    for stop in stops {
      if let position = StopMatcher.position(of: stop, in: pending) {
        first = min(first ?? position, position)
      }
    }
    if let first {
      if first > 0 { emit(pending[..<first]) }
      pending.removeAll(keepingCapacity: true)
      return true
    }
    let held = heldByteCount
    let ready = pending.count - held
    if ready > 0 {
      emit(pending[..<ready])
      pending.removeFirst(ready)
    }
    return false
  }

  /// Emits what is held back, at the end of the stream.
  public mutating func finish(emit: (ArraySlice<UInt8>) -> Void) {
    if !pending.isEmpty { emit(pending[...]) }
    pending.removeAll(keepingCapacity: true)
  }

  /// The longest end of `pending` that is the start of a stop string.
  private var heldByteCount: Int {
    var length = min(longest - 1, pending.count)
    while length > 0 {
      let end = pending[(pending.count - length)...]
      if stops.contains(where: { $0.count > length && $0.starts(with: end) }) { return length }
      length -= 1
    }
    return 0
  }

  private static func position(of stop: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= stop.count else { return nil }
    for start in 0...(bytes.count - stop.count)
    where bytes[start..<start + stop.count].elementsEqual(stop) {
      return start
    }
    return nil
  }
}
