/// What the kernel says of the speed of each core.
enum CoreSpeeds {
  /// Work per second in relation to the machine's fastest core, which has 1024.
  case capacity
  /// The highest clock in kHz: comparable between cores of one kind only.
  case frequency

  /// The file of it in the folder of a core.
  private var file: String {
    switch self {
    case .capacity: "cpu_capacity"
    case .frequency: "cpufreq/cpuinfo_max_freq"
    }
  }

  /// Cores below this share of the fastest are of another kind.
  ///
  /// Capacities: Cortex-A53 and A55 have 25 to 48 % of what stands beside them, the middle cores of
  /// three-cluster chips 60 to 85 %. Clocks: small cores run at 60 to 78 % of the big ones'; the
  /// prime or favoured core of a chip is up to 18 % faster than its like.
  var lowestPercentage: Int {
    switch self {
    case .capacity: 50
    case .frequency: 80
    }
  }

  /// Reads the speeds of `cores`: of all of them or of none, as nothing can be said of the rest.
  ///
  /// - Parameters:
  ///   - kind: what is read.
  ///   - cores: the cores' numbers.
  ///   - folder: what the kernel shows as `/sys/devices/system/cpu`.
  /// - Returns: a speed for each core, or nothing.
  static func read(_ kind: CoreSpeeds, of cores: [Int], folder: String) -> [(core: Int, speed: Int)]
  {
    var speeds: [(core: Int, speed: Int)] = []
    for core in cores {
      guard let speed = number(in: "\(folder)/cpu\(core)/\(kind.file)") else { return [] }
      speeds.append((core, speed))
    }
    return speeds
  }

  /// Speeds above this are nonsense, and products with them could overflow.
  private static let speedLimit = 1 << 40

  /// The decimal number that is the whole content of a regular file; nil for anything else.
  private static func number(in path: String) -> Int? {
    // Thirteen digits are the most that can be right.
    guard var digits = KernelFile.bytes(at: path, limit: 16) else { return nil }
    if digits.last == UInt8(ascii: "\n") { digits.removeLast() }
    guard (1...13).contains(digits.count) else { return nil }
    guard let value = KernelFile.decimal(digits[...]) else { return nil }
    return (1...speedLimit).contains(value) ? value : nil
  }
}
