internal import SwiftletSystem

/// The power management chip of a Raspberry Pi 5, asked through the firmware's mailbox.
///
/// Twelve rails behind the board's own converters: what those lose, and what USB devices take, is not in it.
package final class FirmwareMeter: EnergyMeter {
  package let name = "pmic"
  package let source = "/dev/vcio, pmic_read_adc"
  package let covers = "rails of the PMIC"
  // The converter's steps: 7 mA and less at some 5 % of a small rail's current.
  package let uncertainty = 0.05

  /// The chip, if this is such a board.
  static func all(root: String) -> [FirmwareMeter] {
    guard root.isEmpty,
      KernelFile.line(at: "/proc/device-tree/model")?.hasPrefix("Raspberry Pi 5") == true
    else { return [] }
    return [FirmwareMeter()]
  }

  package func read() -> MeterReading {
    guard let text = FirmwareMailbox.answer(to: "pmic_read_adc") else {
      return .failed("the firmware's mailbox does not answer")
    }
    guard let watts = FirmwareMeter.power(text) else {
      return .failed("the firmware names no rail with current and voltage")
    }
    return .watts(watts)
  }

  /// The sum over all rails of which the text has current and voltage.
  ///
  /// Lines are like `VDD_CORE_A current(7)=0.95700000A` and `VDD_CORE_V volt(15)=0.72031400V`.
  package static func power(_ text: String) -> Double? {
    var currents: [String: Double] = [:]
    var voltages: [String: Double] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.count == 2, let equals = words[1].firstIndex(of: "="),
        let unit = words[1].last, unit == "A" || unit == "V",
        let value = Double(words[1][words[1].index(after: equals)...].dropLast()), value.isFinite,
        (0..<1000).contains(value), words[0].hasSuffix("_\(unit)")
      else { continue }
      let rail = String(words[0].dropLast(2))
      if unit == "A" { currents[rail] = value } else { voltages[rail] = value }
    }
    let powers = currents.compactMap { rail, current in voltages[rail].map { $0 * current } }
    return powers.isEmpty ? nil : powers.reduce(0, +)
  }
}
