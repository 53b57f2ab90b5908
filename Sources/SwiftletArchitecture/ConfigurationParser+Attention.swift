import SwiftletJSON

extension ConfigurationParser {
  /// Reads everything about attention but heads and rotary bases.
  ///
  /// - Parameters:
  ///   - traits: the family's.
  ///   - result: where it goes; layers and context length are there already.
  /// - Throws: `ArchitectureError`.
  mutating func readAttention(_ traits: FamilyTraits, into result: inout ModelConfiguration)
    throws(ArchitectureError)
  {
    if traits.hasQueryKeyValueBias {
      result.hasAttentionBias = true
      result.omitsOutputBias = true
    } else if traits.keys.contains("attention_bias") {
      result.hasAttentionBias = try flag("attention_bias", default: false)
    }
    result.queryKeyNorm = traits.queryKeyNorm
    if traits.keys.contains("use_qk_norm"), try !flag("use_qk_norm", default: true) {
      result.queryKeyNorm = .none
    }
    if traits.keys.contains("query_pre_attn_scalar") {
      result.queryScalar = try config.number("query_pre_attn_scalar")
    }
    try readLayers(traits, into: &result)
    let hasLayersWithoutRotary = result.layerAttention.contains { $0.rotary == .none }
    if traits.keys.contains("attn_temperature_tuning"), hasLayersWithoutRotary,
      try flag("attn_temperature_tuning", default: true)
    {
      result.temperature = AttentionTemperature(
        scale: try number("attn_scale", default: 0.1),
        floor: try number("floor_scale", default: 8192))
    }
  }

  private mutating func number(_ key: String, default standard: Double)
    throws(ArchitectureError) -> Double
  {
    if let value = try config.number(key) { return value }
    note("\(key): \(standard)")
    return standard
  }

  /// What the configuration calls the attention of a layer.
  private enum LayerType: String {
    case full = "full_attention"
    case sliding = "sliding_attention"
    case chunked = "chunked_attention"
  }

  private mutating func readLayers(_ traits: FamilyTraits, into result: inout ModelConfiguration)
    throws(ArchitectureError)
  {
    if case .uniform = traits.layers { return }
    let count = result.layerCount
    // Before lists are made of it.
    try ConfigurationCheck(file: config.file).count(
      "num_hidden_layers", count, limit: ModelConfiguration.Limit.layers)
    let rotary = try rotaryLayers(traits, count)
    let types = try layerTypes(traits, rotary, count)
    let window = types.contains(.sliding) ? try slidingWindow() : 0
    let chunk = types.contains(.chunked) ? try chunkSize() : 0
    func reach(_ type: LayerType) -> LayerAttention.Reach {
      switch type {
      // One that reaches as far as the model does is no limit.
      case .sliding where window < result.contextLength: return .window(window)
      case .chunked where chunk < result.contextLength: return .chunk(chunk)
      default: return .all
      }
    }
    let layers = zip(types, rotary).map { type, isRotated in
      let isLocal = type == .sliding && traits.localRopeTheta != nil
      return LayerAttention(
        rotary: !isRotated ? .none : isLocal ? .local : .global, reach: reach(type))
    }
    result.layerAttention = layers.allSatisfy { $0 == .plain } ? [] : layers
  }

  /// Which layers have a rotary embedding.
  private mutating func rotaryLayers(_ traits: FamilyTraits, _ count: Int)
    throws(ArchitectureError) -> [Bool]
  {
    let key = "no_rope_layers"
    guard traits.keys.contains(key) else { return Array(repeating: true, count: count) }
    if let value = config.value(key), value.array?.isEmpty != true {
      guard let list = value.array, list.count == count,
        list.allSatisfy({ $0.integer == 0 || $0.integer == 1 })
      else {
        throw .configInvalid(
          config.fault(
            key, expected: "\(count) numbers, each 0 or 1", found: found(value)))
      }
      return list.map { $0.integer == 1 }
    }
    var interval = 4
    if config.value("no_rope_layer_interval") != nil {
      interval = try positive("no_rope_layer_interval")
    }
    note("\(key): every layer but each \(interval). has a rotary embedding")
    return (1...count).map { $0 % interval != 0 }
  }

  private mutating func layerTypes(_ traits: FamilyTraits, _ rotary: [Bool], _ count: Int)
    throws(ArchitectureError) -> [LayerType]
  {
    let pattern = try slidingPattern(traits, count)
    if traits.keys.contains("layer_types"), let value = config.value("layer_types") {
      let types = try layerTypes(value, traits, count)
      if let pattern, pattern != types {
        throw .configInvalid(
          config.fault(
            "sliding_window_pattern", expected: "what layer_types says", found: "another order"))
      }
      return types
    }
    switch traits.layers {
    case .uniform: return Array(repeating: .full, count: count)
    case .sliding:
      let isSliding = config.value("sliding_window") != nil
      return Array(repeating: isSliding ? .sliding : .full, count: count)
    case .slidingFromLayer, .listed:
      guard try config.bool("use_sliding_window") == true, config.value("sliding_window") != nil
      else { return Array(repeating: .full, count: count) }
      guard case .slidingFromLayer = traits.layers else {
        throw .configInvalid(
          config.fault(
            "layer_types", expected: "a list beside use_sliding_window", found: "no such key"))
      }
      let first = try config.required(
        "max_window_layers", "an integer", try config.integer("max_window_layers"))
      return (0..<count).map { $0 < first ? .full : .sliding }
    case .slidingPattern(let interval):
      if let pattern { return pattern }
      note("sliding_window_pattern: \(interval)")
      return ConfigurationParser.types(count, interval)
    case .chunkedWhereRotary:
      return rotary.map { $0 ? .chunked : .full }
    }
  }

  /// The types by `sliding_window_pattern`; nil without that key.
  private func slidingPattern(_ traits: FamilyTraits, _ count: Int) throws(ArchitectureError)
    -> [LayerType]?
  {
    let key = "sliding_window_pattern"
    guard traits.keys.contains(key), config.value(key) != nil else { return nil }
    return ConfigurationParser.types(count, try positive(key))
  }

  private static func types(_ count: Int, _ interval: Int) -> [LayerType] {
    (1...count).map { $0 % interval == 0 ? .full : .sliding }
  }

  private func layerTypes(_ value: JSONValue, _ traits: FamilyTraits, _ count: Int)
    throws(ArchitectureError) -> [LayerType]
  {
    var isChunked = false
    if case .chunkedWhereRotary = traits.layers { isChunked = true }
    let known: [LayerType] = [.full, isChunked ? .chunked : .sliding]
    guard let list = value.array, list.count == count else {
      throw .configInvalid(
        config.fault("layer_types", expected: "a list of \(count)", found: found(value)))
    }
    var types: [LayerType] = []
    for element in list {
      guard let type = element.string.flatMap(LayerType.init(rawValue:)), known.contains(type)
      else {
        throw .configUnsupported(
          config.fault(
            "layer_types",
            expected: known.map { "\"\($0.rawValue)\"" }.joined(separator: " or "),
            found: element.string.map { "\"\($0)\"" } ?? element.kind))
      }
      types.append(type)
    }
    return types
  }

  private func slidingWindow() throws(ArchitectureError) -> Int {
    if try config.bool("use_sliding_window") == false {
      throw .configInvalid(
        config.fault(
          "use_sliding_window", expected: "true beside sliding layers", found: "false"))
    }
    return try positive("sliding_window")
  }

  private mutating func chunkSize() throws(ArchitectureError) -> Int {
    if config.object["attention_chunk_size"] != nil { return try positive("attention_chunk_size") }
    note("attention_chunk_size: 8192")
    return 8192
  }

  private func found(_ value: JSONValue) -> String {
    value.array.map { "a list of \($0.count)" } ?? value.kind
  }
}
