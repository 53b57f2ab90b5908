#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Zeroed memory of a fixed size under a reservation, aligned to a page.
///
/// Mapped rather than taken from the heap: the bytes go back to the system at once when the buffer
/// ends, and the heap's own growth stays small change.
@safe public struct AlignedBuffer: ~Copyable, @unchecked Sendable {
  /// The memory, which lives as long as the buffer.
  @unsafe public let base: UnsafeMutableRawPointer
  /// Bytes asked for.
  public let byteCount: Int
  private let mappedByteCount: Int
  private let reservation: Reservation

  /// Reserves, maps and touches `byteCount` bytes for `owner`, rounded up to pages.
  ///
  /// - Parameters:
  ///   - byteCount: bytes, not negative; 0 still maps a page.
  ///   - budget: where they are reserved.
  ///   - owner: the owner's name in the budget.
  ///   - usesHugePages: for buffers that are filled and read as a whole, such as weights: fewer page
  ///     borders, at which prefetchers stop. What is touched becomes resident in larger steps.
  /// - Throws: `MemoryBudgetError` if the cap or the system says no.
  public init(
    byteCount: Int, budget: MemoryBudget, owner: String, usesHugePages: Bool = false
  ) throws(MemoryBudgetError) {
    let mapped = AlignedBuffer.mappedByteCount(for: byteCount)
    let reservation = try budget.reserve(mapped, for: owner)
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    guard let base = unsafe mmap(nil, mapped, PROT_READ | PROT_WRITE, flags, -1, 0),
      unsafe base != MAP_FAILED
    else {
      throw .systemRefused(owner: owner, requestedByteCount: mapped)
    }
    // A wish: without it the buffer is as large and as good, a little slower. Only whole huge pages
    // inside the mapping are used, so nothing beyond it becomes resident.
    if usesHugePages { unsafe madvise(base, mapped, MADV_HUGEPAGE) }
    // What the budget counts the process has from here on: a lack of memory shows now, not in the middle
    // of a text, the plan's peak is met however short a run is, and no page fault falls into a token.
    let page = Int(getpagesize())
    for offset in stride(from: 0, to: mapped, by: page) {
      unsafe base.storeBytes(of: 0, toByteOffset: offset, as: UInt8.self)
    }
    unsafe self.base = base
    self.byteCount = byteCount
    self.mappedByteCount = mapped
    self.reservation = reservation
  }

  deinit { unsafe munmap(base, mappedByteCount) }

  /// What a buffer of `byteCount` bytes takes out of the budget: whole pages, at least one.
  public static func mappedByteCount(for byteCount: Int) -> Int {
    let page = Int(getpagesize())
    return max(1, (byteCount + page - 1) / page) * page
  }

  /// The bytes as a buffer pointer, valid while `self` lives.
  @unsafe public var bytes: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(start: base, count: byteCount)
  }
}
