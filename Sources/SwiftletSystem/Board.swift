#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a machine says of itself: as the kernel shows it, and nil or empty where it does not say.
public struct Board: Equatable, Sendable {
  /// The device tree's model, like `Raspberry Pi 5 Model B Rev 1.0`, or what the firmware of a PC says.
  public var model: String?
  /// The kinds of cores.
  public var cores: [CoreKind] = []
  /// The cores that this process may use.
  public var availableCoreCount = 1
  /// Names of instructions, as the kernel spells them.
  public var features: [String] = []
  /// Bytes of a page.
  public var pageByteCount = 4096
  /// What the machine and the control groups leave of memory.
  public var memory = SystemMemory()
  /// Where memory is swapped out to.
  public var swap: [SwapArea] = []
  /// The thermometers.
  public var temperatures: [TemperatureSensor] = []
  /// What lowers the clock; nil where nobody says.
  public var throttling: Throttling?
  /// Names of what measures power.
  public var powerSensors: [String] = []
  /// How the clock is chosen, of the first core.
  public var clockGovernor: String?
  /// The share of the first core's highest clock that it may reach, if it is not all.
  public var clockLimitPercentage: Int?

  /// Nothing known.
  public init() {}

  /// Reads what the kernel shows.
  ///
  /// - Parameter root: what stands before `/proc` and `/sys`, for tests.
  /// - Returns: what is known.
  public static func current(root: String = "") -> Board {
    var board = Board()
    board.model =
      KernelFile.line(at: root + "/proc/device-tree/model")
      ?? KernelFile.line(at: root + "/sys/class/dmi/id/product_name")
    board.cores = CoreKind.all(root: root)
    board.availableCoreCount = CPUFeatures.availableCoreCount
    board.features = CoreKind.features(root: root)
    board.pageByteCount = sysconf(CInt(_SC_PAGESIZE))
    board.memory = SystemMemory.current(root: root)
    board.swap = SwapArea.all(root: root)
    board.temperatures = TemperatureSensor.all(root: root)
    board.throttling = Throttling.current(root: root)
    board.powerSensors = powerSensors(root: root)
    let clock = root + "/sys/devices/system/cpu/cpu0/cpufreq/"
    board.clockGovernor = KernelFile.line(at: clock + "scaling_governor")
    if let allowed = KernelFile.number(at: clock + "scaling_max_freq"),
      let highest = KernelFile.number(at: clock + "cpuinfo_max_freq"),
      allowed < highest, highest < 1 << 40
    {
      board.clockLimitPercentage = allowed * 100 / highest
    }
    return board
  }

  private static func powerSensors(root: String) -> [String] {
    var names: [String] = []
    for number in 0..<64 {
      let folder = "\(root)/sys/class/hwmon/hwmon\(number)"
      guard let name = KernelFile.line(at: folder + "/name") else { continue }
      // Power, or current with voltage: what an INA2xx or INA3221 shows.
      let hasCurrent = KernelFile.number(at: folder + "/curr1_input") != nil
      if KernelFile.number(at: folder + "/power1_input") != nil
        || hasCurrent && KernelFile.number(at: folder + "/in1_input") != nil
      {
        names.append(name)
      }
    }
    if KernelFile.number(at: root + "/sys/class/powercap/intel-rapl:0/energy_uj") != nil {
      names.append("intel-rapl")
    }
    return names
  }
}
