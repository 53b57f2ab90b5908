import SwiftletMeasure
import SwiftletSystem
import Testing
import _SwiftletTestSupport

/// A tree of the kernel's small files, which a test changes while a meter reads it.
private struct FakeTree {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var root: String { folder.path }

  func write(_ path: String, _ text: String) throws {
    var parent = ""
    for part in path.split(separator: "/").dropLast() {
      parent += (parent.isEmpty ? "" : "/") + part
      try? folder.makeFolder(parent)
    }
    try folder.write(path, text + "\n")
  }

  func remove(_ path: String) throws { try folder.write(path, "") }
}

@Suite struct MeterTests {
  private static let power = "sys/class/hwmon/hwmon0/power1_input"

  /// Reads `meter` ten times a second while `set` changes what it shows; the joules of the middle part.
  private func energy(
    _ meter: any EnergyMeter, seconds: Double = 20, from start: Double = 2, to end: Double = 18,
    set: (Double) throws -> Void
  ) throws -> Double? {
    var trace = MeterTrace(gapLimit: 0.4)
    for step in 0...Int(seconds * 10) {
      let time = Double(step) / 10
      try set(time)
      trace.add(meter.read(), at: time)
    }
    return trace.energy(from: start, to: end)
  }

  private func isWithin(_ energy: Double?, _ truth: Double) -> Bool {
    energy.map { abs($0 - truth) <= 0.005 * truth } ?? false
  }

  @Test func constantPowerOfASensorWithAPowerFile() throws {
    let tree = try FakeTree()
    try tree.write("sys/class/hwmon/hwmon0/name", "ina219")
    try tree.write(Self.power, "2500000")
    let meter = try #require(MachineMeters.all(root: tree.root).first)
    #expect(meter.covers == "board")
    #expect(isWithin(try energy(meter) { _ in }, 40))
  }

  @Test func aRampIsIntegratedByTrapezoids() throws {
    let tree = try FakeTree()
    try tree.write("sys/class/hwmon/hwmon0/name", "ina226")
    try tree.write(Self.power, "1000000")
    let meter = try #require(MachineMeters.all(root: tree.root).first)
    let energy = try energy(meter) { time in
      try tree.write(Self.power, "\(1_000_000 + Int(time * 200_000))")
    }
    // The integral of 1 + 0.2 t from 2 to 18: 16 + 0.1 * (324 - 4).
    #expect(isWithin(energy, 48))
  }

  @Test func railsAreVoltageTimesCurrent() throws {
    let tree = try FakeTree()
    let folder = "sys/class/hwmon/hwmon1/"
    try tree.write(folder + "name", "ina3221")
    for (channel, label, volts, amperes) in [
      (1, "VDD_CPU", 5000, 300), (2, "VDD_GPU", 5000, 100), (3, "VDD_SOC", 4900, 200),
    ] {
      try tree.write(folder + "in\(channel)_label", label)
      try tree.write(folder + "in\(channel)_input", "\(volts)")
      try tree.write(folder + "curr\(channel)_input", "\(amperes)")
    }
    let meter = try #require(MachineMeters.all(root: tree.root).first)
    #expect(meter.covers == "rails VDD_CPU, VDD_GPU, VDD_SOC")
    #expect(isWithin(try energy(meter) { _ in }, 47.68))
    // The rail at the input is all of them.
    try tree.write(folder + "in1_label", "VDD_IN")
    let input = try #require(MachineMeters.all(root: tree.root).first)
    #expect(input.covers == "board")
    #expect(isWithin(try energy(input) { _ in }, 24))
  }

  @Test func countersThatWrapAround() throws {
    let tree = try FakeTree()
    let folder = "sys/class/powercap/intel-rapl:0/"
    let range = 10_000_000
    try tree.write(folder + "name", "package-0")
    try tree.write(folder + "max_energy_range_uj", "\(range)")
    try tree.write(folder + "energy_uj", "9000000")
    let inner = folder + "intel-rapl:0:0/"
    try tree.write(inner + "name", "dram")
    try tree.write(inner + "max_energy_range_uj", "\(range)")
    try tree.write(inner + "energy_uj", "0")
    // A core's domain is inside of the package's and not counted again.
    try tree.write(folder + "intel-rapl:0:1/name", "core")
    try tree.write(folder + "intel-rapl:0:1/energy_uj", "5")
    let meters = MachineMeters.all(root: tree.root)
    #expect(meters.map(\.covers) == ["package", "memory"])
    let energy = try energy(meters[0]) { time in
      let total = 9_000_000 + Int(time * 3_000_000)
      try tree.write(folder + "energy_uj", "\(total % (range + 1))")
    }
    #expect(isWithin(energy, 48))
  }

  @Test func aBatteryCountsWhileItIsDischarged() throws {
    let tree = try FakeTree()
    let folder = "sys/class/power_supply/BAT0/"
    try tree.write(folder + "type", "Battery")
    try tree.write(folder + "status", "Discharging")
    try tree.write(folder + "current_now", "-400000")
    try tree.write(folder + "voltage_now", "3700000")
    let meter = try #require(MachineMeters.all(root: tree.root).first)
    #expect(isWithin(try energy(meter) { _ in }, 23.68))
    let charged = try energy(meter) { time in
      if time > 10 { try tree.write(folder + "status", "Charging") }
    }
    #expect(charged == nil)
  }

  @Test func aSensorThatVanishesLeavesAGapAndNoZero() throws {
    let tree = try FakeTree()
    try tree.write("sys/class/hwmon/hwmon0/name", "ina219")
    try tree.write(Self.power, "2000000")
    let meter = try #require(MachineMeters.all(root: tree.root).first)
    var trace = MeterTrace(gapLimit: 0.4)
    for step in 0...100 {
      let time = Double(step) / 10
      if step == 50 { try tree.remove(Self.power) }
      trace.add(meter.read(), at: time)
    }
    #expect(isWithin(trace.energy(from: 1, to: 4), 6))
    #expect(trace.energy(from: 1, to: 9) == nil)
    #expect(trace.energy(from: 7, to: 9) == nil)
    #expect(trace.power(at: 9) == nil)
    #expect(trace.failedReadCount == 51)
    #expect(trace.fault?.contains("power1_input") == true)
    // A single missing reading is none.
    var gap = MeterTrace(gapLimit: 0.4)
    for step in 0...100 {
      gap.add(step == 50 ? .failed("busy") : .watts(3), at: Double(step) / 10)
    }
    #expect(isWithin(gap.energy(from: 1, to: 9), 24))
  }

  @Test func whatCannotBeReadIsNoMeter() throws {
    let tree = try FakeTree()
    #expect(MachineMeters.all(root: tree.root).isEmpty)
    try tree.write("sys/class/hwmon/hwmon0/name", "ina219")
    try tree.write(Self.power, "garbage")
    try tree.write("sys/class/powercap/intel-rapl:0/name", "package-0")
    try tree.write("sys/class/powercap/intel-rapl:0/energy_uj", "-5")
    try tree.write("sys/class/power_supply/BAT0/type", "Battery")
    try tree.write("sys/class/power_supply/BAT0/status", "Full")
    #expect(MachineMeters.all(root: tree.root).isEmpty)
  }

  @Test func noBytesOfSensorFilesStopAMeter() throws {
    let tree = try FakeTree()
    try tree.write("sys/class/hwmon/hwmon0/name", "ina3221")
    try tree.write("sys/class/hwmon/hwmon0/in1_input", "5000")
    try tree.write("sys/class/hwmon/hwmon0/curr1_input", "100")
    let meter = try #require(MachineMeters.all(root: tree.root).first)
    var generator = SeededGenerator(seed: 9)
    var trace = MeterTrace(gapLimit: 1)
    for step in 0..<500 {
      let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let digits = String(Int.random(in: .min ... .max, using: &generator))
      try tree.folder.write(
        "sys/class/hwmon/hwmon0/in1_input", step % 2 == 0 ? bytes : Array(digits.utf8))
      trace.add(meter.read(), at: Double(step))
    }
    #expect(trace.readCount + trace.failedReadCount == 500)
    #expect(trace.watts.allSatisfy { $0.isFinite && $0 >= 0 })
  }

  /// Lines as `vcgencmd pmic_read_adc` prints them on a Raspberry Pi 5.
  @Test func theRailsOfAPowerChipAreAddedUp() throws {
    let text = """
         3V7_WL_SW_A current(0)=0.09759000A
           1V8_SYS_A current(2)=0.20000000A
         VDD_CORE_A current(7)=1.50000000A
         3V7_WL_SW_V volt(8)=3.70000000V
           1V8_SYS_V volt(10)=1.80000000V
         VDD_CORE_V volt(15)=0.80000000V
           EXT5V_V volt(24)=5.10000000V
      """
    let watts = try #require(FirmwareMeter.power(text))
    #expect(abs(watts - 1.921083) < 1e-6)
    for text in [
      "", "EXT5V_V volt(24)=5.1V", "VDD_CORE_A current(7)=xA\nVDD_CORE_V volt(15)=1V", "a\u{0}b=c",
    ] {
      #expect(FirmwareMeter.power(text) == nil)
    }
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<300 {
      var bytes = Array(text.utf8)
      for _ in 0..<8 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      let power = FirmwareMeter.power(String(decoding: bytes, as: UTF8.self))
      #expect(power.map { $0.isFinite && $0 >= 0 } ?? true)
    }
  }

  @Test func aLogIsLaidBesideTheSamplesByTheClock() throws {
    var text = "time,volts,amperes\r\n"
    for step in 0...40 { text += "\(1_700_000_000 + step),5.0,0.6\r\n" }
    let log = try MeterLog(Array(text.utf8), file: "log.csv")
    let trace = log.trace(startSeconds: 1_700_000_010)
    #expect(isWithin(trace.energy(from: 0, to: 30), 90))
    #expect(trace.energy(from: 0, to: 60) == nil)
    for (text, words) in [
      ("a,b\n1,2\n", "time"), ("time\n1\n", "watts"), ("time,watts\n1,x\n", "line 2"),
      ("time,watts\n2,1\n1,1\n", "never fall"), ("time,watts\n1\n", "column 2"),
      ("time,watts\n1,-3\n", "0 or more"), ("", "time"),
    ] {
      #expect {
        try MeterLog(Array(text.utf8), file: "l")
      } throws: { "\($0)".contains(words) }
    }
  }
}

@Suite struct ModelledEnergyTests {
  /// A board of known coefficients, and a phase whose energy follows from them.
  @Test func theModelReproducesASyntheticTruth() throws {
    let profile = try #require(BoardProfile.named("pi-4b"))
    let work = MeasurementReport.Work(
      multiplyAccumulateCount: 1_000_000, weightByteCount: 9_000_000_000, kvByteCount: 500_000_000,
      activationByteCount: 10_000_000)
    let instructions = Estimate(4e9, low: 4e9, high: 4e9)
    let summary = PhaseSummary(
      spans: [
        .init(
          phase: .decode, repetition: 0, turn: 0, startSeconds: 1, seconds: 10, tokenCount: 100)
      ], meters: [], idleWatts: nil, works: [.decode: work], counters: [:], profile: profile,
      modelledInstructions: [.decode: instructions])
    let phase = try #require(summary.phases.first)
    let truth =
      profile.idlePower.value * 10 + profile.joulesPerInstruction.value * 4e9
      + profile.joulesPerDRAMByte.value * 9.3e9
    let interval = try #require(phase.energy.interval)
    #expect(phase.energy.kind == .modelled && interval.contains(truth))
    #expect(abs((phase.energy.value ?? 0) - truth) < 0.1 * truth)
    let perToken = try #require(phase.energyPerToken?.interval)
    #expect(perToken.contains(truth / 100))
  }

  @Test func withoutMeterAndBoardNothingIsZero() throws {
    let summary = PhaseSummary(
      spans: [
        .init(phase: .decode, repetition: 0, turn: 0, startSeconds: 0, seconds: 1, tokenCount: 5)
      ], meters: [], idleWatts: nil, works: [:], counters: [:], profile: nil,
      modelledInstructions: [:])
    let phase = try #require(summary.phases.first)
    #expect(phase.energy.kind == .unavailable && phase.energy.value == nil)
    #expect(phase.energyPerToken == nil)
  }
}
