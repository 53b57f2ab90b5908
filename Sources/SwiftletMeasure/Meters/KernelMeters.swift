internal import SwiftletSystem

/// A sensor on the supply that the kernel shows under `hwmon`: an INA219, 220, 226, 230, 231 or 3221.
final class HwmonMeter: EnergyMeter {
  /// A pair of files whose product is a power: volts in thousandths and amperes in thousandths.
  struct Rail: Sendable {
    let label: String
    let voltage: String
    let current: String
  }

  let name: String
  let source: String
  let covers: String
  // Data sheets: 1 % of gain for the better ones, and the shunt's own tolerance.
  let uncertainty = 0.02
  private let power: String?
  private let rails: [Rail]

  private init(name: String, source: String, covers: String, power: String?, rails: [Rail]) {
    self.name = name
    self.source = source
    self.covers = covers
    self.power = power
    self.rails = rails
  }

  /// The meters of a machine.
  static func all(root: String) -> [HwmonMeter] {
    (0..<64).compactMap { number in
      let folder = "\(root)/sys/class/hwmon/hwmon\(number)"
      guard let chip = KernelFile.line(at: folder + "/name") else { return nil }
      let power = folder + "/power1_input"
      if KernelFile.number(at: power) != nil {
        return HwmonMeter(
          name: "\(chip) \(number)", source: power, covers: "board", power: power, rails: [])
      }
      var rails: [Rail] = []
      for channel in 1...8 {
        let rail = Rail(
          label: KernelFile.line(at: "\(folder)/in\(channel)_label") ?? "rail \(channel)",
          voltage: "\(folder)/in\(channel)_input", current: "\(folder)/curr\(channel)_input")
        guard KernelFile.number(at: rail.voltage) != nil, KernelFile.number(at: rail.current) != nil
        else { continue }
        rails.append(rail)
      }
      // The rail at the board's input is all of them together.
      if let input = rails.first(where: { $0.label.hasPrefix("VDD_IN") }) { rails = [input] }
      guard let first = rails.first else { return nil }
      let isInput = rails.count == 1
      return HwmonMeter(
        name: "\(chip) \(number)", source: first.voltage + (isInput ? "" : " and others"),
        covers: isInput ? "board" : "rails " + rails.map(\.label).joined(separator: ", "),
        power: nil, rails: rails)
    }
  }

  func read() -> MeterReading {
    if let power {
      guard let microwatts = KernelFile.number(at: power) else {
        return .failed("\(power) gives no number")
      }
      return .watts(Double(microwatts) * 1e-6)
    }
    var watts = 0.0
    for rail in rails {
      guard let millivolts = KernelFile.number(at: rail.voltage),
        let milliamperes = KernelFile.number(at: rail.current)
      else { return .failed("\(rail.voltage) or \(rail.current) gives no number") }
      watts += Double(millivolts) * Double(milliamperes) * 1e-6
    }
    return .watts(watts)
  }
}

/// A battery that is being discharged.
final class BatteryMeter: EnergyMeter {
  let name: String
  let source: String
  let covers = "board"
  // Fuel gauges: a few per cent.
  let uncertainty = 0.05
  private let folder: String

  private init(name: String, folder: String) {
    self.name = name
    self.folder = folder
    source = folder
  }

  /// The batteries of a machine, by the names that boards give them.
  static func all(root: String) -> [BatteryMeter] {
    let names = [
      "battery", "BAT0", "BAT1", "BAT", "axp20x-battery", "bq27441-0", "max170xx_battery",
    ]
    return names.compactMap { name in
      let folder = "\(root)/sys/class/power_supply/\(name)"
      guard KernelFile.line(at: folder + "/type") == "Battery" else { return nil }
      return BatteryMeter(name: name, folder: folder)
    }
  }

  func read() -> MeterReading {
    guard KernelFile.line(at: folder + "/status") == "Discharging" else {
      return .failed("the battery is not being discharged")
    }
    if let microwatts = BatteryMeter.magnitude(folder + "/power_now") {
      return .watts(microwatts * 1e-6)
    }
    guard let microamperes = BatteryMeter.magnitude(folder + "/current_now"),
      let microvolts = BatteryMeter.magnitude(folder + "/voltage_now")
    else { return .failed("\(folder) has no power, and no current with voltage") }
    return .watts(microamperes * microvolts * 1e-12)
  }

  /// The number of a file, whatever its sign: drivers differ in which way a current counts.
  private static func magnitude(_ path: String) -> Double? {
    guard let line = KernelFile.line(at: path),
      let number = Int(line.hasPrefix("-") ? String(line.dropFirst()) : line), number >= 0
    else { return nil }
    return Double(number)
  }
}

/// The energy counters of x86 processors, which wrap around.
final class RAPLMeter: EnergyMeter, @unchecked Sendable {
  /// One counter.
  private struct Domain {
    let file: String
    let range: Int
    var last: Int?
    var total = 0.0
  }

  let name: String
  let source: String
  let covers: String
  let uncertainty = 0.05
  // Read by one thread, as the protocol asks.
  private var domains: [Domain]

  private init(name: String, covers: String, files: [(file: String, range: Int)]) {
    self.name = name
    self.covers = covers
    source = files[0].file + (files.count > 1 ? " and others" : "")
    domains = files.map { Domain(file: $0.file, range: $0.range) }
  }

  /// The packages' meter, which has the cores in it, and memory's, which has not.
  static func all(root: String) -> [RAPLMeter] {
    var packages: [(file: String, range: Int)] = []
    var memories: [(file: String, range: Int)] = []
    func add(_ folder: String, to list: inout [(file: String, range: Int)]) {
      let file = folder + "/energy_uj"
      guard KernelFile.number(at: file) != nil else { return }
      list.append((file, KernelFile.number(at: folder + "/max_energy_range_uj") ?? 0))
    }
    for package in 0..<16 {
      let folder = "\(root)/sys/class/powercap/intel-rapl:\(package)"
      // The platform's domain has the packages in it.
      guard let name = KernelFile.line(at: folder + "/name"), name != "psys" else { continue }
      add(folder, to: &packages)
      for part in 0..<8 {
        let inner = "\(folder)/intel-rapl:\(package):\(part)"
        if KernelFile.line(at: inner + "/name") == "dram" { add(inner, to: &memories) }
      }
    }
    var meters: [RAPLMeter] = []
    if !packages.isEmpty {
      meters.append(RAPLMeter(name: "rapl", covers: "package", files: packages))
    }
    if !memories.isEmpty {
      meters.append(RAPLMeter(name: "rapl dram", covers: "memory", files: memories))
    }
    return meters
  }

  func read() -> MeterReading {
    var sum = 0.0
    for index in domains.indices {
      guard let now = KernelFile.number(at: domains[index].file) else {
        return .failed("\(domains[index].file) gives no number")
      }
      if let last = domains[index].last {
        var step = now - last
        // Counters begin anew behind their range; at 10 readings a second not twice between two.
        if step < 0 { step += domains[index].range + 1 }
        guard step >= 0 else { return .failed("\(domains[index].file) falls, and has no range") }
        domains[index].total += Double(step) * 1e-6
      }
      domains[index].last = now
      sum += domains[index].total
    }
    return .joules(sum)
  }
}

/// Every meter that a machine has, the one that covers most first.
public enum MachineMeters {
  /// Finds them.
  ///
  /// - Parameter root: what stands before `/sys` and `/dev`, for tests.
  /// - Returns: meters that gave a reading just now.
  public static func all(root: String = "") -> [any EnergyMeter] {
    var meters: [any EnergyMeter] = []
    meters += HwmonMeter.all(root: root) as [any EnergyMeter]
    meters += BatteryMeter.all(root: root) as [any EnergyMeter]
    meters += FirmwareMeter.all(root: root) as [any EnergyMeter]
    meters += RAPLMeter.all(root: root) as [any EnergyMeter]
    let readable = meters.filter { meter in
      if case .failed = meter.read() { return false }
      return true
    }
    return readable.filter { $0.covers == "board" } + readable.filter { $0.covers != "board" }
  }
}
