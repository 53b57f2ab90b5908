import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct ChatCommandTests {
  private let mini: MiniBlob
  private let template: String

  init() throws {
    mini = try MiniBlob()
    template = mini.folder.path("template.jinja")
    try mini.folder.write(
      "template.jinja",
      "{% for m in messages %}{% if m.role == 'tool' %}{{ raise_exception('no tools') }}{% endif %}"
        + "{{ m.role[0] }}:{{ m.content }};{% endfor %}{% if add_generation_prompt %}a:{% endif %}")
  }

  private func chat(_ lines: String, _ options: [String] = []) throws -> CommandRun {
    try mini.folder.write("input", lines)
    let input = mini.folder.path("input")
    return try mini.run(
      ["chat", "FILE", "--template", template, "--max-tokens", "3"] + options,
      redirection: "<\(input)")
  }

  private func turns(_ run: CommandRun) throws -> [JSONObject] {
    try run.output.split(separator: "\n").map {
      try #require(try JSONParser.parse(Array($0.utf8), file: "turn").object)
    }
  }

  @Test func answersEachLineOfAPipeAndComputesOnlyWhatIsNew() throws {
    let run = try chat("the cat\nand the dog\n", ["--json"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let turns = try turns(run)
    #expect(turns.count == 2)
    let first = try #require(turns[0]["prefilled_tokens"]?.integer)
    let second = try #require(turns[1]["prefilled_tokens"]?.integer)
    let cached = try #require(turns[1]["cached_tokens"]?.integer)
    let generated = try #require(turns[1]["generated_tokens"]?.integer)
    // What went before was not computed again.
    #expect(second < cached - generated - first / 2)
    let plain = try chat("the cat\n")
    #expect(plain.output == (turns[0]["text"]?.string ?? "") + "\n")
  }

  @Test func commandsResetTellAndSave() throws {
    let path = mini.folder.path("saved.json")
    let run = try chat(
      "one\n/reset\n/system be brief\n\ntwo\n/save \(path)\n/nonsense\n/help\n/exit\nnever\n",
      ["--json"])
    #expect(run.status == 0)
    #expect(try turns(run).count == 2)
    for words in ["A new conversation.", "3 messages in", "/nonsense: expected", "/save FILE"] {
      #expect(run.error.contains(words), "\(words)")
    }
    let file = try FileByteSource(path: path)
    let saved = try JSONParser.parse(file.bytes(at: 0, count: file.byteCount), file: path)
    let messages = try #require(saved.array).compactMap(\.object)
    #expect(messages.map { $0["role"]?.string } == ["system", "user", "assistant"])
    #expect(messages[0]["content"]?.string == "be brief")
    // What was saved can be gone on from.
    let again = try chat("three\n/save \(path)\n", ["--history", path])
    #expect(again.status == 0, "\(again.error)")
    let longer = try FileByteSource(path: path)
    let list = try JSONParser.parse(longer.bytes(at: 0, count: longer.byteCount), file: path)
    #expect(list.array?.count == 5)
  }

  @Test func aFullContextIsSaidAndANewConversationGoesOn() throws {
    let long = String(repeating: "cat ", count: 100)
    let run = try chat("\(long)\n/reset\nhi\n", ["--json", "--context", "64"])
    #expect(run.status == 0)
    #expect(run.error.contains("expected fewer than the context's 64 tokens"), "\(run.error)")
    #expect(try turns(run).count == 1)
  }

  @Test func runTakesTheSameFormForOneTurn() throws {
    let turn = try #require(try turns(chat("the cat\n", ["--json", "--system", "x"])).first)
    let run = try mini.run([
      "run", "FILE", "--chat", "--template", template, "--prompt", "the cat", "--system", "x",
      "--max-tokens", "3", "--json",
    ])
    let object = try #require(try run.json().object)
    #expect(object["text"]?.string == turn["text"]?.string)
    #expect(object["prompt_tokens"]?.integer == turn["prefilled_tokens"]?.integer)
    let messages = mini.folder.path("messages.json")
    try mini.folder.write(
      "messages.json", #"[{"role":"system","content":"x"},{"role":"user","content":"the cat"}]"#)
    let tokens = try mini.run([
      "tokenize", "FILE", "--messages", messages, "--template", template, "--json",
    ])
    let first = try #require(try tokens.json().array?.first?.object)
    #expect(first["rendered"]?.string == "s:x;u:the cat;a:")
    #expect(first["ids"]?.array?.count == turn["prefilled_tokens"]?.integer)
  }

  @Test func refusesWhatCannotBeTalkedTo() throws {
    try mini.expectRefusal(["chat", "FILE"], status: 65, "a model with a chat template")
    try mini.expectRefusal(
      ["run", "FILE", "--chat", "--prompt", "x"], status: 65, "a model with a chat template")
    try mini.expectRefusal(
      ["run", "FILE", "--prompt", "x", "--system", "y"], status: 64, "--chat")
    try mini.expectRefusal(
      ["run", "FILE", "--chat", "--ids", "1", "--template", template], status: 64, "--prompt")
    try mini.folder.write("bad.jinja", "{% frobnicate %}")
    try mini.expectRefusal(
      ["chat", "FILE", "--template", mini.folder.path("bad.jinja")], status: 65, "line 1")
    try mini.folder.write("tool.json", #"[{"role":"tool","content":"x"}]"#)
    try mini.expectRefusal(
      [
        "tokenize", "FILE", "--messages", mini.folder.path("tool.json"), "--template", template,
      ], status: 65, "no tools")
    try mini.folder.write("wrong.json", #"{"messages":7}"#)
    try mini.expectRefusal(
      [
        "tokenize", "FILE", "--messages", mini.folder.path("wrong.json"), "--template", template,
      ], status: 65, "a list of messages")
    let bare = try MiniBlob(hasTokenizer: false)
    try bare.expectRefusal(["chat", "FILE", "--template", template], status: 65, "tokenizer")
  }

  /// Types `keys` on a terminal, each part when the program awaits a line; the exit status.
  private func type(_ keys: [String]) throws -> CommandRun {
    try mini.folder.write(
      "type.py",
      """
      if True: import os, pty, select, signal, sys, time
      child, terminal = pty.fork()
      if child == 0:
          os.execv(sys.argv[1], sys.argv[1:3] + [sys.argv[3], "--template", sys.argv[4], "--max-tokens", "3"])
      def read_until(ending):
          text = b""
          end = time.time() + 120
          while not text.endswith(ending) and time.time() < end:
              if select.select([terminal], [], [], 0.1)[0]:
                  try:
                      text += os.read(terminal, 4096)
                  except OSError:
                      break
      for keys in sys.argv[5:]:
          read_until(b"> \\x1b[K\\r\\x1b[2C")
          os.write(terminal, keys.encode().decode("unicode_escape").encode("latin-1"))
      read_until(b"never")
      # A program that does not end must not hang its caller.
      end = time.time() + 120
      while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None and time.time() < end:
          time.sleep(0.01)
      if time.time() >= end:
          os.kill(child, signal.SIGKILL)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
      """)
    return try CommandRun(
      program: "/usr/bin/python3",
      [
        mini.folder.path("type.py"), try #require(CommandRun.swiftletPath), "chat", mini.path,
        template,
      ] + keys, in: mini.folder)
  }

  @Test(.enabled(if: PeakMemory.isAvailable, PeakMemory.message))
  func aTerminalHasLineEditingAndAHistory() throws {
    let path = mini.folder.path("typed.json")
    let run = try type([
      // Left, a letter, the start of the line, its end, a word deleted, characters deleted.
      #"helo\x1b[Dl there\x01Oh \x05 friend\x17\x7f\x7f\r"#,
      // The same again from the history, with a word in front.
      #"\x1b[A\x1b[HYes \r"#, #"\x15/save \#(path)\r"#, #"x\x08\x04"#,
    ])
    #expect(run.status == 0, "\(run.error)")
    let file = try FileByteSource(path: path)
    let saved = try JSONParser.parse(file.bytes(at: 0, count: file.byteCount), file: path)
    let lines = (saved.array ?? []).compactMap(\.object).filter { $0["role"]?.string == "user" }
      .map { $0["content"]?.string }
    #expect(lines == ["Oh hell there", "Yes Oh hell there"])
  }

  @Test(.enabled(if: PeakMemory.isAvailable, PeakMemory.message))
  func ctrlCAtThePromptEndsTheProgram() throws {
    #expect(try type([#"half a line\x03"#]).status == 130)
  }

  @Test func aSignalEndsAConversationThatWaitsForAPipe() throws {
    // A pipe that stays open without a line.
    let fifo = mini.folder.path("fifo")
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    let command = try RunningCommand(
      ["chat", mini.path, "--template", template], in: mini.folder, redirection: "<>\(fifo)")
    usleep(500_000)
    command.send(SIGINT)
    #expect(try command.wait().status == 130)
  }
}

@Suite struct ConversationMemoryTests {
  @Test func thePlanHoldsTheConversation() throws {
    let mini = try MiniBlob()
    try mini.folder.write("t.jinja", "{% for m in messages %}{{ m.content }}{% endfor %}")
    let run = try mini.run([
      "run", "FILE", "--chat", "--template", mini.folder.path("t.jinja"), "--prompt", "the cat sat",
      "--max-tokens", "4", "--json",
    ])
    let object = try #require(try run.json().object)
    let planned = try #require(object["planned_peak_bytes"]?.integer)
    let peak = try #require(object["peak_resident_bytes"]?.integer)
    #expect(planned >= peak)
  }
}
