internal import SwiftletSystem

/// The deterministic random generator of the tests, so that a failing test can be repeated.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var base: SplitMix64

  /// Starts the sequence of `seed`.
  public init(seed: UInt64) { base = SplitMix64(seed: seed) }

  /// The next 64 bits of the sequence.
  public mutating func next() -> UInt64 { base.next() }
}
