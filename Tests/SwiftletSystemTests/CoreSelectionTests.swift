import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct CoreSelectionTests {
  /// A folder like `/sys/devices/system/cpu`.
  private final class Machine {
    let root: TemporaryFolder
    private var folders: [String] = []
    private var files: [String] = []

    init() throws { root = try TemporaryFolder() }

    func write(_ file: String, of core: Int, _ content: String) throws {
      for folder in ["cpu\(core)", "cpu\(core)/cpufreq"] {
        guard unsafe mkdir(root.path(folder), 0o700) == 0 else { continue }
        folders.append(folder)
      }
      files.append("cpu\(core)/\(file)")
      try root.write("cpu\(core)/\(file)", content)
    }

    func big(_ cores: some Sequence<Int>) -> [Int]? {
      CoreSelection(available: CoreSet(cores), folder: root.path).big?.numbers
    }

    deinit {
      for file in files { unsafe unlink(root.path(file)) }
      for folder in folders.reversed() { unsafe rmdir(root.path(folder)) }
    }
  }

  private func machine(_ file: String, _ contents: [String]) throws -> Machine {
    let machine = try Machine()
    for (core, content) in contents.enumerated() { try machine.write(file, of: core, content) }
    return machine
  }

  private func capacities(_ values: [Int]) throws -> Machine {
    try machine("cpu_capacity", values.map { "\($0)\n" })
  }

  private func frequencies(_ values: [Int]) throws -> Machine {
    try machine("cpufreq/cpuinfo_max_freq", values.map { "\($0)\n" })
  }

  /// Capacities of real chips, by the order of their cores.
  @Test(
    arguments: [
      // Four Cortex-A55, four A76: RK3588.
      ([414, 414, 414, 414, 1024, 1024, 1002, 1002], [4, 5, 6, 7]),
      // Four A53, two A72, RK3399: six at 0.37 would be worth 2.2 big ones by this measure alone.
      ([377, 377, 377, 377, 1024, 1024], [4, 5]),
      // Four A55, three A78, one X1: one prime core is no match for four.
      ([325, 325, 325, 325, 790, 790, 790, 1024], [4, 5, 6, 7]),
      // Two a little slower than the others: four at 0.88 do more than two.
      ([1024, 1024, 900, 900], nil),
      // Two fast, one at 0.6: three at 0.6 do less than two.
      ([1024, 614, 1024], [0, 2]),
      ([1024, 1024, 1024, 1024], nil),
      ([1024], nil),
    ] as [([Int], [Int]?)])
  func capacitiesTellTheBigCores(_ values: [Int], _ expected: [Int]?) throws {
    #expect(try capacities(values).big(0..<values.count) == expected)
  }

  @Test(
    arguments: [
      ([1_800_000, 1_800_000, 2_400_000, 2_400_000], [2, 3]),
      // Favoured cores of one kind.
      ([5_000_000, 5_200_000, 5_000_000, 4_900_000], nil),
    ] as [([Int], [Int]?)])
  func clocksTellThemWhereCapacitiesAreAbsent(_ values: [Int], _ expected: [Int]?) throws {
    #expect(try frequencies(values).big(0..<values.count) == expected)
  }

  @Test func onlyAvailableCoresCount() throws {
    let machine = try capacities([400, 400, 1024, 1024])
    #expect(machine.big([0, 1]) == nil)
    #expect(machine.big([0, 3]) == [3])
    #expect(machine.big([]) == nil)
  }

  @Test func malformedContentIsAsGoodAsNone() throws {
    let contents = [
      "", "\n", " 1024\n", "1024\n\n", "1024 x", "-5\n", "+1024\n", "0\n", "10_24\n", "0x400\n",
      "1024\0", "99999999999999\n", "9999999999999999999999\n", String(repeating: "1", count: 5000),
      "٣\n",
    ]
    for content in contents {
      let machine = try machine("cpu_capacity", ["400\n", "1024\n", content])
      #expect(machine.big(0..<3) == nil, "\(content.debugDescription)")
      #expect(machine.big(0..<2) == [1])
    }
  }

  @Test func whatIsNoRegularFileIsNotRead() throws {
    let machine = try capacities([400, 1024])
    // A core without the file, a folder in its place, a pipe that would never end.
    #expect(machine.big(0..<3) == nil)
    try machine.write("other", of: 2, "")
    let path = machine.root.path("cpu2/cpu_capacity")
    #expect(unsafe mkdir(path, 0o700) == 0)
    #expect(machine.big(0..<3) == nil)
    unsafe rmdir(path)
    #expect(unsafe mkfifo(path, 0o600) == 0)
    #expect(machine.big(0..<3) == nil)
    unsafe unlink(path)
  }

  @Test func whoAsksForMoreThreadsThanBigCoresGetsAllCores() throws {
    let machine = try capacities([400, 400, 1024, 1024])
    let selection = CoreSelection(available: CoreSet(0..<4), folder: machine.root.path)
    #expect(selection.availableCount == 4 && selection.threadCount == 2)
    #expect(selection.cores(forThreadCount: 1)?.numbers == [2, 3])
    #expect(selection.cores(forThreadCount: 2)?.numbers == [2, 3])
    #expect(selection.cores(forThreadCount: 3) == nil)
  }

  @Test func unknownCoresAreAllAlike() throws {
    let selection = CoreSelection(available: nil, folder: "/nowhere")
    #expect(selection.big == nil && selection.availableCount >= 1)
    #expect(selection.threadCount == selection.availableCount)
  }

  @Test func thisMachineHasNoMoreBigCoresThanCores() throws {
    let own = try #require(CoreSet.ofCallingThread())
    let current = CoreSelection.current
    #expect(current.threadCount >= 1 && current.threadCount <= current.availableCount)
    #expect((current.big?.numbers ?? []).allSatisfy { own.contains($0) })
  }
}
