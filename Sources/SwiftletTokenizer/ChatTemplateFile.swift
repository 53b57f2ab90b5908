internal import SwiftletJSON
internal import SwiftletSystem

/// The chat template of a checkpoint folder, as text, with the special tokens that it may name.
public struct ChatTemplateFile: Sendable {
  /// The template in Jinja.
  public let text: String
  /// The file it comes from.
  public let file: String

  /// A template that was found elsewhere.
  public init(text: String, file: String) {
    self.text = text
    self.file = file
  }

  /// Finds the template in `folder`: `chat_template.jinja` before `chat_template.json` before the key
  /// `chat_template` of `tokenizer_config.json`, of which a list has its entry `default` taken.
  ///
  /// - Returns: nil if the folder has none.
  /// - Throws: `TokenizerError`.
  public static func find(folder: String) throws(TokenizerError) -> ChatTemplateFile? {
    let folder = SourceFolder(path: folder)
    let name = "chat_template.jinja"
    if let bytes = try folder.bytes(name, limit: TokenizerCompiler.configByteLimit) {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .damagedFile(
          InputFault(
            file: folder.path(name), place: "", expected: "text in UTF-8", found: "other bytes"))
      }
      return ChatTemplateFile(text: text, file: folder.path(name))
    }
    for name in ["chat_template.json", "tokenizer_config.json"] {
      guard let root = try folder.json(name, limit: TokenizerCompiler.configByteLimit),
        let place = try root.optional("chat_template")
      else { continue }
      if let text = place.value.string { return ChatTemplateFile(text: text, file: place.file) }
      for entry in try place.elements() where try entry.optional("name")?.string() == "default" {
        return ChatTemplateFile(text: try entry.required("template").string(), file: place.file)
      }
    }
    return nil
  }

  /// The texts of the special tokens in `folder` by their roles: `bos_token`, `eos_token` and others.
  ///
  /// - Throws: `TokenizerError`.
  public static func variables(folder: String) throws(TokenizerError) -> [(
    name: String, text: String
  )] {
    let named = try NamedTokens(folder: SourceFolder(path: folder))
    var result: [(name: String, text: String)] = []
    for role in NamedTokens.roles {
      if let (text, _) = try named.text(role) { result.append((role, text)) }
    }
    return result
  }
}
