/// Repeated measurements of one kernel call.
struct Timing {
  /// Nanoseconds of one call, a value per sample, ascending.
  let nanoseconds: [Double]

  var median: Double {
    (nanoseconds[(nanoseconds.count - 1) / 2] + nanoseconds[nanoseconds.count / 2]) / 2
  }

  /// Times `body`; a sample is as many calls as take `sampleDuration`.
  ///
  /// - Parameters:
  ///   - samples: how many, at least one.
  ///   - sampleDuration: long against a clock reading, short against a time slice.
  ///   - body: one call of the kernel.
  init(samples: Int, sampleDuration: Duration, _ body: () -> Void) {
    let clock = ContinuousClock()
    // The first calls warm the caches and tell how long one takes.
    var calls = 1
    while true {
      let took = clock.measure { for _ in 0..<calls { body() } }
      if took >= sampleDuration / 2 || calls >= 1 << 24 { break }
      calls *= 2
    }
    nanoseconds = (0..<max(1, samples)).map { _ in
      clock.measure { for _ in 0..<calls { body() } } / .nanoseconds(1) / Double(calls)
    }.sorted()
  }
}
