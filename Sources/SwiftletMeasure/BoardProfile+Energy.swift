extension BoardProfile {
  /// What a piece of work takes by the model `P_idle * t + a * instructions + b * DRAM bytes`.
  public struct Energy: Equatable, Sendable {
    /// Joules that the board takes in that time when nothing runs.
    public let idle: Estimate
    /// Joules of the instructions.
    public let instructions: Estimate
    /// Joules of the bytes from and to memory.
    public let memory: Estimate

    /// Joules in all.
    public var total: Estimate { idle + instructions + memory }
    /// Joules beyond what the board takes when nothing runs.
    public var aboveIdle: Estimate { instructions + memory }
  }

  /// Joules of a piece of work.
  ///
  /// - Parameters:
  ///   - seconds: how long it takes.
  ///   - instructionCount: instructions that it executes, on all cores together.
  ///   - dramByteCount: bytes that it reads from memory and writes there, what caches serve left out.
  /// - Returns: the three parts.
  public func energy(seconds: Estimate, instructionCount: Estimate, dramByteCount: Estimate)
    -> Energy
  {
    Energy(
      idle: idlePower.estimate * seconds,
      instructions: joulesPerInstruction.estimate * instructionCount,
      memory: joulesPerDRAMByte.estimate * dramByteCount)
  }
}
