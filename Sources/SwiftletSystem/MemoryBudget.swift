internal import Synchronization

/// Why the budget or the system refused memory.
public enum MemoryBudgetError: Error, Equatable, CustomStringConvertible {
  /// The reservation would lift the sum over the cap.
  case overCap(owner: String, requestedByteCount: Int, reservedByteCount: Int, capByteCount: Int)
  /// The budget allows it and the operating system does not.
  case systemRefused(owner: String, requestedByteCount: Int)

  /// One line naming the owner and the figures.
  public var description: String {
    switch self {
    case .overCap(let owner, let requested, let reserved, let cap):
      return "memory cap: \(owner) asks for \(requested) bytes, \(reserved) of \(cap) are taken"
    case .systemRefused(let owner, let requested):
      return "memory: the system refused \(requested) bytes for \(owner)"
    }
  }
}

/// The memory cap of the process and who holds how much of it.
///
/// Every allocation beyond small change is reserved here under its owner's name before it is made.
public final class MemoryBudget: Sendable {
  /// The most bytes that may be reserved at any time.
  public let capByteCount: Int

  private struct State {
    var reserved = 0
    var peak = 0
    var reservationCount = 0
    var owners: [(name: String, byteCount: Int)] = []
  }
  private let state = Mutex(State())
  private let refusedReservation: Int?

  /// A budget of `capByteCount` bytes, nothing reserved.
  ///
  /// - Parameters:
  ///   - capByteCount: the most bytes that may be reserved.
  ///   - refusedReservation: for tests, the number of a reservation, counted from 0, that is refused whatever
  ///     is left.
  public init(capByteCount: Int, refusedReservation: Int? = nil) {
    self.capByteCount = capByteCount
    self.refusedReservation = refusedReservation
  }

  /// Takes `byteCount` bytes out of the budget until the reservation is dropped.
  ///
  /// - Parameters:
  ///   - byteCount: bytes, not negative.
  ///   - owner: who holds them, as the plan's table names it.
  /// - Returns: the reservation; its end of life gives the bytes back.
  /// - Throws: `MemoryBudgetError.overCap`.
  public func reserve(_ byteCount: Int, for owner: String) throws(MemoryBudgetError) -> Reservation
  {
    precondition(byteCount >= 0, "reserve: \(byteCount) bytes for \(owner)")
    let refusal = state.withLock { state -> MemoryBudgetError? in
      state.reservationCount += 1
      let isRefused = state.reservationCount - 1 == refusedReservation
      guard !isRefused, byteCount <= capByteCount - state.reserved else {
        return .overCap(
          owner: owner, requestedByteCount: byteCount, reservedByteCount: state.reserved,
          capByteCount: capByteCount)
      }
      state.reserved += byteCount
      state.peak = max(state.peak, state.reserved)
      if let index = state.owners.firstIndex(where: { $0.name == owner }) {
        state.owners[index].byteCount += byteCount
      } else {
        state.owners.append((owner, byteCount))
      }
      return nil
    }
    if let refusal { throw refusal }
    return Reservation(budget: self, owner: owner, byteCount: byteCount)
  }

  fileprivate func release(_ byteCount: Int, owner: String) {
    state.withLock { state in
      state.reserved -= byteCount
      if let index = state.owners.firstIndex(where: { $0.name == owner }) {
        state.owners[index].byteCount -= byteCount
      }
    }
  }

  /// Bytes reserved now.
  public var reservedByteCount: Int { state.withLock { $0.reserved } }
  /// Reservations that were asked for so far.
  public var reservationCount: Int { state.withLock { $0.reservationCount } }
  /// The most bytes that were reserved at one time.
  public var peakByteCount: Int { state.withLock { $0.peak } }
  /// Bytes reserved now by owner, in the order of their first reservation.
  public var owners: [(name: String, byteCount: Int)] { state.withLock { $0.owners } }
}

/// Bytes taken out of a budget; dropping the value gives them back.
public struct Reservation: ~Copyable, Sendable {
  /// Who holds the bytes.
  public let owner: String
  /// Bytes held.
  public let byteCount: Int
  private let budget: MemoryBudget

  fileprivate init(budget: MemoryBudget, owner: String, byteCount: Int) {
    self.budget = budget
    self.owner = owner
    self.byteCount = byteCount
  }

  deinit { budget.release(byteCount, owner: owner) }
}
