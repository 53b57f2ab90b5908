/// Why a board's firmware lowers its clock, now or since it started.
///
/// The bits are those of a Raspberry Pi's `get_throttled`.
public struct Throttling: OptionSet, Equatable, Sendable {
  /// The firmware's bits.
  public let rawValue: Int
  /// Wraps the firmware's bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The supply's voltage is too low.
  public static let underVoltage = Throttling(rawValue: 1 << 0)
  /// The clock may not rise above a limit.
  public static let capped = Throttling(rawValue: 1 << 1)
  /// The clock was lowered.
  public static let throttled = Throttling(rawValue: 1 << 2)
  /// The soft limit of the temperature is reached.
  public static let softTemperatureLimit = Throttling(rawValue: 1 << 3)
  /// The four that are, without those that were.
  public static let now: Throttling = [.underVoltage, .capped, .throttled, .softTemperatureLimit]

  /// Those that were true at some time since the board started.
  public var before: Throttling { Throttling(rawValue: rawValue >> 16).intersection(.now) }

  /// Asks the firmware, else the kernel's voltage monitor.
  ///
  /// - Returns: nil on boards that tell neither.
  package static func current(root: String) -> Throttling? {
    let firmware = root + "/sys/devices/platform/soc/soc:firmware/get_throttled"
    if let text = KernelFile.line(at: firmware),
      let bits = Int(text, radix: 16), bits >= 0
    {
      return Throttling(rawValue: bits)
    }
    for number in 0..<64 {
      let folder = "\(root)/sys/class/hwmon/hwmon\(number)"
      guard KernelFile.line(at: folder + "/name") == "rpi_volt",
        let alarm = KernelFile.number(at: folder + "/in0_lcrit_alarm")
      else { continue }
      return alarm == 0 ? [] : .underVoltage
    }
    return nil
  }
}
