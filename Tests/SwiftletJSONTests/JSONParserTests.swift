import SwiftletJSON
import SwiftletSystem
import Testing

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws(JSONError) -> JSONValue {
    try JSONParser.parse(Array(text.utf8), file: "test.json")
  }

  @Test func keysThatOnlyNormalizeToTheSameTextAreDifferent() throws {
    let object = try #require(try parse(#"{"\u00e9": 1, "e\u0301": 2}"#).object)
    #expect(object["\u{E9}"] == .integer(1))
    #expect(object["e\u{301}"] == .integer(2))
  }

  @Test func readsEveryKindOfValue() throws {
    let value = try parse(
      #" {"a": [1, -2.5, 1e3, true, false, null], "b": {"é\n\u00e9\ud83d\ude00": "x"}, "#
        + #""c": 9007199254740993} "#)
    let object = try #require(value.object)
    #expect(object.entries.map(\.key) == ["a", "b", "c"])
    #expect(
      object["a"]
        == .array([.integer(1), .number(-2.5), .number(1000), .bool(true), .bool(false), .null]))
    #expect(object["b"]?.object?["é\né😀"] == .string("x"))
    #expect(object["c"] == .integer(9_007_199_254_740_993))
  }

  @Test func writtenTextReadsBackEqual() throws {
    let value = try parse(#"{"a":[[1,2],{"k":"q\"\\\u0001é"}],"n":0.1,"m":1e-300,"e":{},"f":[]}"#)
    #expect(try parse(value.text) == value)
    #expect(try parse(value.prettyText) == value)
    #expect(JSONValue.number(.infinity).text == "null")
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "{a:1}", "nul", "NaN", "01", "1.", "+1", "\"\u{1}\"", "\"a",
    "[1] x", "\"\\x\"", "\"\\u12g4\"", "{\"a\" 1}", "-",
  ])
  func refusesBrokenSyntax(_ text: String) {
    #expect {
      try parse(text)
    } throws: {
      if case .syntax? = $0 as? JSONError { return true }
      return false
    }
  }

  @Test func refusesDuplicateKeysHalfSurrogatesAndDepth() {
    func error(_ text: String) -> JSONError? {
      do throws(JSONError) {
        _ = try parse(text)
        return nil
      } catch {
        return error
      }
    }
    if case .duplicateKey(let fault)? = error(#"{"a":1,"a":2}"#) {
      #expect(fault.line == #"test.json: byte 7: expected each key once, found "a" a second time"#)
    } else {
      Issue.record("duplicate key accepted")
    }
    for text in [#""\ud800""#, #""\ud800\u0041""#, #""\udc00""#] {
      if case .invalidText? = error(text) {} else { Issue.record("accepted \(text)") }
    }
    if case .tooDeep? = error(String(repeating: "[", count: 100_000)) {
    } else {
      Issue.record("deep nesting accepted")
    }
    if case .numberOutOfRange? = error("1e400") {} else { Issue.record("1e400 accepted") }
    #expect(
      throws: JSONError.self, performing: { try JSONParser.parse([0x22, 0xFF, 0x22], file: "x") })
  }
}
