internal import SwiftletArchitecture
internal import SwiftletCheckpoint
internal import SwiftletSystem
internal import SwiftletTokenizer

/// The tokenizer of a checkpoint, and the configuration with what the tokenizer adds to it.
struct PreparedTokenizer {
  /// The configuration, with the tokenizer's own begin and end tokens.
  var configuration: ModelConfiguration
  /// The compiled tokenizer; nil if the checkpoint has none.
  var tokenizer: [UInt8]?
  /// One line per value that was added.
  var notes: [String] = []
}

extension Converter {
  /// Compiles the tokenizer and holds it against the configuration.
  func prepareTokenizer() throws(ConversionError) -> PreparedTokenizer {
    var result = PreparedTokenizer(configuration: model.configuration)
    let tokenizer: Tokenizer
    do throws(TokenizerError) {
      guard let loaded = try loadTokenizer() else {
        result.notes.append("tokenizer: none, because the checkpoint has no tokenizer files")
        return result
      }
      tokenizer = loaded
    } catch {
      throw .tokenizer(error)
    }
    let vocabularySize = model.configuration.vocabularySize
    guard tokenizer.vocabularySize <= vocabularySize else {
      throw .vocabularyTooSmall(
        InputFault(
          file: model.folder.path, place: "tokenizer",
          expected: "at most \(vocabularySize) tokens, the rows of the embedding",
          found: "\(tokenizer.vocabularySize)"))
    }
    result.tokenizer = tokenizer.binaryForm
    // Chat models end a turn with a token that config.json often leaves out.
    if let end = tokenizer.eosTokenID.map(Int.init),
      !result.configuration.eosTokenIDs.contains(end)
    {
      result.configuration.eosTokenIDs.append(end)
      result.notes.append("eos_token_id: \(end) added, the tokenizer's own")
    }
    if let begin = tokenizer.bosTokenID.map(Int.init), result.configuration.bosTokenID == nil {
      result.configuration.bosTokenID = begin
      result.notes.append("bos_token_id: \(begin), the tokenizer's own")
    }
    return result
  }

  /// The tokenizer in the folder's files, or in the metadata of a GGUF file.
  private func loadTokenizer() throws(TokenizerError) -> Tokenizer? {
    let folder = model.folder
    guard let metadata = folder.metadata else { return try Tokenizer.load(folder: folder.path) }
    return try GGUFTokenizer(metadata, file: folder.path).load()
  }
}
