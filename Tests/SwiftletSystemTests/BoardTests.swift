import SwiftletSystem
import Testing

@Suite struct BoardTests {
  /// What a Raspberry Pi 4 shows, shortened.
  static func raspberryPi(_ more: [(path: String, content: String)] = []) throws -> KernelTree {
    let core = "Features\t: fp asimd crc32 cpuid\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n"
    return try KernelTree(
      [
        ("/proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0"),
        ("/proc/cpuinfo", (0..<4).map { "processor\t: \($0)\n\(core)\n" }.joined()),
        ("/proc/meminfo", "MemTotal: 1000 kB\nMemAvailable:     800 kB\n"),
        (
          "/proc/swaps",
          "Filename\tType\tSize\tUsed\tPriority\n"
            + "/var/swap file\t102396\t2048\t-2\n/dev/zram0 partition 1000 0 100\n"
        ),
        ("/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "1800000\n"),
        ("/sys/devices/system/cpu/cpu0/cpufreq/scaling_max_freq", "1500000\n"),
        ("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "ondemand\n"),
        ("/sys/class/thermal/thermal_zone0/type", "cpu-thermal\n"),
        ("/sys/class/thermal/thermal_zone0/temp", "48686\n"),
        ("/sys/class/thermal/thermal_zone0/trip_point_0_type", "passive\n"),
        ("/sys/class/thermal/thermal_zone0/trip_point_1_type", "critical\n"),
        ("/sys/class/thermal/thermal_zone0/trip_point_1_temp", "110000\n"),
        ("/sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n"),
      ] + more)
  }

  @Test func everythingThatAPiShowsIsRead() throws {
    let tree = try BoardTests.raspberryPi([
      ("/sys/class/hwmon/hwmon0/name", "cpu_thermal\n"),
      ("/sys/class/hwmon/hwmon1/name", "ina226\n"),
      ("/sys/class/hwmon/hwmon1/power1_input", "3100000\n"),
    ])
    let board = Board.current(root: tree.root)
    #expect(board.model == "Raspberry Pi 4 Model B Rev 1.4")
    #expect(
      board.cores
        == [CoreKind(name: "Cortex-A72", numbers: [0, 1, 2, 3], highestKilohertz: 1_800_000)])
    #expect(board.features == ["fp", "asimd", "crc32", "cpuid"])
    #expect(board.memory.totalByteCount == 1000 << 10)
    #expect(
      board.swap == [
        SwapArea(name: "/var/swap", byteCount: 102_396 << 10, usedByteCount: 2048 << 10),
        SwapArea(name: "/dev/zram0", byteCount: 1000 << 10, usedByteCount: 0),
      ])
    #expect(board.swap.map(\.isMemory) == [false, true])
    #expect(
      board.temperatures == [
        TemperatureSensor(
          name: "cpu-thermal", millidegrees: 48_686, criticalMillidegrees: 110_000)
      ])
    #expect(board.throttling == Throttling(rawValue: 0x50005))
    #expect(board.throttling?.before == [.underVoltage, .throttled])
    #expect(board.powerSensors == ["ina226"])
    #expect(board.clockGovernor == "ondemand")
    #expect(board.clockLimitPercentage == 83)
  }

  @Test func whatIsNotThereIsNotMadeUp() throws {
    let board = Board.current(root: try KernelTree().root)
    var nothing = Board()
    nothing.availableCoreCount = board.availableCoreCount
    nothing.pageByteCount = board.pageByteCount
    #expect(board == nothing)
  }

  @Test func designsAreKeptApart() throws {
    let tree = try KernelTree([
      (
        "/proc/cpuinfo",
        """
        processor\t: 0
        CPU implementer\t: 0x41
        CPU part\t: 0xd05

        processor\t: 1
        CPU implementer\t: 0x41
        CPU part\t: 0xd0b

        processor\t: 2
        CPU implementer\t: 0x51
        CPU part\t: 0xd0b

        processor\t: 3
        model name\t: Some (R) Processor
        """
      )
    ])
    let kinds = CoreKind.all(root: tree.root)
    #expect(
      kinds.map(\.name) == [
        "Cortex-A55", "Cortex-A76", "implementer 0x51, part 0xd0b", "Some (R) Processor",
      ])
    #expect(kinds.map(\.hasDotProducts) == [true, true, nil, nil])
  }

  @Test func theVoltageMonitorIsAskedWhereTheFirmwareIsSilent() throws {
    let name = "/sys/class/hwmon/hwmon2/name"
    let alarm = "/sys/class/hwmon/hwmon2/in0_lcrit_alarm"
    let low = try KernelTree([(name, "rpi_volt\n"), (alarm, "1\n")])
    #expect(Throttling.current(root: low.root) == .underVoltage)
    let good = try KernelTree([(name, "rpi_volt\n"), (alarm, "0\n")])
    #expect(Throttling.current(root: good.root) == [])
    let other = try KernelTree([(name, "nvme\n"), (alarm, "1\n")])
    #expect(Throttling.current(root: other.root) == nil)
  }

  @Test(arguments: ["", "\n", "zz\n", "-1\n", "99999999999999999999\n"])
  func nonsenseIsNoState(text: String) throws {
    let tree = try KernelTree([("/sys/devices/platform/soc/soc:firmware/get_throttled", text)])
    #expect(Throttling.current(root: tree.root) == nil)
  }

  @Test func hostileTextsCannotDriveATerminal() throws {
    let tree = try KernelTree([
      ("/proc/device-tree/model", "a\u{1b}[2Jb"),
      (
        "/proc/cpuinfo",
        "processor : 0\nmodel name : x\u{1b}y\nprocessor : -3\nprocessor : 99999999999999999999\n"
      ),
      (
        "/proc/swaps",
        "head\n/dev/a\u{1b} partition 99999999999999999 0 1\n/dev/b partition 1 2 1\nshort\n"
      ),
    ])
    let board = Board.current(root: tree.root)
    #expect(board.model?.contains("\u{1b}") == false)
    #expect(board.cores.map(\.numbers) == [[0]])
    #expect(board.cores.first?.name.contains("\u{1b}") == false)
    #expect(board.swap.isEmpty)
  }
}
