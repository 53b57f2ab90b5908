import SwiftletJSON

extension ConfigurationParser {
  /// The default of every Llama-like configuration class of the reference.
  private static let defaultTheta = 10000.0

  /// The rotary base and scaling from either style, which must not contradict each other.
  mutating func rope() throws(ArchitectureError) -> (theta: Double, scaling: RopeScaling) {
    var theta = try config.number("rope_theta")
    var scaling: RopeScaling?
    if let old = try config.object("rope_scaling") {
      scaling = try ropeScaling(old, typeIsRequired: true)
    }
    if let new = try config.object("rope_parameters") {
      let newScaling = try ropeScaling(new, typeIsRequired: false)
      if let scaling, scaling != newScaling {
        throw .configInvalid(
          config.fault(
            "rope_parameters", expected: "the same as rope_scaling", found: "another scaling"))
      }
      scaling = newScaling
      if let newTheta = try new.number("rope_theta") {
        if let theta, theta != newTheta {
          throw .configInvalid(
            new.fault("rope_theta", expected: "the \(theta) of rope_theta", found: "\(newTheta)"))
        }
        theta = newTheta
      }
    }
    if theta == nil { note("rope_theta: \(ConfigurationParser.defaultTheta)") }
    return (theta ?? ConfigurationParser.defaultTheta, scaling ?? .none)
  }

  private mutating func ropeScaling(_ rope: ConfigReader, typeIsRequired: Bool)
    throws(ArchitectureError) -> RopeScaling
  {
    var type = try rope.string("rope_type")
    if let old = try rope.string("type") {
      if let type, type != old {
        throw .configInvalid(rope.fault("type", expected: "\"\(type)\"", found: "\"\(old)\""))
      }
      type = old
    }
    if typeIsRequired { type = try rope.required("rope_type", "a string", type) }
    if type == nil { note("\(rope.prefix)rope_type: default") }
    var keys: Set<String> = ["rope_type", "type"]
    if !typeIsRequired { keys.insert("rope_theta") }
    let scaling: RopeScaling
    switch type ?? "default" {
    case "default":
      scaling = .none
    case "linear":
      keys.insert("factor")
      scaling = .linear(factor: try number("factor", rope))
    case "llama3":
      keys.formUnion([
        "factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings",
      ])
      let original = "original_max_position_embeddings"
      scaling = .llama3(
        factor: try number("factor", rope), lowFrequencyFactor: try number("low_freq_factor", rope),
        highFrequencyFactor: try number("high_freq_factor", rope),
        originalContextLength: try rope.required(
          original, "an integer", try rope.integer(original)))
    case let other:
      throw .configUnsupported(
        rope.fault(
          "rope_type", expected: "\"default\", \"linear\" or \"llama3\"", found: "\"\(other)\""))
    }
    try checkKeys(of: rope, known: keys)
    return scaling
  }

  private func number(_ key: String, _ rope: ConfigReader) throws(ArchitectureError) -> Double {
    try rope.required(key, "a number", try rope.number(key))
  }

  private func checkKeys(of rope: ConfigReader, known: Set<String>) throws(ArchitectureError) {
    for (key, value) in rope.object.entries {
      if known.contains(key) || ConfigKeys.isOff(value) { continue }
      if let rule = ConfigKeys.neutral[key], rule.holds(for: value) { continue }
      throw .configUnsupported(
        rope.fault(
          key, expected: "no such key with this rope_type, since it may change the frequencies",
          found: value.kind))
    }
  }
}
