import SwiftletRuntime
import Testing
import _SwiftletTestSupport

@Suite struct StopMatcherTests {
  private func run(_ stops: [String], _ pieces: [String]) -> (text: String, stopped: Bool) {
    var matcher = StopMatcher(stops: stops)
    var output: [UInt8] = []
    for piece in pieces where matcher.push(Array(piece.utf8), emit: { output += $0 }) {
      return (String(decoding: output, as: UTF8.self), true)
    }
    matcher.finish { output += $0 }
    return (String(decoding: output, as: UTF8.self), false)
  }

  @Test func findsAStopStringAcrossPieces() {
    #expect(run(["END"], ["abcE", "N", "Dxyz"]) == ("abc", true))
    #expect(run(["END"], ["abcENDxyz"]) == ("abc", true))
    #expect(run(["\n\nUser:"], ["hello\n", "\nUse", "r:", " x"]) == ("hello", true))
  }

  @Test func whatOnlyLooksLikeAStopStringIsPrinted() {
    #expect(run(["END"], ["abcE", "N", "X", "EN"]) == ("abcENXEN", false))
    #expect(run(["aab"], ["a", "a", "a", "b", "c"]) == ("a", true))
  }

  @Test func theEarliestOfSeveralWins() {
    #expect(run(["world", "lo w"], ["hello world"]) == ("hel", true))
    #expect(run(["", "z"], ["abc"]) == ("abc", false))
    #expect(run([], ["abc", "def"]) == ("abcdef", false))
  }

  @Test func nothingOfTheStopStringIsEverEmitted() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let text = (0..<40).map { _ in "ab".randomElement(using: &generator) ?? "a" }
      let stop = String((0..<4).map { _ in "ab".randomElement(using: &generator) ?? "a" })
      var pieces: [String] = []
      var rest = text[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...min(5, rest.count), using: &generator)
        pieces.append(String(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      let whole = String(text)
      let expected = whole.firstPosition(of: stop).map { String(whole.prefix($0)) } ?? whole
      #expect(run([stop], pieces).text == expected)
    }
  }
}

extension String {
  fileprivate func firstPosition(of other: String) -> Int? {
    let characters = Array(self)
    let wanted = Array(other)
    guard characters.count >= wanted.count else { return nil }
    return (0...characters.count - wanted.count).first {
      Array(characters[$0..<$0 + wanted.count]) == wanted
    }
  }
}
