import SwiftletEval
import SwiftletSystem
import Testing

/// Items in the forms of published sets; none of these is of such a set.
@Suite struct ItemFormatTests {
  private func item(_ line: String, _ format: ItemFormat, labels: String? = nil) throws
    -> ChoiceItem
  {
    let items = try ChoiceItem.items(
      in: Array(line.utf8), file: "set", format: format,
      labels: labels.map { ItemLabels(Array($0.utf8), file: "labels") })
    return try #require(items.first)
  }

  @Test(arguments: [
    """
    {"id": "Q_1", "question": {"stem": "What melts?", "choices": [{"text": "ice", "label": "A"},
     {"text": "a stone", "label": "B"}, {"text": "wind", "label": "C"}]}, "answerKey": "A"}
    """,
    """
    {"id": "Q_1", "question": "What melts?",
     "choices": {"text": ["ice", "a stone", "wind"], "label": ["1", "2", "3"]}, "answerKey": "1"}
    """,
    """
    {"id": "Q_1", "question_stem": "What melts?", "fact1": "ice is water",
     "choices": {"text": ["ice", "a stone", "wind"], "label": ["A", "B", "C"]}, "answerKey": "A"}
    """,
  ])
  func questionsWithLetters(_ line: String) throws {
    let line = line.replacing("\n", with: "")
    let arc = try item(line, .arc)
    #expect(arc.id == "Q_1" && arc.answer == 0)
    #expect(arc.contexts == ["Question: What melts?\nAnswer:"])
    #expect(arc.choices == [" ice", " a stone", " wind"])
    #expect(arc.lengths == [3, 7, 4])
    let other = try item(line, .obqa)
    #expect(other.contexts == ["What melts?"] && other.choices == arc.choices)
  }

  @Test(arguments: [#""answer": true"#, #""label": 1"#])
  func questionsAboutAPassage(_ answer: String) throws {
    let found = try item(
      #"{"question": "is snow cold", "passage": "Snow is ice.", \#(answer), "idx": 7}"#, .boolq)
    #expect(found.contexts == ["Snow is ice.\nQuestion: is snow cold?\nAnswer:"])
    #expect(found.choices == [" no", " yes"] && found.answer == 1 && found.id == "1")
  }

  @Test func endingsWithoutMarks() throws {
    let found = try item(
      """
      {"ind": 4, "activity_label": "Baking", "ctx_a": "She opens [substeps] the oven.  It",
       "ctx_b": "the Cake", "endings": ["is done [title] Cool it [step] slowly.", " rises.", "[a]   b"],
       "label": "2"}
      """.replacing("\n", with: ""), .hellaswag)
    #expect(found.contexts == ["Baking: She opens the oven. It The cake"])
    #expect(found.choices == [" is done. Cool it slowly.", " rises.", "   b"])
    #expect(found.answer == 2 && found.id == "1")
  }

  @Test func endingsBehindAWholeSentence() throws {
    let found = try item(
      #"{"activity_label": "Tea", "ctx_a": "It is hot.", "ctx_b": "", "endings": ["a", "b"], "label": 0}"#,
      .hellaswag)
    #expect(found.contexts == ["Tea: It is hot."] && found.answer == 0)
  }

  @Test func goalsWithSolutions() throws {
    let line = #"{"goal": "Dry a plate", "sol1": "use a towel", "sol2": "use water"}"#
    let found = try item(line, .piqa, labels: "0\n")
    #expect(found.contexts == ["Question: Dry a plate\nAnswer:"])
    #expect(found.choices == [" use a towel", " use water"] && found.answer == 0)
    #expect(try item(line.dropLast() + #", "label": 1}"#, .piqa).answer == 1)
  }

  @Test(arguments: [nil, " 3\r\n\n"])
  func questionsAboutPeople(_ labels: String?) throws {
    let found = try item(
      """
      {"context": "A fell.", "question": "How does A feel?", "answerA": "fine", "answerB": "tall",
       "answerC": "hurt"\(labels == nil ? ", \"label\": \"3\"" : "")}
      """.replacing("\n", with: ""), .siqa, labels: labels)
    #expect(found.contexts == ["Q: A fell. How does A feel?\nA:"])
    #expect(found.choices == [" fine", " tall", " hurt"] && found.answer == 2)
  }

  @Test func gapsWithOptions() throws {
    let found = try item(
      """
      {"qID": "x-1", "sentence": "The cup fell off the shelf because the _ was wet. ",
       "option1": "cup", "option2": "shelf", "answer": "2"}
      """.replacing("\n", with: ""), .winogrande)
    let front = "The cup fell off the shelf because the "
    #expect(found.contexts == [front + "cup", front + "shelf"])
    #expect(found.choices == [" was wet.", " was wet."] && found.answer == 1)
    #expect(found.context(of: 1) == front + "shelf")
    #expect(found.lengths == [8, 8])
  }

  @Test(arguments: [
    (ItemFormat.arc, #"{"question": "a", "answerKey": "A"}"#, "line 1: question"),
    (
      .arc, #"{"question": {"stem": "a", "choices": [1]}, "answerKey": "A"}"#, "question.choices[0]"
    ),
    (
      .arc,
      #"{"question": "a", "choices": {"text": ["a", "b"], "label": ["A"]}, "answerKey": "A"}"#,
      "answerKey"
    ),
    (
      .obqa, #"{"question": "a", "choices": {"text": ["a", 1], "label": ["A", "B"]}}"#,
      "choices.text[1]"
    ),
    (
      .arc, #"{"question": "a", "choices": {"text": ["a"], "label": ["A"]}, "answerKey": "A"}"#,
      "choices"
    ),
    (.boolq, #"{"question": "a", "passage": "b", "answer": "yes"}"#, "answer"),
    (.boolq, #"{"question": "a", "passage": "b", "answer": 2}"#, "answer"),
    (.boolq, #"{"question": "a", "answer": true}"#, "passage"),
    (
      .hellaswag,
      #"{"activity_label": "a", "ctx_a": "b", "ctx_b": "c", "endings": ["d", "e"], "label": ""}"#,
      "label"
    ),
    (.piqa, #"{"goal": "a", "sol1": "b", "sol2": "c", "label": -1}"#, "label"),
    (.piqa, #"{"goal": "a", "sol1": "b", "sol2": "c"}"#, "label"),
    (
      .siqa,
      #"{"context": "a", "question": "b", "answerA": "c", "answerB": "d", "answerC": "e", "label": 0}"#,
      "label"
    ),
    (
      .winogrande, #"{"sentence": "a", "option1": "b", "option2": "c", "answer": "1"}"#, "sentence"
    ),
  ])
  func refusals(_ format: ItemFormat, _ line: String, _ place: String) throws {
    let error = #expect(throws: TaskError.self) { try item(line, format) }
    #expect(error?.fault.place.hasSuffix(place) == true, "\(error?.fault.line ?? "")")
  }

  @Test(arguments: ["", "0\n", "0\n1\n1\n"])
  func labelsMustBeAsManyAsItems(_ labels: String) throws {
    let line = #"{"goal": "a", "sol1": "b", "sol2": "c"}"#
    let error = #expect(throws: TaskError.self) {
      try item(line + "\n" + line, .piqa, labels: labels)
    }
    #expect(error?.fault.file == "labels")
  }
}
