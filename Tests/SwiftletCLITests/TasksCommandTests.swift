import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct TasksCommandTests {
  private static let items = """
    {"id": "a", "context": "the cat", "choices": [" sat", " thought"], "answer": 0}
    {"context": "one and one is", "choices": [" two", " three", " the dog", " 5"], "answer": 0}

    {"id": 17, "context": "a t", "choices": ["he", "omato"], "answer": 1, "source": "none"}\r
    {"id": "z", "context": "é", "choices": [" è", "è", " thé"], "answer": 2}
    """

  private func prepared(_ items: String = TasksCommandTests.items) throws -> MiniBlob {
    let mini = try MiniBlob()
    try mini.folder.write("items", items)
    return mini
  }

  private func text(_ mini: MiniBlob, _ name: String) throws -> String {
    let source = try FileByteSource(path: mini.folder.path(name))
    return String(decoding: try source.bytes(at: 0, count: source.byteCount), as: UTF8.self)
  }

  // MARK: - Results

  @Test func accuracyHasItsIntervalAndChance() throws {
    let mini = try prepared()
    let tasks = ["eval", "tasks", "FILE", mini.folder.path("items")]
    let run = try mini.run(tasks + ["--json"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let object = try #require(try run.json().object)
    #expect(object["items"]?.integer == 4)
    let accuracy = try #require(object["accuracy"]?.double)
    let interval = (object["accuracy_interval"]?.array ?? []).compactMap(\.double)
    #expect(interval.count == 2 && interval[0] <= accuracy && accuracy <= interval[1])
    #expect(object["accuracy_normalized"]?.double != nil)
    #expect(object["accuracy_normalized_interval"]?.array?.count == 2)
    let chance = try #require(object["chance"]?.double)
    #expect(abs(chance - (0.5 + 0.25 + 0.5 + 1.0 / 3) / 4) < 1e-15)
    let words = try mini.run(tasks)
    #expect(words.status == 0 && words.output.contains("over 4 items; chance is 39.58 %"))
  }

  @Test func resultsSayWhatWasPicked() throws {
    let mini = try prepared()
    let run = try mini.run([
      "eval", "tasks", "FILE", mini.folder.path("items"), "--limit", "3", "--results",
      mini.folder.path("results"), "--json",
    ])
    #expect(try run.json().object?["items"]?.integer == 3)
    let lines = try text(mini, "results").split(separator: "\n")
    let objects = try lines.map {
      try #require(try JSONParser.parse(Array($0.utf8), file: "results").object)
    }
    #expect(objects.map { $0["id"]?.string } == ["a", "2", "17"])
    #expect(objects[0]["lengths"] == .array([.integer(3), .integer(7)]))
    #expect(objects.map { $0["answer"]?.integer } == [0, 0, 1])
    for object in objects {
      let scores = (object["scores"]?.array ?? []).compactMap(\.double)
      let picked = try #require(object["picked"]?.integer)
      #expect(scores.allSatisfy { $0 < 0 } && scores[picked] == scores.max())
    }
  }

  @Test func itemsOfAPublishedSetHaveTheirLabelsBeside() throws {
    let mini = try prepared(
      #"""
      {"goal": "a cat", "sol1": "sat", "sol2": "thought"}
      {"goal": "a dog", "sol1": "two", "sol2": "three"}
      """#)
    try mini.folder.write("labels", "1\n0\n")
    let tasks = ["eval", "tasks", "FILE", mini.folder.path("items"), "--format"]
    let labels = ["--labels", mini.folder.path("labels")]
    let run = try mini.run(
      tasks + ["piqa", "--results", mini.folder.path("results"), "--json"] + labels)
    #expect(try run.json().object?["items"]?.integer == 2, "\(run.error)")
    #expect(try text(mini, "results").contains(#""lengths":[3,7]"#))
    try mini.expectRefusal(tasks + ["arc"] + labels, status: 64, "have their own")
    try mini.expectRefusal(tasks + ["piqa"], status: 65, "label")
    try mini.expectRefusal(tasks + ["quiz"], status: 64, "winogrande")
    try mini.expectRefusal(
      tasks + ["piqa", "--labels", "/nonexistent"], status: 66, "/nonexistent")
  }

  @Test func stoppedRunGoesOnWithTheSameResult() throws {
    let mini = try prepared()
    let tasks = ["eval", "tasks", "FILE", mini.folder.path("items"), "--json", "--results"]
    let whole = try mini.run(tasks + [mini.folder.path("whole")])
    #expect(whole.status == 0, "\(whole.error)")
    let bytes = Array(try text(mini, "whole").utf8)
    // Killed at any byte: inside a line, at its end, before the first.
    for count in stride(from: 0, to: bytes.count, by: 37) + [bytes.count - 1, bytes.count] {
      try mini.folder.write("part", Array(bytes[..<count]))
      let run = try mini.run(tasks + [mini.folder.path("part")])
      #expect(run.status == 0 && run.output == whole.output, "\(count): \(run.error)")
      #expect(try text(mini, "part") == text(mini, "whole"), "\(count)")
    }
  }

  @Test func resultsThatAreThereAreNotComputedAgain() throws {
    let mini = try prepared()
    let path = mini.folder.path("results")
    let tasks = ["eval", "tasks", "FILE", mini.folder.path("items"), "--json", "--results", path]
    // An answer that the model would not give: its scores are taken from the file.
    let line =
      #"{"id":"a","scores":[-1.5,-2.0],"lengths":[3,7],"picked":0,"picked_normalized":1,"answer":0}"#
    try mini.folder.write("results", line + "\n")
    let run = try mini.run(tasks)
    #expect(run.status == 0, "\(run.error)")
    #expect(try text(mini, "results").hasPrefix(line + "\n"))
  }

  // MARK: - Refusals

  @Test(arguments: [
    (
      #"{"id":"b","scores":[-1,-2],"lengths":[3,7],"picked":0,"picked_normalized":1,"answer":0}"#,
      "id"
    ),
    (
      #"{"id":"a","scores":[-1,-2],"lengths":[3,7],"picked":0,"picked_normalized":1,"answer":1}"#,
      "answer"
    ),
    (
      #"{"id":"a","scores":[-1,-2],"lengths":[4,9],"picked":0,"picked_normalized":1,"answer":0}"#,
      "lengths"
    ),
    (
      #"{"id":"a","scores":[-1],"lengths":[3,7],"picked":0,"picked_normalized":1,"answer":0}"#,
      "scores"
    ),
    (
      #"{"id":"a","scores":[-1,null],"lengths":[3,7],"picked":0,"picked_normalized":1,"answer":0}"#,
      "scores"
    ),
    (
      #"{"id":"a","scores":[-1,-2],"lengths":[3,7],"picked":1,"picked_normalized":1,"answer":0}"#,
      "picked"
    ),
    (
      #"{"id":"a","scores":[-1,-3],"lengths":[3,7],"picked":0,"picked_normalized":1,"answer":0}"#,
      "picked_normalized"
    ),
    (#"{"id":"a""#, "line 1"), ("[]", "JSON object"), ("nothing", "line 1"),
  ])
  func foreignResultsAreRefused(_ line: String, _ words: String) throws {
    let mini = try prepared()
    try mini.folder.write("results", line + "\n")
    try mini.expectRefusal(
      [
        "eval", "tasks", "FILE", mini.folder.path("items"), "--results",
        mini.folder.path("results"),
      ], status: 65, words)
    #expect(try text(mini, "results") == line + "\n")
  }

  @Test func resultsNeverGoIntoAnotherFile() throws {
    let mini = try prepared()
    let tasks = ["eval", "tasks", "FILE", mini.folder.path("items"), "--results"]
    try mini.expectRefusal(tasks + [mini.path], status: 73, "another file")
    try mini.expectRefusal(tasks + [mini.folder.path("items")], status: 73, "another file")
    try mini.expectRefusal(tasks + ["/nonexistent/results"], status: 73)
    try mini.expectRefusal(tasks + [mini.folder.path], status: 73)
    try mini.expectRefusal(tasks + ["/dev/null"], status: 73, "regular file")
    try mini.expectRefusal(tasks + [""], status: 73)
    try mini.folder.write("notes", "what has no line end")
    try mini.expectRefusal(tasks + [mini.folder.path("notes")], status: 65, "byte 0")
    #expect(try text(mini, "notes") == "what has no line end")
    #expect(try text(mini, "items") == Self.items)
  }

  @Test(arguments: [
    ("", "no items"), ("\n \n", "no items"), ("{", "line 1, byte 1"), ("3", "JSON object"),
    ("\u{0}", "no items"), ("{}", "context"), (#"{"context": 1}"#, "context"),
    (#"{"context": "a"}"#, "choices"), (#"{"context": "a", "choices": "b"}"#, "choices"),
    (#"{"context": "a", "choices": ["b"], "answer": 0}"#, "2 to 64"),
    (#"{"context": "a", "choices": ["b", ""], "answer": 0}"#, "choices[1]"),
    (#"{"context": "a", "choices": ["b", 2], "answer": 0}"#, "choices[1]"),
    (#"{"context": "a", "choices": ["b", "c"]}"#, "answer"),
    (#"{"context": "a", "choices": ["b", "c"], "answer": 2}"#, "answer"),
    (#"{"context": "a", "choices": ["b", "c"], "answer": -1}"#, "answer"),
    (#"{"context": "a", "choices": ["b", "c"], "answer": 0.5}"#, "answer"),
    (#"{"context": "a", "choices": ["b", "c"], "answer": "0"}"#, "answer"),
    (#"{"id": null, "context": "a", "choices": ["b", "c"], "answer": 0}"#, "id"),
    (#"{"id": "x", "id": "y", "context": "a", "choices": ["b", "c"], "answer": 0}"#, "id"),
    // Nothing predicts a first token, and this tokenizer has none that begins a text.
    (#"{"context": "", "choices": ["b", "c"], "answer": 0}"#, "line 1: choices[0]"),
    (#"{"context": "t", "choices": ["x", "h"], "answer": 0}"#, "line 1: choices[1]"),
  ])
  func itemsThatCannotBeAreRefused(_ items: String, _ words: String) throws {
    let mini = try prepared(items)
    try mini.expectRefusal(
      ["eval", "tasks", "FILE", mini.folder.path("items")], status: 65, words)
  }

  @Test func limitsAreHeld() throws {
    let good = #"{"context": "a", "choices": ["b", "c"], "answer": 0}"# + "\n"
    let long = String(repeating: "a", count: 600)
    let list = [String](repeating: "\"b\"", count: 65).joined(separator: ",")
    let cases = [
      (good + "{\"context\": \"\(long)\", \"choices\": [\"b\", \"c\"], \"answer\": 0}", "line 2"),
      (good + "{\"context\": \"a\", \"choices\": [\(list)], \"answer\": 0}", "found 65"),
      (good + String(repeating: " ", count: 1 << 20) + "{}", "line 2: expected at most 1048576"),
      (good + "{\"id\": \"\(long)\"}", "line 2: id"),
      (#"{"id": 2, "context": "a", "choices": ["b", "c"], "answer": 0}"# + "\n" + good, "line 1"),
    ]
    for (items, words) in cases {
      let mini = try prepared(items)
      try mini.expectRefusal(
        ["eval", "tasks", "FILE", mini.folder.path("items")], status: 65, words)
    }
    let mini = try prepared()
    let tasks = ["eval", "tasks", "FILE", mini.folder.path("items")]
    try mini.expectRefusal(tasks + ["--limit", "0"], status: 64, "--limit")
    try mini.expectRefusal(tasks + ["--context", "8"], status: 65, "8 positions")
    try mini.expectRefusal(["eval", "tasks", "FILE"], status: 64)
    try mini.expectRefusal(["eval", "tasks", "FILE", "/nonexistent"], status: 66)
    let silent = try MiniBlob(hasTokenizer: false)
    try mini.expectRefusal(
      ["eval", "tasks", silent.path, mini.folder.path("items")], status: 65, "tokenizer")
  }

  @Test func interruptKeepsWhatIsDone() throws {
    let count = 4000
    let items = (0..<count).map { index in
      #"{"context": "item \#(index) of many", "choices": [" one", " other"], "answer": 0}"#
    }
    let mini = try prepared(items.joined(separator: "\n"))
    let tasks = [
      "eval", "tasks", mini.path, mini.folder.path("items"), "--threads", "1", "--results",
      mini.folder.path("results"),
    ]
    let running = try RunningCommand(tasks, in: mini.folder)
    for _ in 0..<2000 {
      if let source = try? FileByteSource(path: mini.folder.path("results")),
        source.byteCount > 0
      {
        break
      }
      usleep(5000)
    }
    running.send(SIGINT)
    let run = try running.wait()
    #expect(run.status == 130 && run.error.hasPrefix("swiftlet: interrupted after "))
    let results = try text(mini, "results")
    #expect(results.hasSuffix("}\n"))
    let done = results.split(separator: "\n").count
    #expect(done > 0 && done < count)
    #expect(run.error.contains("after \(done) of \(count) items"))
  }

  @Test func fullDiskLeavesWholeLines() throws {
    let mini = try prepared(
      (0..<40).map { index in
        #"{"context": "item \#(index) of many", "choices": [" one", " other"], "answer": 0}"#
      }.joined(separator: "\n"))
    let run = try CommandRun(
      [
        "eval", "tasks", mini.path, mini.folder.path("items"), "--results",
        mini.folder.path("results"),
      ], in: mini.folder, fileBlocks: 4)
    #expect(run.status == 73 && run.errorLines.count == 1)
    #expect(try text(mini, "results").hasSuffix("}\n"))
  }
}
