extension WorkerPool {
  /// The share of `worker` in `count` items: contiguous, sizes differ by at most one.
  ///
  /// The larger ones come first, because the caller, worker 0, is the first to begin.
  public func share(of count: Int, worker: Int) -> Range<Int> {
    let (size, larger) = count.quotientAndRemainder(dividingBy: threadCount)
    let start = worker * size + min(worker, larger)
    return start..<(start + size + (worker < larger ? 1 : 0))
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
