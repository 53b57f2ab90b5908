import SwiftletJSON
import SwiftletMeasure
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct BoardProfileTests {
  static func coefficient(_ value: Double, _ unit: String) -> String {
    """
    {"value": \(value), "low": \(value / 2), "high": \(value * 2), "unit": "\(unit)", "source": "a test"}
    """
  }

  static func cost(_ instructions: Double, _ cycles: Double) -> String {
    """
    {"instructions_per_weight": \(coefficient(instructions, "1")), "cycles_per_weight": \(coefficient(cycles, "1"))}
    """
  }

  static let text = """
    {
      "format": "swiftlet-board", "version": 1, "name": "test-1", "title": "Test board",
      "matches": ["Test Board"], "idle_power": \(coefficient(1.5, "W")),
      "joules_per_instruction": \(coefficient(4e-11, "J")),
      "joules_per_dram_byte": \(coefficient(1.5e-10, "J")),
      "memory_bandwidth": \(coefficient(4e9, "B/s")),
      "storage_bandwidth": \(coefficient(4e7, "B/s")),
      "cores": [{
        "name": "Cortex-A72", "count": 4, "kernels": "neon", "clock": \(coefficient(1.8e9, "Hz")),
        "generated_int4": \(cost(0.3, 0.17)), "generated_int8": \(cost(0.29, 0.17)),
        "prompt_int4": \(cost(0.22, 0.15)), "prompt_int8": \(cost(0.28, 0.16))
      }]
    }
    """

  private static func parsed(_ text: String) throws -> BoardProfile {
    try BoardProfile(bytes: Array(text.utf8), file: "b")
  }

  @Test func aBoardFileReadsBackEqual() throws {
    let profile = try Self.parsed(Self.text)
    #expect(profile.name == "test-1" && profile.cores[0].clock.value == 1.8e9)
    #expect(profile.joulesPerInstruction.interval == 2e-11...8e-11)
    #expect(try Self.parsed(profile.json.prettyText) == profile)
  }

  @Test(arguments: [
    ("\"unit\": \"W\"", "\"unit\": \"mW\"", "idle_power.unit"),
    ("\"value\": 1.5,", "\"value\": 0,", "idle_power.value"),
    ("\"low\": 0.75", "\"low\": 1.6", "idle_power.low"),
    ("\"source\": \"a test\"", "\"source\": \"\"", "idle_power.source"),
    ("\"source\": \"a test\"", "\"sauce\": \"a test\"", "idle_power"),
    ("\"name\": \"test-1\"", "\"name\": \"../x\"", "name"),
    ("\"count\": 4", "\"count\": 0", "cores[0].count"),
    ("\"title\"", "\"titel\"", ""),
    ("\"version\": 1", "\"version\": 9", "version"),
  ])
  func damageIsNamedByItsPlace(old: String, new: String, place: String) throws {
    let range = try #require(Self.text.firstRange(of: old))
    let text = String(Self.text[..<range.lowerBound]) + new + Self.text[range.upperBound...]
    do {
      _ = try Self.parsed(text)
      Issue.record("\(new) was accepted")
    } catch let error as MeasurementError {
      #expect(error.fault.place == place, "\(error)")
    }
  }

  @Test func noDamagedByteCrashesTheReader() throws {
    let bytes = Array(Self.text.utf8)
    var generator = SeededGenerator(seed: 11)
    var refused = 0
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] =
          UInt8.random(in: 32..<127, using: &generator)
      }
      do throws(MeasurementError) {
        let profile = try BoardProfile(bytes: damaged, file: "b")
        // What is accepted can be computed with.
        #expect(profile.cores.allSatisfy { $0.clock.value > 0 && $0.count > 0 })
      } catch {
        refused += 1
        #expect(!error.fault.expected.isEmpty)
      }
    }
    #expect(refused > 1500)
  }

  @Test func theModelsIntervalHoldsEveryTruthWithinTheCoefficients() throws {
    let profile = try Self.parsed(Self.text)
    var generator = SeededGenerator(seed: 4)
    func within(_ coefficient: Coefficient) -> Double {
      Double.random(in: coefficient.interval, using: &generator)
    }
    for _ in 0..<1000 {
      let seconds = Double.random(in: 0.1...100, using: &generator)
      let instructions = Double.random(in: 1e6...1e12, using: &generator)
      let bytes = Double.random(in: 1e6...1e11, using: &generator)
      let energy = profile.energy(
        seconds: Estimate(exactly: seconds), instructionCount: Estimate(exactly: instructions),
        dramByteCount: Estimate(exactly: bytes))
      let truth =
        within(profile.idlePower) * seconds + within(profile.joulesPerInstruction) * instructions
        + within(profile.joulesPerDRAMByte) * bytes
      #expect(energy.total.low <= truth && truth <= energy.total.high)
      let middle =
        1.5 * seconds + 4e-11 * instructions + 1.5e-10 * bytes
      #expect(abs(energy.total.value / middle - 1) < 1e-12)
      #expect(abs(energy.aboveIdle.value / (middle - 1.5 * seconds) - 1) < 1e-9)
    }
  }
}
