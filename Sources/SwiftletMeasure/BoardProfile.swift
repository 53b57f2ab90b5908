public import SwiftletJSON
internal import SwiftletSystem

/// What is known of a kind of board: the coefficients by which speed and energy are modelled where nothing can be measured.
///
/// A board file (`configs/boards/*.json`) is one object:
///
///     {
///       "format": "swiftlet-board", "version": 1,
///       "name": "pi-5", "title": "Raspberry Pi 5", "matches": ["Raspberry Pi 5"],
///       "idle_power": {"value": 2.7, "low": 2.2, "high": 3.5, "unit": "W", "source": "..."},
///       "joules_per_instruction": {..., "unit": "J"},
///       "joules_per_dram_byte": {..., "unit": "J"},
///       "memory_bandwidth": {..., "unit": "B/s"},
///       "storage_bandwidth": {..., "unit": "B/s"},
///       "cores": [
///         {
///           "name": "Cortex-A76", "count": 4, "kernels": "neon_dotprod",
///           "clock": {..., "unit": "Hz"},
///           "generated_int4": {
///             "instructions_per_weight": {..., "unit": "1"}, "cycles_per_weight": {..., "unit": "1"}
///           },
///           "generated_int8": {...}, "prompt_int4": {...}, "prompt_int8": {...}
///         }
///       ]
///     }
///
/// Each coefficient has a value above zero, an interval around it, a unit and a source. The fastest cores come first.
/// Any other key is an error.
public struct BoardProfile: Equatable, Sendable {
  /// The version of the file format; another one is refused.
  public static let formatVersion = 1
  /// The largest board file in bytes.
  public static let fileByteLimit = 1 << 20

  /// What `--board` calls it: small letters, digits and hyphens.
  public var name: String
  /// What people call it.
  public var title: String
  /// Beginnings of the names that such a machine gives itself.
  public var matches: [String]
  /// Watts when nothing runs (`P_idle`), of the whole board.
  public var idlePower: Coefficient
  /// Joules that an instruction adds (`a`), the core's static power while it runs included.
  public var joulesPerInstruction: Coefficient
  /// Joules that a byte from or to DRAM adds (`b`).
  public var joulesPerDRAMByte: Coefficient
  /// Bytes per second that all cores together read from memory.
  public var memoryBandwidth: Coefficient
  /// Bytes per second of weights that come from the storage that such a board usually has, checked.
  public var storageBandwidth: Coefficient
  /// Its cores by design, the fastest first.
  public var cores: [Cores]

  /// What multiplying with weights of one format costs a core, whatever else a token takes included.
  public struct WeightCost: Equatable, Sendable {
    /// Instructions per weight and token.
    public var instructionsPerWeight: Coefficient
    /// Cycles per weight and token with everything in the first cache.
    public var cyclesPerWeight: Coefficient

    /// A cost in instructions and cycles.
    public init(instructionsPerWeight: Coefficient, cyclesPerWeight: Coefficient) {
      self.instructionsPerWeight = instructionsPerWeight
      self.cyclesPerWeight = cyclesPerWeight
    }

    var json: JSONValue {
      .object(
        JSONObject([
          ("instructions_per_weight", instructionsPerWeight.json),
          ("cycles_per_weight", cyclesPerWeight.json),
        ]))
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      try fields.check(keys: ["instructions_per_weight", "cycles_per_weight"])
      self.init(
        instructionsPerWeight: try fields.coefficient("instructions_per_weight", unit: "1"),
        cyclesPerWeight: try fields.coefficient("cycles_per_weight", unit: "1"))
    }
  }

  /// The cores of one design.
  public struct Cores: Equatable, Sendable {
    /// Like `Cortex-A76`.
    public var name: String
    /// How many.
    public var count: Int
    /// The kernel set that Swiftlet takes there.
    public var kernels: String
    /// The clock under load in Hz.
    public var clock: Coefficient
    /// A generated token's weights in 4 bits.
    public var generatedInt4: WeightCost
    /// A generated token's weights in 8 bits.
    public var generatedInt8: WeightCost
    /// A prompt token's weights in 4 bits.
    public var promptInt4: WeightCost
    /// A prompt token's weights in 8 bits.
    public var promptInt8: WeightCost

    var json: JSONValue {
      .object(
        JSONObject([
          ("name", .string(name)), ("count", .integer(count)), ("kernels", .string(kernels)),
          ("clock", clock.json), ("generated_int4", generatedInt4.json),
          ("generated_int8", generatedInt8.json), ("prompt_int4", promptInt4.json),
          ("prompt_int8", promptInt8.json),
        ]))
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      try fields.check(keys: [
        "name", "count", "kernels", "clock", "generated_int4", "generated_int8", "prompt_int4",
        "prompt_int8",
      ])
      name = try fields.text("name")
      count = try fields.count("count")
      guard (1...4096).contains(count) else { throw fields.error("count", "1 to 4096 cores") }
      kernels = try fields.text("kernels")
      clock = try fields.coefficient("clock", unit: "Hz")
      generatedInt4 = try WeightCost(fields.fields("generated_int4"))
      generatedInt8 = try WeightCost(fields.fields("generated_int8"))
      promptInt4 = try WeightCost(fields.fields("prompt_int4"))
      promptInt8 = try WeightCost(fields.fields("prompt_int8"))
    }
  }

  /// The profile as JSON that `init(json:file:)` reads back.
  public var json: JSONValue {
    .object(
      JSONObject([
        ("format", .string("swiftlet-board")),
        ("version", .integer(BoardProfile.formatVersion)), ("name", .string(name)),
        ("title", .string(title)), ("matches", .array(matches.map { .string($0) })),
        ("idle_power", idlePower.json), ("joules_per_instruction", joulesPerInstruction.json),
        ("joules_per_dram_byte", joulesPerDRAMByte.json),
        ("memory_bandwidth", memoryBandwidth.json), ("storage_bandwidth", storageBandwidth.json),
        ("cores", .array(cores.map(\.json))),
      ]))
  }

  /// Reads a board file.
  ///
  /// - Throws: `MeasurementError`.
  public static func read(path: String) throws(MeasurementError) -> BoardProfile {
    try BoardProfile(JSONFields(path: path, byteLimit: fileByteLimit))
  }

  /// Reads a board file's text.
  ///
  /// - Throws: `MeasurementError`.
  public init(bytes: [UInt8], file: String) throws(MeasurementError) {
    try self.init(JSONFields(JSONFields.parse(bytes, file: file), file: file))
  }

  private init(_ fields: JSONFields) throws(MeasurementError) {
    guard fields.object["format"]?.string == "swiftlet-board" else {
      throw fields.error("format", "\"swiftlet-board\"")
    }
    guard fields.object["version"]?.integer == BoardProfile.formatVersion else {
      throw .versionUnknown(
        InputFault(
          file: fields.file, place: "version",
          expected: "the version \(BoardProfile.formatVersion)",
          found: fields.object["version"]?.kind ?? "nothing"))
    }
    try fields.check(keys: [
      "format", "version", "name", "title", "matches", "idle_power", "joules_per_instruction",
      "joules_per_dram_byte", "memory_bandwidth", "storage_bandwidth", "cores",
    ])
    name = try fields.text("name")
    let isName = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    guard isName, (1...60).contains(name.utf8.count) else {
      throw fields.error("name", "small letters, digits and hyphens, 60 at most")
    }
    title = try fields.text("title")
    matches = try fields.texts("matches", limit: 64)
    idlePower = try fields.coefficient("idle_power", unit: "W")
    joulesPerInstruction = try fields.coefficient("joules_per_instruction", unit: "J")
    joulesPerDRAMByte = try fields.coefficient("joules_per_dram_byte", unit: "J")
    memoryBandwidth = try fields.coefficient("memory_bandwidth", unit: "B/s")
    storageBandwidth = try fields.coefficient("storage_bandwidth", unit: "B/s")
    cores = []
    for entry in try fields.records("cores", limit: 16) { cores.append(try Cores(entry)) }
    guard !cores.isEmpty else { throw fields.error("cores", "one design of cores or more") }
  }
}
