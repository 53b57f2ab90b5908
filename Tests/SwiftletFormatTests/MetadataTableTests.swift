import SwiftletFormat
import Testing

@Suite struct MetadataTableTests {
  static func full() -> MetadataTable {
    var table = MetadataTable()
    table["bool"] = .bool(true)
    table["least"] = .integer(.min)
    table["most"] = .integer(.max)
    table["float"] = .float(-0.0)
    table["infinite"] = .float(.infinity)
    table["string"] = .string("žluťoučký \u{0}\u{1F600}")
    table["empty string"] = .string("")
    table["data"] = .data([0, 255])
    table["bools"] = .bools([true, false])
    table["integers"] = .integers([-1, 0, 1])
    table["floats"] = .floats([0.1, 1e300])
    table["strings"] = .strings(["a", "", "é"])
    table["none"] = .strings([])
    return table
  }

  @Test func allValuesComeBackInOrder() throws {
    let table = MetadataTableTests.full()
    let decoded = try MetadataTable(decoding: table.encoded(), file: "memory", record: "table")
    #expect(decoded == table)
    #expect(decoded.keys == table.keys)
    #expect(decoded.float("float")?.sign == .minus)
    #expect(decoded.integer("least") == .min)
    #expect(decoded.bool("bool") == true)
    #expect(decoded.string("string") == "žluťoučký \u{0}\u{1F600}")
    #expect(decoded.data("data") == [0, 255])
    #expect(decoded.bools("bools") == [true, false])
    #expect(decoded.integers("integers") == [-1, 0, 1])
    #expect(decoded.floats("floats") == [0.1, 1e300])
    #expect(decoded.strings("strings") == ["a", "", "é"])
    #expect(decoded.string("bool") == nil)
    #expect(decoded.string("missing") == nil)
  }

  @Test func settingAgainKeepsThePlaceAndNilRemoves() {
    var table = MetadataTable()
    table["a"] = .integer(1)
    table["b"] = .integer(2)
    table["c"] = .integer(3)
    table["a"] = .integer(4)
    #expect(table.keys == ["a", "b", "c"])
    #expect(table.integer("a") == 4)
    table["b"] = nil
    table["missing"] = nil
    #expect(table.keys == ["a", "c"])
    #expect(table.integer("c") == 3)
  }

  @Test func anEmptyTableIsFourBytes() throws {
    #expect(MetadataTable().encoded() == [0, 0, 0, 0])
    let decoded = try MetadataTable(decoding: [0, 0, 0, 0], file: "memory", record: "table")
    #expect(decoded.entries.isEmpty)
  }

  @Test func theEncodingIsThatOfTheContract() {
    var table = MetadataTable()
    table["k"] = .strings(["ab"])
    #expect(table.encoded() == [1, 0, 0, 0, 19, 1, 0x6B, 1, 0, 0, 0, 2, 0, 0, 0, 0x61, 0x62])
  }
}
