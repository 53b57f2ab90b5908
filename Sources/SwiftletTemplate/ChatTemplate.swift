internal import SwiftletSystem

/// A chat template: turns a conversation into the text that a model was trained on.
///
/// Templates are written in Jinja. They are compiled once, by the converter; a blob carries the compiled form
/// (FORMAT-template.md), which is rendered within limits on output, depth and work, whatever it says.
public struct ChatTemplate {
  /// Names that the template may use beside the conversation, such as `bos_token`, with their texts.
  public let variables: [(name: String, text: String)]
  /// The compiled form.
  public let binaryForm: [UInt8]
  private let body: [Statement]
  private let file: String

  private static let magic: [UInt8] = Array("SWTC".utf8)
  private static let version: UInt8 = 1
  private static let variableLimit = 64

  /// Compiles the template `text`.
  ///
  /// - Parameters:
  ///   - text: a template in Jinja.
  ///   - file: the name used in messages.
  ///   - variables: names with their texts, at most 64.
  /// - Throws: `TemplateError` that names line and construct.
  public init(
    text: String, file: String, variables: [(name: String, text: String)] = []
  ) throws(TemplateError) {
    guard variables.count <= ChatTemplate.variableLimit else {
      throw .limitExceeded(
        InputFault(
          file: file, place: "variables", expected: "at most \(ChatTemplate.variableLimit)",
          found: "\(variables.count)"))
    }
    let body = try TemplateParser.parse(text, file: file)
    var writer = ProgramWriter(file: file)
    writer.number(variables.count)
    for (name, text) in variables {
      writer.text(name)
      writer.text(text)
    }
    try writer.write(body)
    self.variables = variables
    self.body = body
    self.file = file
    binaryForm = ChatTemplate.magic + [ChatTemplate.version] + writer.sink.bytes
    guard binaryForm.count <= TemplateLimits.programByteCount else {
      throw .limitExceeded(
        InputFault(
          file: file, place: "",
          expected: "at most \(TemplateLimits.programByteCount) bytes compiled",
          found: "\(binaryForm.count)"))
    }
  }

  /// Opens the compiled form; all of it is checked here.
  ///
  /// - Parameters:
  ///   - bytes: the compiled form.
  ///   - file: the name used in messages.
  /// - Throws: `TemplateError.damagedProgram`, `.limitExceeded`.
  public init(bytes: [UInt8], file: String) throws(TemplateError) {
    guard bytes.count <= TemplateLimits.programByteCount else {
      throw .limitExceeded(
        InputFault(
          file: file, place: "chat template",
          expected: "at most \(TemplateLimits.programByteCount) bytes", found: "\(bytes.count)"))
    }
    let start = ChatTemplate.magic.count + 1
    var reader = ProgramReader(bytes, position: min(start, bytes.count), file: file)
    guard bytes.starts(with: ChatTemplate.magic) else { throw reader.damaged("SWTC") }
    guard bytes.count >= start, bytes[start - 1] == ChatTemplate.version else {
      throw reader.damaged("version \(ChatTemplate.version)")
    }
    var variables: [(name: String, text: String)] = []
    let count = try reader.count()
    guard count <= ChatTemplate.variableLimit else {
      throw reader.damaged("at most \(ChatTemplate.variableLimit) variables", "\(count)")
    }
    for _ in 0..<count { variables.append((try reader.text(), try reader.text())) }
    body = try reader.body()
    guard reader.isAtEnd else { throw reader.damaged("the end") }
    self.variables = variables
    self.file = file
    binaryForm = bytes
  }

  /// What is given to a template.
  public struct Input {
    /// The conversation: mappings with `role` and `content`.
    public var messages: [TemplateValue]
    /// Functions that the model may call; nil where there are none.
    public var tools: TemplateValue?
    /// Whether the text ends where the model's answer begins.
    public var addsGenerationPrompt: Bool
    /// More names, which go before the template's own.
    public var arguments: [(name: String, value: TemplateValue)] = []
    /// What `strftime_now` tells; nil where templates may not ask for the date.
    public var date: CalendarDate?

    /// A conversation.
    public init(
      messages: [TemplateValue], tools: TemplateValue? = nil, addsGenerationPrompt: Bool = true
    ) {
      self.messages = messages
      self.tools = tools
      self.addsGenerationPrompt = addsGenerationPrompt
    }
  }

  /// The text of a conversation.
  ///
  /// - Parameters:
  ///   - input: the conversation.
  ///   - limits: what the rendering may take.
  /// - Returns: the text, to be encoded without adding special tokens.
  /// - Throws: `TemplateError`: `.raised` where the template refuses the conversation.
  public func render(_ input: Input, limits: TemplateLimits = TemplateLimits())
    throws(TemplateError) -> String
  {
    var names: [String: TemplateValue] = [:]
    for (name, text) in variables { names[name] = .string(text) }
    names["messages"] = .list(of: input.messages)
    names["tools"] = input.tools ?? TemplateValue.none
    names["documents"] = TemplateValue.none
    names["add_generation_prompt"] = .boolean(input.addsGenerationPrompt)
    for (name, value) in input.arguments { names[name] = value }
    return try TemplateRenderer(file: file, limits: limits, date: input.date, variables: names)
      .render(body)
  }
}
