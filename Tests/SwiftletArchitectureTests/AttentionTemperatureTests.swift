import Foundation
import SwiftletArchitecture
import Testing

@Suite struct AttentionTemperatureTests {
  @Test func theLogarithmIsThatOfTheMathematicsLibrary() {
    let temperature = AttentionTemperature(scale: 1, floor: 1)
    for position in Array(0..<5000) + [99_999, 1_000_001, 1 << 24, (1 << 28) - 1] {
      let expected = Float(log(1 + Double(Float(position) + 1))) + 1
      #expect(temperature.factor(position: position) == expected, "\(position)")
    }
  }

  @Test func itGrowsInSteps() {
    let temperature = AttentionTemperature(scale: 0.3, floor: 8)
    #expect(temperature.factor(position: 0) == 1)
    #expect(temperature.factor(position: 6) == 1)
    #expect(temperature.factor(position: 7) == Float(log(2.0)) * 0.3 + 1)
    #expect(temperature.factor(position: 14) == temperature.factor(position: 7))
    #expect(temperature.factor(position: 15) > temperature.factor(position: 14))
  }
}
