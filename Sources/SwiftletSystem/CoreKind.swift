/// Cores of one design among those of the machine.
public struct CoreKind: Equatable, Sendable {
  /// Like `Cortex-A76`, or what the processor calls itself; `unknown` if it says nothing.
  public var name: String
  /// The cores' numbers.
  public var numbers: [Int]
  /// The highest clock of the fastest of them in kHz; nil where the kernel does not say.
  public var highestKilohertz: Int?

  /// A kind with what is known of it.
  public init(name: String, numbers: [Int], highestKilohertz: Int?) {
    self.name = name
    self.numbers = numbers
    self.highestKilohertz = highestKilohertz
  }

  /// Reads `/proc/cpuinfo` and the clocks.
  ///
  /// - Parameter root: what stands before `/proc` and `/sys`, for tests.
  /// - Returns: a kind for each design, in the order of their first cores.
  package static func all(root: String) -> [CoreKind] {
    let text = KernelFile.bytes(at: root + "/proc/cpuinfo", limit: 1 << 20) ?? []
    var kinds: [CoreKind] = []
    for entry in processors(text) {
      let clock = KernelFile.number(
        at: "\(root)/sys/devices/system/cpu/cpu\(entry.number)/cpufreq/cpuinfo_max_freq")
      if let index = kinds.firstIndex(where: { $0.name == entry.name }) {
        kinds[index].numbers.append(entry.number)
        kinds[index].highestKilohertz =
          [kinds[index].highestKilohertz, clock].compactMap { $0 }.max()
      } else {
        kinds.append(
          CoreKind(name: entry.name, numbers: [entry.number], highestKilohertz: clock))
      }
    }
    return kinds
  }

  /// The names of the instructions that all cores have, as the kernel spells them.
  package static func features(root: String) -> [String] {
    let text = KernelFile.bytes(at: root + "/proc/cpuinfo", limit: 1 << 20) ?? []
    for line in KernelFile.lines(text) {
      guard let (key, value) = field(line), key == "Features" || key == "flags" else { continue }
      return value.split(separator: " ").map(String.init)
    }
    return []
  }

  /// Each processor's number and design.
  private static func processors(_ text: [UInt8]) -> [(number: Int, name: String)] {
    var found: [(number: Int, name: String)] = []
    var implementer = ""
    for line in KernelFile.lines(text) {
      guard let (key, value) = field(line) else { continue }
      switch key {
      case "processor":
        guard let number = Int(value), number >= 0 else { continue }
        found.append((number, "unknown"))
      case "model name" where !found.isEmpty: found[found.count - 1].name = value
      case "CPU implementer": implementer = value
      case "CPU part" where !found.isEmpty:
        let known = implementer == "0x41" ? armDesigns[value] : nil
        found[found.count - 1].name = known ?? "implementer \(implementer), part \(value)"
      default: break
      }
    }
    return found
  }

  /// `key : value` of a line, without the blanks around either.
  private static func field(_ line: ArraySlice<UInt8>) -> (key: String, value: String)? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
      let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
      var bytes = bytes.drop(while: isBlank)
      while let last = bytes.last, isBlank(last) { bytes.removeLast() }
      return InputFault.escaped(String(decoding: bytes, as: UTF8.self))
    }
    return (trimmed(line[..<colon]), trimmed(line[(colon + 1)...]))
  }

  /// Part numbers of Arm's own designs, from their technical reference manuals.
  private static let armDesigns = [
    "0xd03": "Cortex-A53", "0xd04": "Cortex-A35", "0xd05": "Cortex-A55", "0xd07": "Cortex-A57",
    "0xd08": "Cortex-A72", "0xd09": "Cortex-A73", "0xd0a": "Cortex-A75", "0xd0b": "Cortex-A76",
    "0xd0c": "Neoverse N1", "0xd0d": "Cortex-A77", "0xd40": "Neoverse V1", "0xd41": "Cortex-A78",
    "0xd42": "Cortex-A78AE", "0xd44": "Cortex-X1", "0xd46": "Cortex-A510", "0xd47": "Cortex-A710",
    "0xd48": "Cortex-X2", "0xd49": "Neoverse N2", "0xd4b": "Cortex-A78C", "0xd4d": "Cortex-A715",
    "0xd4e": "Cortex-X3", "0xd4f": "Neoverse V2", "0xd80": "Cortex-A520", "0xd81": "Cortex-A720",
  ]

  /// Arm's designs without dot products; every later one has them.
  private static let withoutDotProducts: Set = [
    "Cortex-A53", "Cortex-A35", "Cortex-A57", "Cortex-A72", "Cortex-A73",
  ]

  /// Whether the design has dot products; nil if it is not known.
  package var hasDotProducts: Bool? {
    guard CoreKind.armDesigns.values.contains(name) else { return nil }
    return !CoreKind.withoutDotProducts.contains(name)
  }
}
