extension ConfigurationParser {
  /// Reads how embedding and layers are shared; true if only the tensors can tell about the head.
  mutating func readSharing(_ family: ModelFamily, into result: inout ModelConfiguration)
    throws(ArchitectureError) -> Bool
  {
    let tied = try config.bool("tie_word_embeddings")
    let shared = try config.bool("share_embedding")
    // MobileLLM writes tie_word_embeddings: false beside share_embedding: true; either one ties.
    let standard = family.traits.tiesEmbeddings && shared == nil
    result.tiesEmbeddings = tied ?? standard || shared == true
    let sharing = try config.bool("layer_sharing")
    result.layerRepetitions = sharing == true ? 2 : 1
    if family.missingHeadMeansTied {
      if sharing == nil { note("layer_sharing: false") }
      return shared == nil && tied != true
    }
    if tied == nil, shared == nil { note("tie_word_embeddings: \(standard)") }
    return false
  }

  /// Reads the ids that begin and end a text, dropping those that the vocabulary does not have.
  mutating func readTokens(into result: inout ModelConfiguration) throws(ArchitectureError) {
    let vocabulary = 0..<result.vocabularySize
    var begin = try config.integer("bos_token_id")
    if begin == nil { begin = try generation?.integer("bos_token_id") }
    if let id = begin {
      if vocabulary.contains(id) {
        result.bosTokenID = id
      } else {
        note("bos_token_id: none, because \(id) is outside the vocabulary")
      }
    }
    let ends =
      try config.tokenIDs("eos_token_id") + (try generation?.tokenIDs("eos_token_id") ?? [])
    for id in ends where !result.eosTokenIDs.contains(id) {
      // Stops a hostile list from making the search above quadratic; `validate` refuses it.
      if result.eosTokenIDs.count > ModelConfiguration.Limit.eosTokens { break }
      if vocabulary.contains(id) {
        result.eosTokenIDs.append(id)
      } else if !defaults.contains(where: { $0.hasPrefix("eos_token_id: \(id) dropped") }) {
        note("eos_token_id: \(id) dropped, because it is outside the vocabulary")
      }
    }
    if result.eosTokenIDs.isEmpty { note("eos_token_id: none") }
  }
}
