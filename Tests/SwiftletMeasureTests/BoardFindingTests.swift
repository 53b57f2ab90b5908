import SwiftletMeasure
import SwiftletSystem
import Testing

@Suite struct BoardFindingTests {
  /// A board with nothing wrong.
  private var good: Board {
    var board = Board()
    board.cores = [
      CoreKind(name: "Cortex-A76", numbers: [0, 1, 2, 3], highestKilohertz: 2_400_000)
    ]
    board.availableCoreCount = 4
    board.features = ["asimd", "asimddp"]
    board.memory.totalByteCount = 4 << 30
    board.memory.machineAvailableByteCount = 3 << 30
    board.throttling = []
    board.temperatures = [
      TemperatureSensor(name: "cpu-thermal", millidegrees: 50_000, criticalMillidegrees: 110_000)
    ]
    board.clockGovernor = "ondemand"
    return board
  }

  private func expectOnly(
    _ words: String, isProblem: Bool = true, in findings: [BoardFinding],
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(findings.count == 1, sourceLocation: location)
    #expect(findings.first?.text.contains(words) == true, "\(findings)", sourceLocation: location)
    #expect(findings.first?.isProblem == isProblem, sourceLocation: location)
  }

  @Test func aGoodBoardHasNone() {
    #expect(BoardFinding.all(of: good, modelByteCount: 1 << 30) == [])
    #expect(BoardFinding.all(of: Board()) == [])
  }

  @Test func powerAndHeat() {
    var board = good
    board.throttling = .underVoltage
    expectOnly("too low, which", in: BoardFinding.all(of: board))
    board.throttling = Throttling(rawValue: 1 << 16)
    expectOnly("at some time", in: BoardFinding.all(of: board))
    board.throttling = .throttled
    expectOnly("clock down now", in: BoardFinding.all(of: board))
    board.throttling = Throttling(rawValue: 1 << 18)
    expectOnly("at some time", isProblem: false, in: BoardFinding.all(of: board))
    board.throttling = .softTemperatureLimit
    expectOnly("soft limit", in: BoardFinding.all(of: board))
    board.throttling = nil
    board.temperatures[0].millidegrees = 76_000
    expectOnly("76 degrees", in: BoardFinding.all(of: board))
    // A limit that is near counts before 75 degrees are reached.
    board.temperatures[0] = TemperatureSensor(
      name: "soc", millidegrees: 61_000, criticalMillidegrees: 70_000)
    expectOnly("61 degrees", in: BoardFinding.all(of: board))
  }

  @Test func memory() {
    var board = good
    expectOnly(
      "for each token", in: BoardFinding.all(of: board, modelByteCount: (3 << 30) / 4 * 3 + 1))
    board.memory.machineAvailableByteCount = 50 << 20
    expectOnly("Only 50 MiB", in: BoardFinding.all(of: board))
    board = good
    board.memory.groupLimitByteCount = 256 << 20
    expectOnly("limits memory to 256 MiB", isProblem: false, in: BoardFinding.all(of: board))
    board = good
    board.swap = [SwapArea(name: "/dev/zram0", byteCount: 1 << 30, usedByteCount: 1 << 20)]
    #expect(BoardFinding.all(of: board) == [])
    board.swap.append(SwapArea(name: "/var/swap", byteCount: 1 << 30, usedByteCount: 1 << 20))
    expectOnly("swapped out to /var/swap", in: BoardFinding.all(of: board))
  }

  @Test func coresAndClock() {
    var board = good
    board.features = ["asimd"]
    expectOnly("Cortex-A76 has dot products", in: BoardFinding.all(of: board))
    board.cores[0].name = "Cortex-A72"
    #expect(BoardFinding.all(of: board) == [])
    board = good
    board.clockGovernor = "powersave"
    expectOnly("powersave", in: BoardFinding.all(of: board))
    // On x86-64 a governor of that name lowers nothing.
    board.cores[0].name = "Some (R) Processor"
    #expect(BoardFinding.all(of: board) == [])
    board = good
    board.clockLimitPercentage = 62
    expectOnly("62 %", in: BoardFinding.all(of: board))
    board = good
    board.availableCoreCount = 2
    expectOnly("2 of 4 cores", isProblem: false, in: BoardFinding.all(of: board))
  }

  @Test func problemsComeBeforeNotes() {
    var board = good
    board.memory.groupLimitByteCount = 256 << 20
    let slow = Storage(device: "mmcblk0", kind: .sdCard, bytesPerSecond: 4e6)
    let findings = BoardFinding.all(of: board, storage: slow)
    #expect(findings.map(\.isProblem) == [true, false])
    #expect(findings.first?.text.contains("4.0 MB/s") == true)
  }
}
