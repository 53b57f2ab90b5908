import SwiftletMeasure
import Testing

@Suite struct SampleSeriesTests {
  @Test func whatWasNotSeenIsEmpty() {
    let series = SampleSeries(
      times: [0, 0.1, 12],
      columns: [
        .init(quantity: .residentBytes, name: "", values: [1_048_576, nil, 3]),
        .init(quantity: .watts, name: "ina226", values: [nil, 0, 2.75]),
      ])
    #expect(
      series.csv == """
        seconds,resident_bytes,watts:ina226
        0,1048576,
        0.1,,0
        12,3,2.75

        """)
    #expect(SampleSeries().csv == "seconds\n")
  }

  @Test func namesAreQuoted() {
    let series = SampleSeries(
      times: [], columns: [.init(quantity: .watts, name: "a \"b\",\nc", values: [])])
    #expect(series.csv == "seconds,\"watts:a \"\"b\"\",\nc\"\n")
  }
}
