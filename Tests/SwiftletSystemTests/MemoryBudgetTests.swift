import SwiftletSystem
import Testing

@Suite struct MemoryBudgetTests {
  @Test func refusesWhatDoesNotFitAndNamesTheOwner() throws {
    let budget = MemoryBudget(capByteCount: 100)
    let first = try budget.reserve(60, for: "weights")
    do throws(MemoryBudgetError) {
      _ = try budget.reserve(41, for: "kv cache")
      Issue.record("over the cap")
    } catch {
      #expect(
        error
          == .overCap(
            owner: "kv cache", requestedByteCount: 41, reservedByteCount: 60, capByteCount: 100))
    }
    #expect(first.byteCount == 60)
  }

  @Test func droppingAReservationGivesItsBytesBack() throws {
    let budget = MemoryBudget(capByteCount: 100)
    do {
      let reservation = try budget.reserve(100, for: "a")
      #expect(budget.reservedByteCount == reservation.byteCount)
    }
    #expect(budget.reservedByteCount == 0)
    #expect(budget.peakByteCount == 100)
    _ = try budget.reserve(100, for: "b")
    #expect(budget.owners.map(\.name) == ["a", "b"])
  }

  @Test func aBufferIsZeroedAndAccountedInPages() throws {
    let budget = MemoryBudget(capByteCount: 1 << 20)
    let buffer = try AlignedBuffer(byteCount: 5000, budget: budget, owner: "x")
    #expect(budget.reservedByteCount == AlignedBuffer.mappedByteCount(for: 5000))
    #expect(unsafe buffer.bytes.allSatisfy { $0 == 0 })
    #expect(throws: MemoryBudgetError.self) {
      _ = try AlignedBuffer(byteCount: 2 << 20, budget: budget, owner: "y")
    }
  }

  @Test func thePeakCoversMemoryThatWasTouched() throws {
    let before = try #require(ProcessMemory.current())
    let budget = MemoryBudget(capByteCount: 64 << 20)
    let buffer = try AlignedBuffer(byteCount: 32 << 20, budget: budget, owner: "x")
    for page in stride(from: 0, to: buffer.byteCount, by: 4096) {
      unsafe buffer.bytes[page] = 1
    }
    let after = try #require(ProcessMemory.current())
    #expect(after.residentByteCount - before.residentByteCount > 24 << 20)
    #expect(after.peakResidentByteCount >= after.residentByteCount)
  }
}
