import SwiftletJSON

extension ConfigurationParser {
  /// The rotary bases and the scaling from either style, which must not contradict each other.
  mutating func rope(_ traits: FamilyTraits) throws(ArchitectureError)
    -> (theta: Double, scaling: RopeScaling, localTheta: Double?)
  {
    var theta = try config.number("rope_theta")
    var local = traits.localRopeTheta == nil ? nil : try config.number("rope_local_base_freq")
    var scaling: RopeScaling?
    if let old = try config.object("rope_scaling") {
      scaling = try ropeScaling(old, typeIsRequired: true)
    }
    if let new = try config.object("rope_parameters") {
      var main = new
      if traits.localRopeTheta != nil {
        main = try part("full_attention", of: new)
        let second = try part("sliding_attention", of: new)
        guard try ropeScaling(second, typeIsRequired: false) == .none else {
          throw .configUnsupported(
            second.fault("rope_type", expected: "\"default\" here", found: "another"))
        }
        try merge(second, into: &local, of: "rope_local_base_freq")
        for key in new.object.entries.map(\.key)
        where key != "full_attention" && key != "sliding_attention" {
          throw .configUnsupported(
            new.fault(
              key, expected: "\"full_attention\" and \"sliding_attention\" alone", found: "a key"))
        }
      }
      let newScaling = try ropeScaling(main, typeIsRequired: false)
      if let scaling, scaling != newScaling {
        throw .configInvalid(
          config.fault(
            "rope_parameters", expected: "the same as rope_scaling", found: "another scaling"))
      }
      scaling = newScaling
      try merge(main, into: &theta, of: "rope_theta")
    }
    if theta == nil { note("rope_theta: \(traits.ropeTheta)") }
    if local == nil, let standard = traits.localRopeTheta {
      note("rope_local_base_freq: \(standard)")
      local = standard
    }
    return (theta ?? traits.ropeTheta, scaling ?? .none, local)
  }

  private func part(_ key: String, of rope: ConfigReader) throws(ArchitectureError)
    -> ConfigReader
  {
    try rope.required(key, "an object", try rope.object(key))
  }

  /// Takes the base of the newer style, which has to be that of the older under `key` if both are there.
  private func merge(_ rope: ConfigReader, into theta: inout Double?, of key: String)
    throws(ArchitectureError)
  {
    guard let new = try rope.number("rope_theta") else { return }
    if let theta, theta != new {
      throw .configInvalid(
        rope.fault("rope_theta", expected: "the \(theta) of \(key)", found: "\(new)"))
    }
    theta = new
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
