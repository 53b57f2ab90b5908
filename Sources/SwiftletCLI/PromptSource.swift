import SwiftletArchitecture
import SwiftletRuntime
import SwiftletSystem
import SwiftletTokenizer

/// Where a prompt comes from: exactly one of text, file and ids.
enum PromptSource {
  case text(String)
  case file(FileByteSource)
  case ids([Int32])

  /// Bytes of text per position of the context: ten times what a token of a real text takes.
  ///
  /// What is longer is refused by its size, before memory beyond the plan goes into encoding it.
  private static let byteLimitPerPosition = 64

  init(prompt: String?, file: String?, ids: String?) throws {
    switch (prompt, file, ids) {
    case (let prompt?, nil, nil): self = .text(prompt)
    case (nil, let file?, nil): self = .file(try FileByteSource(path: file))
    case (nil, nil, let ids?): self = .ids(try TokenIDs.parse(ids, option: "--ids"))
    default:
      throw CommandFailure.usage("expected exactly one of --prompt, --prompt-file and --ids")
    }
  }

  /// The prompt's tokens, at least one and at most what the context holds.
  ///
  /// - Parameters:
  ///   - engine: the loaded model.
  ///   - isRaw: whether the tokenizer's special tokens are left out.
  ///   - file: the model's file, for messages.
  /// - Returns: the ids, which may be outside the model's vocabulary.
  /// - Throws: `CommandFailure`, `ByteSourceError`, `MemoryBudgetError`.
  func tokens(_ engine: Engine, isRaw: Bool, file: String) throws -> [Int32] {
    let ids: [Int32]
    switch self {
    case .ids(let given): ids = given
    case .text(let text):
      try check(byteCount: text.utf8.count, engine)
      ids = try encode(text, engine, isRaw: isRaw, file: file)
    case .file(let source):
      try check(byteCount: source.byteCount, engine)
      let memory = try InputText.reserve(source.byteCount, timesMemory: 8, engine.budget)
      ids = try encode(InputText.read(source), engine, isRaw: isRaw, file: file)
      withExtendedLifetime(memory) {}
    }
    guard !ids.isEmpty else {
      throw CommandFailure.usage("the prompt: expected at least one token, found none")
    }
    guard ids.count <= engine.capacity else {
      throw CommandFailure.usage(
        "--context: expected at least the prompt's \(ids.count) tokens, found \(engine.capacity)")
    }
    return ids
  }

  /// The prompt's text.
  ///
  /// - Throws: `CommandFailure` if it was given as ids, `ByteSourceError`.
  func text(_ engine: Engine) throws -> String {
    switch self {
    case .ids: throw CommandFailure.usage("--chat: expected --prompt or --prompt-file, found --ids")
    case .text(let text):
      try check(byteCount: text.utf8.count, engine)
      return text
    case .file(let source):
      try check(byteCount: source.byteCount, engine)
      return try InputText.read(source)
    }
  }

  private func check(byteCount: Int, _ engine: Engine) throws {
    let limit = PromptSource.byteLimitPerPosition * (engine.capacity + 64)
    guard byteCount <= limit else {
      throw CommandFailure.usage(
        "--context: expected more than \(engine.capacity) for a prompt of \(byteCount) bytes, found "
          + "\(engine.capacity)")
    }
  }

  private func encode(_ text: String, _ engine: Engine, isRaw: Bool, file: String) throws -> [Int32]
  {
    guard let tokenizer = engine.tokenizer else {
      throw CommandFailure.noTokenizer(file: file, expected: "--ids")
    }
    let ids = tokenizer.encode(text, addSpecialTokens: !isRaw)
    // An empty prompt starts a text: the model's own first token stands for it.
    if ids.isEmpty, let bos = engine.configuration.bosTokenID { return [Int32(bos)] }
    return ids
  }
}
