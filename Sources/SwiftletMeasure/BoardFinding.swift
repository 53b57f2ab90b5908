public import SwiftletSystem

/// Something about a machine that its owner should know, in plain words.
public struct BoardFinding: Equatable, Sendable {
  /// Whether something should be done about it; else it is only good to know.
  public var isProblem: Bool
  /// A sentence or two: what is, and what to do.
  public var text: String

  /// A finding.
  public init(isProblem: Bool, text: String) {
    self.isProblem = isProblem
    self.text = text
  }

  /// Temperatures from here on make most boards lower their clock within minutes; a Raspberry Pi's limits are 80
  /// and 85 degrees.
  private static let hotMillidegrees = 75_000
  /// Below this a small model and its caches have no room.
  private static let leastAvailableByteCount = 96 << 20
  /// A card that is slower than this is worn out, or not what it says: the slowest class promises 10 MB/s.
  private static let slowBytesPerSecond = 10e6

  /// What is wrong with a machine, the worst first.
  ///
  /// - Parameters:
  ///   - board: the machine.
  ///   - modelByteCount: what a model's weights take in memory, if one is asked about.
  ///   - storage: the disk that the model lies on.
  /// - Returns: the findings, in order; none if all is well.
  public static func all(
    of board: Board, modelByteCount: Int? = nil, storage: Storage? = nil
  ) -> [BoardFinding] {
    let found =
      power(board) + heat(board) + memory(board, modelByteCount: modelByteCount)
      + cores(board) + disk(board, storage: storage)
    return found.filter(\.isProblem) + found.filter { !$0.isProblem }
  }

  private static func problem(_ text: String) -> BoardFinding {
    BoardFinding(isProblem: true, text: text)
  }

  private static func note(_ text: String) -> BoardFinding {
    BoardFinding(isProblem: false, text: text)
  }

  private static func power(_ board: Board) -> [BoardFinding] {
    guard let throttling = board.throttling else { return [] }
    var found: [BoardFinding] = []
    let advice = "Use the supply made for the board, and a short cable."
    if throttling.contains(.underVoltage) {
      found.append(problem("The supply's voltage is too low, which lowers the clock. \(advice)"))
    } else if throttling.before.contains(.underVoltage) {
      found.append(
        problem("The supply's voltage was too low at some time since the start. \(advice)"))
    }
    if !throttling.isDisjoint(with: [.throttled, .capped]) {
      found.append(problem("The firmware holds the clock down now."))
    } else if !throttling.before.isDisjoint(with: [.throttled, .capped]) {
      found.append(note("The firmware held the clock down at some time since the start."))
    }
    return found
  }

  private static func heat(_ board: Board) -> [BoardFinding] {
    var found: [BoardFinding] = []
    if board.throttling?.contains(.softTemperatureLimit) == true {
      found.append(
        problem(
          "The soft limit of the temperature is reached. "
            + "A heat sink or a fan keeps the clock up."))
    }
    for sensor in board.temperatures {
      // A laptop's core may run within 10 degrees of its limit as a matter of course; a board does not.
      let limit = min(hotMillidegrees, (sensor.criticalMillidegrees ?? .max) - 10_000)
      guard sensor.millidegrees >= limit else { continue }
      found.append(
        problem(
          "\(sensor.name) is at \(sensor.millidegrees / 1000) degrees: under load the clock will be lowered. "
            + "A heat sink or a fan helps, and so do fewer threads."))
    }
    return found
  }

  private static func memory(_ board: Board, modelByteCount: Int?) -> [BoardFinding] {
    var found: [BoardFinding] = []
    let memory = board.memory
    if let available = memory.availableByteCount {
      // A run takes three quarters of what is available where no cap was given.
      if let needed = modelByteCount, needed > available / 4 * 3 {
        found.append(
          problem(
            "The model's weights take \(mebibytes(needed)) MiB and \(mebibytes(available)) MiB are "
              + "available: a part of them will be read from the disk for each token, which is slow. "
              + "Free memory, or take a smaller model or fewer bits; `swiftlet plan` shows the choices."
          ))
      } else if available < leastAvailableByteCount {
        found.append(
          problem(
            "Only \(mebibytes(available)) MiB of memory are available. What else runs here? "
              + "A desktop takes some 300 MiB."))
      }
    }
    if let limit = memory.groupLimitByteCount, limit < memory.totalByteCount ?? .max {
      found.append(
        note(
          "A control group limits memory to \(mebibytes(limit)) MiB: "
            + "a container, or a service's setting."))
    }
    for area in board.swap where !area.isMemory && area.usedByteCount > 0 {
      found.append(
        problem(
          "\(mebibytes(area.usedByteCount)) MiB are swapped out to \(area.name): something here needs more "
            + "memory than there is, and will be slow."))
    }
    return found
  }

  private static func cores(_ board: Board) -> [BoardFinding] {
    var found: [BoardFinding] = []
    if let kind = board.cores.first(where: { $0.hasDotProducts == true }),
      !board.features.contains("asimddp")
    {
      found.append(
        problem(
          "A \(kind.name) has dot products, but the kernel does not offer them: an old kernel, "
            + "an emulator or a virtual machine. Prompts take about twice as long."))
    }
    if let percentage = board.clockLimitPercentage {
      found.append(
        problem(
          "The clock is limited to \(percentage) % of the highest (scaling_max_freq)."
        ))
    }
    if board.clockGovernor == "powersave", board.cores.contains(where: { $0.hasDotProducts != nil })
    {
      found.append(
        problem(
          "The clock's governor is powersave: the lowest clock all the time. "
            + "Try schedutil or ondemand."))
    }
    let count = board.cores.reduce(0) { $0 + $1.numbers.count }
    if board.availableCoreCount < count {
      found.append(
        note(
          "This process may use \(board.availableCoreCount) of \(count) cores "
            + "(affinity, or a container)."))
    }
    return found
  }

  private static func disk(_ board: Board, storage: Storage?) -> [BoardFinding] {
    guard let speed = storage?.bytesPerSecond, speed < slowBytesPerSecond else { return [] }
    return [
      problem(
        "The disk of the file reads \(Decimal.text(speed / 1e6, digits: 1)) MB/s: loading takes long. "
          + "A card that was faster once may be worn out.")
    ]
  }

  private static func mebibytes(_ byteCount: Int) -> String {
    Decimal.text(Double(byteCount) / 0x1p20, digits: 0)
  }
}
