internal import SwiftletModel
public import SwiftletTemplate
public import SwiftletTokenizer

/// Why a conversation cannot go on.
public enum ConversationError: Error, Equatable, CustomStringConvertible {
  /// The conversation has more tokens than the context holds.
  case contextFull(tokenCount: Int, capacity: Int)
  /// A message is longer than any that the context could hold.
  case messageTooLong(byteCount: Int, limit: Int)
  /// The template made no token of the conversation.
  case empty

  /// One line.
  public var description: String {
    switch self {
    case .contextFull(let tokenCount, let capacity):
      return
        "the conversation: expected fewer than the context's \(capacity) tokens, found \(tokenCount)"
    case .messageTooLong(let byteCount, let limit):
      return "the conversation: expected at most \(limit) bytes, found \(byteCount)"
    case .empty: return "the conversation: expected at least one token, found none"
    }
  }
}

/// A conversation whose keys and values stay in an engine's cache, so that only what is new is computed.
///
/// Before each answer the template renders the whole conversation. What of its tokens the cache holds already is
/// kept; the rest is the next request's prompt.
public struct Conversation {
  /// Who says what.
  public struct Message: Equatable, Sendable {
    /// `system`, `user` or `assistant`.
    public var role: String
    /// The text.
    public var content: String

    /// Collects both.
    public init(role: String, content: String) {
      self.role = role
      self.content = content
    }
  }

  /// What was said so far, in order.
  public private(set) var messages: [Message] = []
  /// The date that templates may ask for.
  public var date: CalendarDate?
  private let template: ChatTemplate
  private let tokenizer: Tokenizer
  private let capacity: Int
  private let limits: TemplateLimits
  /// The ids whose keys and values the cache holds, in order.
  private var cachedIDs: [Int32] = []
  /// The text and the ids of everything up to the end of the last answer; the ids are those that were generated,
  /// which need not be those that the text would be encoded as.
  private var known: (text: String, ids: [Int32])?
  /// What the next answer is an answer to.
  private var pending: (text: String, ids: [Int32])?

  /// Bytes of text per position: ten times what a token of a real text takes.
  private static let textByteCountPerPosition = 64

  /// The most memory that a conversation takes: renderings, the compiled template, and the code that renders it.
  public static func byteCount(capacity: Int) -> Int { (512 << 10) + 384 * capacity }

  /// Begins a conversation on an engine with `capacity` positions, whose cache is empty.
  public init(template: ChatTemplate, tokenizer: Tokenizer, capacity: Int) {
    self.template = template
    self.tokenizer = tokenizer
    self.capacity = capacity
    var limits = TemplateLimits()
    limits.outputByteCount = Conversation.textByteCountPerPosition * (capacity + 64)
    limits.createdByteCount = max(256 << 10, 256 * capacity)
    self.limits = limits
  }

  /// Adds a message that is no question: a system message, or a part of an earlier conversation.
  ///
  /// - Throws: `ConversationError.messageTooLong`.
  public mutating func append(_ message: Message) throws(ConversationError) {
    let limit = limits.outputByteCount
    let byteCount = messages.reduce(message.content.utf8.count) { $0 + $1.content.utf8.count }
    guard byteCount <= limit else { throw .messageTooLong(byteCount: byteCount, limit: limit) }
    messages.append(message)
  }

  /// Forgets what was said; the cache's tokens are kept as far as the next rendering begins with them.
  public mutating func reset() {
    messages = []
    known = nil
    pending = nil
  }

  /// The conversation as the template renders it, ending where the answer begins.
  ///
  /// - Throws: `TemplateError`.
  public func rendered() throws(TemplateError) -> String {
    var input = ChatTemplate.Input(
      messages: messages.map {
        .mapping(of: [("role", .string($0.role)), ("content", .string($0.content))])
      })
    input.date = date
    return try template.render(input, limits: limits)
  }

  /// Adds a question and prepares `engine` for its answer: tokens of the cache that are not the conversation's
  /// are forgotten.
  ///
  /// - Parameters:
  ///   - question: the user's message.
  ///   - engine: the engine whose cache holds the conversation so far.
  /// - Returns: the ids that the engine lacks, at least one.
  /// - Throws: `TemplateError`, `ConversationError`; the conversation is as before then.
  public mutating func ask(_ question: String, _ engine: Engine) throws -> [Int32] {
    try append(Message(role: "user", content: question))
    do {
      let text = try rendered()
      let ids = encode(text)
      guard !ids.isEmpty else { throw ConversationError.empty }
      guard ids.count < capacity else {
        throw ConversationError.contextFull(tokenCount: ids.count, capacity: capacity)
      }
      pending = (text, ids)
      return Array(ids[keep(ids, engine)...])
    } catch {
      messages.removeLast()
      throw error
    }
  }

  /// Adds the answer that `engine` generated to the question.
  public mutating func answer(_ text: String, _ result: GenerationResult, _ engine: Engine) {
    guard let pending else { return }
    messages.append(Message(role: "assistant", content: text))
    let ids = pending.ids + result.ids
    // The last token was chosen but not computed, unless more followed.
    cachedIDs = Array(ids.prefix(engine.cache.count))
    known = (pending.text + text, ids)
    self.pending = nil
  }

  /// Takes the last question back, of which no answer has come.
  public mutating func withdraw(_ engine: Engine) {
    guard let pending else { return }
    messages.removeLast()
    cachedIDs = Array(pending.ids.prefix(engine.cache.count))
    self.pending = nil
  }

  /// Encodes `text`.
  ///
  /// Where it goes on from the last answer with a special token, the answer's ids are those that were generated.
  private func encode(_ text: String) -> [Int32] {
    if let known, text.utf8.starts(with: known.text.utf8) {
      let rest = String(decoding: text.utf8.dropFirst(known.text.utf8.count), as: UTF8.self)
      let ids = tokenizer.encode(rest, addSpecialTokens: false)
      if let first = ids.first, tokenizer.isSpecial(first) { return known.ids + ids }
    }
    return tokenizer.encode(text, addSpecialTokens: false)
  }

  /// Cuts the cache down to what it has in common with `ids`; how many that are.
  private mutating func keep(_ ids: [Int32], _ engine: Engine) -> Int {
    // The last token is computed anew, since its logits are asked for.
    var count = min(zip(cachedIDs, ids).prefix { $0 == $1 }.count, ids.count - 1)
    if !engine.cache.canTruncate(to: count) { count = 0 }
    engine.cache.truncate(to: count)
    cachedIDs = Array(ids[..<count])
    return count
  }
}
