internal import CSwiftletSystem

/// The mailbox of a Raspberry Pi's firmware.
package enum FirmwareMailbox {
  /// What the firmware answers to a command of `vcgencmd`; nil if there is no such firmware, or no right to ask.
  package static func answer(to command: String) -> String? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
      guard let base = buffer.baseAddress,
        unsafe swiftlet_firmware_command(command, base, buffer.count) >= 0
      else { return nil }
      return unsafe String(cString: base)
    }
  }
}
