internal import SwiftletArchitecture
internal import SwiftletCheckpoint
internal import SwiftletSystem
internal import SwiftletTemplate
internal import SwiftletTokenizer

/// The tokenizer of a checkpoint, and the configuration with what the tokenizer adds to it.
struct PreparedTokenizer {
  /// The configuration, with the tokenizer's own begin and end tokens.
  var configuration: ModelConfiguration
  /// The tokenizer; nil if the checkpoint has none.
  var loaded: Tokenizer?
  /// The compiled tokenizer; nil if the checkpoint has none.
  var tokenizer: [UInt8]?
  /// The compiled chat template; nil if the checkpoint has none that can be used.
  var chatTemplate: [UInt8]?
  /// One line per value that was added.
  var notes: [String] = []

  /// Bytes of tokenizer and template before compression.
  var byteCount: Int { (tokenizer?.count ?? 0) + (chatTemplate?.count ?? 0) }
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
    result.loaded = tokenizer
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
    try prepareChatTemplate(&result)
    return result
  }

  /// The ids of the calibration text; nil if the recipe needs none.
  func calibrationTokens(_ prepared: PreparedTokenizer) throws(ConversionError) -> [Int32]? {
    guard options.recipe.needsText else { return nil }
    #if SWIFTLET_WITHOUT_CALIBRATION
      throw .calibrationFailed(
        InputFault(
          file: model.folder.configurationFile, place: "",
          expected: "a program that can calibrate and choose formats",
          found: "the one for boards, which is kept small"))
    #else
      return try encodedText(prepared)
    #endif
  }

  private func encodedText(_ prepared: PreparedTokenizer) throws(ConversionError) -> [Int32] {
    guard let calibration = options.calibration else {
      preconditionFailure("a recipe that needs a text without one")
    }
    let limit = model.configuration.vocabularySize
    let ids: [Int32]
    switch calibration.content {
    case .ids(let found): ids = found
    case .text(let text):
      guard let tokenizer = prepared.loaded else {
        throw .calibrationFailed(
          InputFault(
            file: calibration.name, place: "",
            expected: "token ids, as the checkpoint has no tokenizer",
            found: "text"))
      }
      ids = tokenizer.encode(text, addSpecialTokens: false)
    }
    guard ids.count >= CalibrationText.leastTokenCount else {
      throw .calibrationFailed(
        InputFault(
          file: calibration.name, place: "",
          expected: "at least \(CalibrationText.leastTokenCount) tokens",
          found: "\(ids.count)"))
    }
    if let index = ids.firstIndex(where: { $0 < 0 || Int($0) >= limit }) {
      throw .calibrationFailed(
        InputFault(
          file: calibration.name, place: "token \(index)", expected: "an id below \(limit)",
          found: "\(ids[index])"))
    }
    return CalibrationText.excerpt(of: ids, count: options.calibrationTokenLimit)
  }

  /// Compiles the chat template; one that cannot be used is left out, as the model runs without it.
  private func prepareChatTemplate(_ result: inout PreparedTokenizer) throws(ConversionError) {
    let folder = model.folder
    var failure: TokenizerError?
    do throws(TokenizerError) {
      let template: ChatTemplateFile?
      let variables: [(name: String, text: String)]
      if let metadata = folder.metadata {
        let tokenizer = GGUFTokenizer(metadata, file: folder.path)
        template = tokenizer.chatTemplate
        variables = try tokenizer.namedTokens()
      } else {
        template = try ChatTemplateFile.find(folder: folder.path)
        variables = try ChatTemplateFile.variables(folder: folder.path)
      }
      guard let template else { return }
      do throws(TemplateError) {
        result.chatTemplate = try ChatTemplate(
          text: template.text, file: template.file, variables: variables
        ).binaryForm
      } catch {
        result.notes.append("chat template: left out; \(error)")
      }
    } catch {
      failure = error
    }
    if let failure { throw .tokenizer(failure) }
  }

  /// The tokenizer in the folder's files, or in the metadata of a GGUF file.
  private func loadTokenizer() throws(TokenizerError) -> Tokenizer? {
    let folder = model.folder
    guard let metadata = folder.metadata else { return try Tokenizer.load(folder: folder.path) }
    return try GGUFTokenizer(metadata, file: folder.path).load()
  }
}
