internal import SwiftletJSON
public import SwiftletRuntime

extension MeasurementReport {
  /// The model that was run.
  public struct Model: Equatable, Sendable {
    /// What to call it: the checkpoint's name, or the file's.
    public var name: String
    /// The file, as it was named.
    public var file: String
    /// Bytes of the file.
    public var fileByteCount: Int
    /// The file's SHA-256 in hexadecimal digits; nil if it was not computed.
    public var sha256: String?
    /// Numbers that the model was trained with, shared ones once.
    public var parameterCount: Int
    /// Stored bits per parameter of all weights.
    public var bitsPerWeight: Double
    /// The recipe's name, like `int4`; nil if the file does not say.
    public var recipe: String?
    /// Bytes of weights that a decoded token multiplies with.
    public var weightBytesPerToken: Int

    /// A model with what its file says.
    public init(
      name: String, file: String, fileByteCount: Int, sha256: String?, parameterCount: Int,
      bitsPerWeight: Double, recipe: String?, weightBytesPerToken: Int
    ) {
      self.name = name
      self.file = file
      self.fileByteCount = fileByteCount
      self.sha256 = sha256
      self.parameterCount = parameterCount
      self.bitsPerWeight = bitsPerWeight
      self.recipe = recipe
      self.weightBytesPerToken = weightBytesPerToken
    }

    var json: JSONValue {
      var object = JSONObject([
        ("name", .string(name)), ("file", .string(file)), ("file_bytes", .integer(fileByteCount)),
      ])
      object.set("sha256", sha256.map { .string($0) })
      object["parameters"] = .integer(parameterCount)
      object["bits_per_weight"] = .number(bitsPerWeight)
      object.set("recipe", recipe.map { .string($0) })
      object["weight_bytes_per_token"] = .integer(weightBytesPerToken)
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        name: try fields.text("name"), file: try fields.text("file"),
        fileByteCount: try fields.count("file_bytes"), sha256: try fields.optionalText("sha256"),
        parameterCount: try fields.count("parameters"),
        bitsPerWeight: try fields.number("bits_per_weight", from: 0),
        recipe: try fields.optionalText("recipe"),
        weightBytesPerToken: try fields.count("weight_bytes_per_token"))
      if let sha256, sha256.utf8.count != 64 || !sha256.allSatisfy(\.isHexDigit) {
        throw fields.error("sha256", "64 hexadecimal digits")
      }
    }
  }

  /// The machine that ran it.
  public struct Board: Equatable, Sendable {
    /// What the machine calls itself; nil if it does not.
    public var model: String?
    /// The board file whose coefficients were used; nil if none was.
    public var profile: String?
    /// Designs of cores, like `4 x Cortex-A76`.
    public var cores: [String]
    /// Bytes of memory; nil if the kernel does not say.
    public var memoryByteCount: Int?

    /// A machine with what is known of it.
    public init(model: String?, profile: String?, cores: [String], memoryByteCount: Int?) {
      self.model = model
      self.profile = profile
      self.cores = cores
      self.memoryByteCount = memoryByteCount
    }

    /// What to call it in a table.
    public var title: String { model ?? profile ?? "unknown board" }

    var json: JSONValue {
      var object = JSONObject()
      object.set("model", model.map { .string($0) })
      object.set("profile", profile.map { .string($0) })
      object["cores"] = .array(cores.map { .string($0) })
      object.set("memory_bytes", memoryByteCount.map { .integer($0) })
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        model: try fields.optionalText("model"), profile: try fields.optionalText("profile"),
        cores: try fields.texts("cores", limit: 1024),
        memoryByteCount: try fields.optionalCount("memory_bytes"))
    }
  }

  /// The conditions that change speed without changing results.
  public struct Environment: Equatable, Sendable {
    /// The kernel set, like `neon_dotprod`.
    public var kernels: String
    /// Threads that computed.
    public var threadCount: Int
    /// How keys and values were stored.
    public var kvFormat: String
    /// Positions of the context.
    public var context: Int
    /// How much of the weights stayed in memory: `resident`, `partial` or `streamed`.
    public var residency: String
    /// How the clock is chosen; nil if the kernel does not say.
    public var governor: String?
    /// Name and release of the operating system's kernel; nil if it does not say.
    public var system: String?

    /// Collects the conditions.
    public init(
      kernels: String, threadCount: Int, kvFormat: String, context: Int, residency: String,
      governor: String?, system: String?
    ) {
      self.kernels = kernels
      self.threadCount = threadCount
      self.kvFormat = kvFormat
      self.context = context
      self.residency = residency
      self.governor = governor
      self.system = system
    }

    var json: JSONValue {
      var object = JSONObject([
        ("kernels", .string(kernels)), ("threads", .integer(threadCount)),
        ("kv", .string(kvFormat)), ("context", .integer(context)),
        ("residency", .string(residency)),
      ])
      object.set("governor", governor.map { .string($0) })
      object.set("system", system.map { .string($0) })
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        kernels: try fields.text("kernels"), threadCount: try fields.count("threads"),
        kvFormat: try fields.text("kv"), context: try fields.count("context"),
        residency: try fields.text("residency"), governor: try fields.optionalText("governor"),
        system: try fields.optionalText("system"))
    }
  }

  /// What was done.
  public struct Workload: Equatable, Sendable {
    /// The workload file's name, or what was asked for.
    public var name: String
    /// A sentence for people; empty if there is none.
    public var summary: String
    /// Tokens of prompts in one repetition, all turns together.
    public var promptTokenCount: Int
    /// Tokens generated in one repetition, all turns together.
    public var generatedTokenCount: Int
    /// Turns of one repetition.
    public var turnCount: Int
    /// How often all of it ran.
    public var repetitionCount: Int
    /// For how long it was to be repeated; nil if the repetitions were counted.
    public var durationSeconds: Double?

    /// Describes a workload.
    public init(
      name: String, summary: String, promptTokenCount: Int, generatedTokenCount: Int,
      turnCount: Int, repetitionCount: Int, durationSeconds: Double? = nil
    ) {
      self.name = name
      self.summary = summary
      self.promptTokenCount = promptTokenCount
      self.generatedTokenCount = generatedTokenCount
      self.turnCount = turnCount
      self.repetitionCount = repetitionCount
      self.durationSeconds = durationSeconds
    }

    var json: JSONValue {
      var object = JSONObject([
        ("name", .string(name)), ("summary", .string(summary)),
        ("prompt_tokens", .integer(promptTokenCount)),
        ("generated_tokens", .integer(generatedTokenCount)), ("turns", .integer(turnCount)),
        ("repetitions", .integer(repetitionCount)),
      ])
      object.set("duration_seconds", durationSeconds.map { .number($0) })
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        name: try fields.text("name"), summary: try fields.text("summary"),
        promptTokenCount: try fields.count("prompt_tokens"),
        generatedTokenCount: try fields.count("generated_tokens"),
        turnCount: try fields.count("turns"), repetitionCount: try fields.count("repetitions"),
        durationSeconds: try fields.optionalNumber("duration_seconds", from: 0))
    }
  }

  /// The cap, what was planned under it, and what came.
  public struct Memory: Equatable, Sendable {
    /// The cap in bytes; nil without one.
    public var capByteCount: Int?
    /// What enforced the cap, like a control group; nil if the plan alone did.
    public var enforcedBy: String?
    /// The plan, owner by owner.
    public var plan: MemoryPlan
    /// The process's peak in bytes (`VmHWM`).
    public var peak: Figure
    /// The control group's own peak in bytes; nil if the process was not in one of its own.
    public var groupPeak: Figure?

    /// Collects cap, plan and peaks.
    public init(
      capByteCount: Int?, enforcedBy: String?, plan: MemoryPlan, peak: Figure,
      groupPeak: Figure? = nil
    ) {
      self.capByteCount = capByteCount
      self.enforcedBy = enforcedBy
      self.plan = plan
      self.peak = peak
      self.groupPeak = groupPeak
    }

    var json: JSONValue {
      var object = JSONObject()
      object.set("cap_bytes", capByteCount.map { .integer($0) })
      object.set("enforced_by", enforcedBy.map { .string($0) })
      object["planned_peak_bytes"] = .integer(plan.peakByteCount)
      object["plan"] = .array(
        plan.entries.map {
          .object(
            JSONObject([("owner", .string($0.owner)), ("bytes", .integer($0.byteCount))]))
        })
      object["peak"] = peak.json
      object.set("group_peak", groupPeak?.json)
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      var entries: [MemoryPlan.Entry] = []
      for entry in try fields.records("plan", limit: 256) {
        entries.append(
          MemoryPlan.Entry(owner: try entry.text("owner"), byteCount: try entry.count("bytes")))
      }
      self.init(
        capByteCount: try fields.optionalCount("cap_bytes"),
        enforcedBy: try fields.optionalText("enforced_by"), plan: MemoryPlan(entries: entries),
        peak: try fields.figure("peak"), groupPeak: try fields.optionalFigure("group_peak"))
    }
  }
}
