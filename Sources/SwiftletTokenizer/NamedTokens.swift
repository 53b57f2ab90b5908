internal import SwiftletJSON
internal import SwiftletSystem

/// The roles that `tokenizer_config.json` and `special_tokens_map.json` give to tokens.
struct NamedTokens {
  /// The names in the order in which the reference adds them.
  static let roles = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  let config: JSONPlace?
  let map: JSONPlace?

  init(config: JSONPlace?, map: JSONPlace?) {
    self.config = config
    self.map = map
  }

  /// Those of a checkpoint folder.
  init(folder: SourceFolder) throws(TokenizerError) {
    let limit = TokenizerCompiler.configByteLimit
    self.init(
      config: try folder.json("tokenizer_config.json", limit: limit),
      map: try folder.json("special_tokens_map.json", limit: limit))
  }

  /// The text of the token with `role`, and where it is named; nil where neither file names one.
  func text(_ role: String) throws(TokenizerError) -> (text: String, place: JSONPlace)? {
    for file in [config, map] {
      guard let file, let place = try file.optional(role) else { continue }
      return (try NamedTokens.content(place), place)
    }
    return nil
  }

  /// Whether a file has `role`, if only as null.
  func mentions(_ role: String) -> Bool {
    config?.value.object?[role] != nil || map?.value.object?[role] != nil
  }

  /// The texts under `additional_special_tokens`.
  func additional() throws(TokenizerError) -> [(text: String, place: JSONPlace)] {
    for file in [config, map] {
      guard let file, let list = try file.optional("additional_special_tokens") else { continue }
      var result: [(text: String, place: JSONPlace)] = []
      for place in try list.elements() { result.append((try NamedTokens.content(place), place)) }
      return result
    }
    return []
  }

  /// A token written as its text or as an object with `content`.
  static func content(_ place: JSONPlace) throws(TokenizerError) -> String {
    if let text = place.value.string { return text }
    guard place.value.object != nil else {
      throw .wrongValue(place.fault("a text or an object with content"))
    }
    return try place.required("content").string()
  }

  /// A switch of `tokenizer_config.json`.
  func flag(_ key: String) throws(TokenizerError) -> Bool? {
    try config?.optional(key)?.bool()
  }
}
