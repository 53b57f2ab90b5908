internal import SwiftletFormat
internal import SwiftletModel
internal import SwiftletSystem

/// What streaming has come to.
public struct StreamingStatistics: Equatable, Sendable {
  /// Raw bytes of the units that were read.
  public var loadedByteCount = 0
  /// Time spent reading, checking and decompressing, on a thread of its own.
  public var loading = Duration.zero
  /// Time that forward passes waited for a unit.
  public var waiting = Duration.zero
}

/// Reads, checks and decompresses the units that do not stay in memory, ahead of the forward pass that uses
/// them, on the thread of a `UnitLoaderThread`.
///
/// Units go through a ring of slots in the order of execution, pass after pass. The forward pass takes
/// the first of them, and gives its slot back when it is done with it. Behind the last unit of a pass come
/// the layers of the next, whether it will be made or not.
@safe final class UnitLoader: @unchecked Sendable {
  let slotCount: Int
  private let slots: AlignedBuffer
  private let slotByteCount: Int
  private let model: BlobModel
  private let reader: BlobReader
  /// Streamed units in the order of execution.
  private let layers: [WeightUnit]
  private let head: [WeightUnit]
  private let monitor = Monitor()

  // All below is used with the monitor's lock held.

  /// Units read since the start, and of those the ones given back: the difference is in the slots.
  private var produced = 0
  private var consumed = 0
  /// The loader's place in its pass, and whether the forward pass has begun that one.
  private var position = 0
  private var hasBegun = false
  private var headReadCount = 0
  /// Units that the forward pass has still to take from its pass.
  private var expected = 0
  private var isLoading = false
  private var isEnding = false
  private var failure: BlobError?
  private var statistics = StreamingStatistics()

  /// Reserves the slots.
  ///
  /// - Parameters:
  ///   - model: the blob.
  ///   - reader: a reader of it that nobody else uses.
  ///   - layers: streamed layers in order.
  ///   - head: streamed parts of the head in order.
  ///   - slotCount: slots, at least 1; 2 let reading and computing overlap everywhere.
  ///   - budget: where the slots are reserved.
  /// - Throws: `MemoryBudgetError`.
  init(
    model: BlobModel, reader: BlobReader, layers: [WeightUnit], head: [WeightUnit],
    slotCount: Int, budget: MemoryBudget
  ) throws(MemoryBudgetError) {
    self.model = model
    self.reader = reader
    self.layers = layers
    self.head = head
    self.slotCount = slotCount
    slotByteCount = (layers + head).map(\.memoryByteCount).max() ?? 0
    slots = try AlignedBuffer(
      byteCount: slotByteCount * slotCount, budget: budget, owner: "stream buffers")
  }

  /// Where slot `slot` starts.
  func slot(_ slot: Int) -> UnsafeMutableRawPointer { unsafe slots.base + slot * slotByteCount }

  /// What streaming has come to so far.
  var currentStatistics: StreamingStatistics { monitor.locked { statistics } }

  /// Announces a pass through all layers and then `headReadCount` times the head.
  ///
  /// A pass that was given up in the middle, or ended by a failure, is forgotten, and so is a failure to
  /// read ahead: what the pass needs is then read again.
  func beginPass(headReadCount: Int) {
    monitor.locked {
      if expected > 0 || failure != nil {
        while isLoading { monitor.wait() }
        (produced, consumed, position, hasBegun, failure) = (0, 0, 0, false, nil)
      } else if hasBegun {
        // The loader has done the last pass and nothing of this one.
        position = 0
      }
      hasBegun = true
      self.headReadCount = headReadCount
      expected = layers.count + headReadCount * head.count
      monitor.announceChange()
    }
  }

  /// Waits for the next unit of the pass.
  ///
  /// - Returns: the slot that holds it until `release`.
  /// - Throws: `ModelError.weightsUnreadable`.
  func acquire() throws(ModelError) -> Int {
    var error: BlobError?
    let slot = monitor.locked { () -> Int in
      precondition(expected > 0, "a unit that the pass did not announce")
      if produced == consumed, failure == nil {
        let start = ContinuousClock.now
        while produced == consumed, failure == nil { monitor.wait() }
        statistics.waiting += ContinuousClock.now - start
      }
      guard produced > consumed else {
        error = failure
        return 0
      }
      return consumed % slotCount
    }
    if let error { throw .weightsUnreadable(error.description) }
    return slot
  }

  /// Gives back the slot of the unit that was acquired.
  func release() {
    monitor.locked {
      consumed += 1
      expected -= 1
      monitor.announceChange()
    }
  }

  // MARK: - The thread

  fileprivate func end() {
    monitor.locked {
      isEnding = true
      monitor.announceChange()
    }
  }

  fileprivate func run() {
    while let (unit, slot) = next() {
      let start = ContinuousClock.now
      var error: BlobError?
      do throws(BlobError) {
        try unsafe unit.read(into: self.slot(slot), reader, model)
      } catch let caught {
        error = caught
      }
      let end = ContinuousClock.now
      monitor.locked {
        isLoading = false
        statistics.loading += end - start
        if let error {
          failure = error
        } else {
          produced += 1
          position += 1
          statistics.loadedByteCount += unit.rawByteCount
        }
        monitor.announceChange()
      }
    }
  }

  /// Waits until there is something to read and a slot for it; nil at the end.
  private func next() -> (WeightUnit, Int)? {
    monitor.locked {
      while !isEnding {
        if failure == nil, produced - consumed < slotCount, let unit = nextUnit() {
          isLoading = true
          return (unit, produced % slotCount)
        }
        monitor.wait()
      }
      return nil
    }
  }

  private func nextUnit() -> WeightUnit? {
    if position < layers.count { return layers[position] }
    guard hasBegun else { return nil }
    let headPosition = position - layers.count
    if headPosition < headReadCount * head.count { return head[headPosition % head.count] }
    // On to the next pass, of which only the layers are known.
    guard let first = layers.first else { return nil }
    (position, hasBegun) = (0, false)
    return first
  }
}

/// The thread on which a loader works; ends it when it is let go.
final class UnitLoaderThread {
  private let loader: UnitLoader
  private let thread: BackgroundThread

  /// Starts to read ahead.
  ///
  /// - Throws: `MemoryBudgetError.systemRefused` if the system gives no more threads.
  init(_ loader: UnitLoader) throws(MemoryBudgetError) {
    guard let thread = BackgroundThread({ loader.run() }) else {
      throw .systemRefused(
        owner: "thread stacks", requestedByteCount: BackgroundThread.stackByteCount)
    }
    self.loader = loader
    self.thread = thread
  }

  deinit {
    loader.end()
    thread.join()
  }
}
