import SwiftletFormat
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem
import SwiftletTemplate
import SwiftletTokenizer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension CalendarDate {
  /// The local time; nil if the system does not tell.
  static var now: CalendarDate? {
    var seconds = time(nil)
    var parts = unsafe tm()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return nil }
    return unsafe CalendarDate(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
      hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec),
      weekday: Int(parts.tm_wday), dayOfYear: Int(parts.tm_yday) + 1)
  }
}

/// Where chat templates and conversations come from.
enum ConversationSource {
  /// The template in the file `path`, with a model's special tokens.
  ///
  /// - Throws: `ByteSourceError`, `CommandFailure`, `TemplateError`.
  static func template(file path: String, variables: [(name: String, text: String)]) throws
    -> ChatTemplate
  {
    let text = try InputText.read(FileByteSource(path: path))
    return try ChatTemplate(text: text, file: path, variables: variables)
  }

  /// The template of a blob, or the one in `file`, with the blob's special tokens.
  ///
  /// - Throws: `CommandFailure` if there is neither; the readers' errors.
  static func template(_ model: BlobModel, tokenizer: Tokenizer, file: String?) throws
    -> ChatTemplate
  {
    if let file {
      var variables = try model.chatTemplate()?.variables ?? []
      if variables.isEmpty {
        for (name, id) in [
          ("bos_token", tokenizer.bosTokenID), ("eos_token", tokenizer.eosTokenID),
        ] {
          guard let id else { continue }
          variables.append((name, tokenizer.decode([id], skipSpecialTokens: false)))
        }
      }
      return try template(file: file, variables: variables)
    }
    guard let template = try model.chatTemplate() else {
      throw CommandFailure.badInput(
        InputFault(
          file: model.reader.source.name, place: "",
          expected: "a model with a chat template, or --template with one",
          found: "a model without"))
    }
    return template
  }

  /// The messages of a JSON file: objects with `role` and `content`.
  ///
  /// - Throws: `ByteSourceError`, `JSONError`, `CommandFailure`.
  static func messages(file path: String) throws -> [Conversation.Message] {
    let root = try json(path)
    guard let list = root.array ?? root.object?["messages"]?.array else {
      throw fault(path, "", "a list of messages", root.kind)
    }
    return try list.enumerated().map { index, value in
      guard let role = value.object?["role"]?.string, let content = value.object?["content"]?.string
      else {
        throw fault(path, "[\(index)]", "an object with the texts role and content", value.kind)
      }
      return Conversation.Message(role: role, content: content)
    }
  }

  /// The conversations of a JSON file: a list of messages, an object with `messages` and what else a template
  /// is given, or a list of such objects.
  ///
  /// - Throws: `ByteSourceError`, `JSONError`, `CommandFailure`.
  static func inputs(file path: String) throws -> [ChatTemplate.Input] {
    let root = try json(path)
    let entries: [JSONValue]
    if let list = root.array, list.contains(where: { $0.object?["messages"] != nil }) {
      entries = list
    } else if root.array != nil {
      entries = [.object(JSONObject([("messages", root)]))]
    } else {
      entries = [root]
    }
    return try entries.enumerated().map { index, entry in
      guard let object = entry.object, let messages = object["messages"]?.array else {
        throw fault(path, "[\(index)]", "a conversation: a list of messages", entry.kind)
      }
      var input = ChatTemplate.Input(
        messages: messages.map { TemplateValue($0) },
        tools: object["tools"].map { TemplateValue($0) },
        addsGenerationPrompt: object["add_generation_prompt"]?.bool ?? true)
      input.arguments = (object["arguments"]?.object?.entries ?? []).map {
        (name: $0.key, value: TemplateValue($0.value))
      }
      input.date = .now
      return input
    }
  }

  private static func json(_ path: String) throws -> JSONValue {
    try JSONParser.parse(InputText.bytes(FileByteSource(path: path)), file: path)
  }

  private static func fault(_ file: String, _ place: String, _ expected: String, _ found: String)
    -> CommandFailure
  {
    .badInput(InputFault(file: file, place: place, expected: expected, found: found))
  }
}
