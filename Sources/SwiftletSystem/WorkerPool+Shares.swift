extension WorkerPool {
  /// The share of `worker` in `count` items: contiguous, sizes differ by at most one.
  public func share(of count: Int, worker: Int) -> Range<Int> {
    (count * worker / threadCount)..<(count * (worker + 1) / threadCount)
  }

  /// The share of `worker` in `count` items that are divided between units only.
  ///
  /// Contiguous; every share begins at a multiple of `unit`, and all but the last that is not empty end
  /// at one. Sizes differ by at most a unit.
  ///
  /// - Parameters:
  ///   - count: items, 0 or more.
  ///   - unit: items that belong to one worker, at least 1.
  ///   - worker: 0 ..< the pool's thread count.
  /// - Returns: the items.
  public func share(of count: Int, unit: Int, worker: Int) -> Range<Int> {
    let units = share(of: (count + unit - 1) / unit, worker: worker)
    return min(count, units.lowerBound * unit)..<min(count, units.upperBound * unit)
  }
}
