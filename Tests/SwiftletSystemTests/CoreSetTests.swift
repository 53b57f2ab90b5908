import SwiftletSystem
import Testing

@Suite struct CoreSetTests {
  @Test func numbersAreKeptInAnyOrder() {
    let set = CoreSet([7, 0, 64, 1023, 7])
    #expect(set.numbers == [0, 7, 64, 1023] && set.count == 4)
    #expect(set.contains(64) && !set.contains(65) && !set.contains(-1) && !set.contains(1024))
    #expect(set == CoreSet([1023, 64, 7, 0]) && set != CoreSet([0, 7, 64]))
  }

  @Test func numbersThatNoMaskHoldsAreLeftOut() {
    #expect(CoreSet([-1, 1024, .max, .min]).count == 0)
  }

  @Test func descriptionNamesRuns() {
    #expect("\(CoreSet([0, 1, 2, 3, 6]))" == "0-3,6")
    #expect("\(CoreSet([5]))" == "5")
    #expect("\(CoreSet([]))" == "")
  }

  @Test func aThreadThatCannotBeConfinedStaysWhereItWas() throws {
    let before = try #require(CoreSet.ofCallingThread())
    #expect(!CoreSet([]).confineCallingThread())
    #expect(CoreSet.ofCallingThread() == before)
  }
}
