import SwiftletCheckpoint
import SwiftletSystem
import SwiftletTensor
import Testing

@Suite struct SafetensorsSourceTests {
  @Test func widensEveryFiniteValueExactly() throws {
    let all = (UInt16.min...UInt16.max).map { $0 }
    let halves = all.filter { $0 & 0x7C00 != 0x7C00 }
    let bfloats = all.filter { $0 & 0x7F80 != 0x7F80 }
    var builder = SafetensorsBuilder()
    builder.add("half", "F16", [halves.count], SafetensorsBuilder.littleEndian(halves))
    builder.add("bfloat", "BF16", [bfloats.count], SafetensorsBuilder.littleEndian(bfloats))
    let source = try SafetensorsSource(builder.source)
    let half = try #require(source.tensor(named: "half"))
    #expect(
      try source.elements(of: half).map(\.bitPattern)
        == halves.map { HalfPrecision.float(half: $0).bitPattern })
    let bfloat = try #require(source.tensor(named: "bfloat"))
    #expect(
      try source.elements(of: bfloat).map(\.bitPattern)
        == bfloats.map { HalfPrecision.float(bfloat: $0).bitPattern })
  }

  @Test func readsRowsAcrossChunks() throws {
    // Rows of 70,000 values are longer than a chunk.
    let width = 70_000
    let values = (0..<3 * width).map { Float($0) }
    var builder = SafetensorsBuilder()
    builder.add("other", "U8", [3], [1, 2, 3])
    builder.add("wide", "F32", [3, width], SafetensorsBuilder.littleEndian(values))
    let source = try SafetensorsSource(builder.source)
    #expect(source.tensorNames == ["other", "wide"])
    let tensor = try #require(source.tensor(named: "wide"))
    var rows = [Float](repeating: -1, count: 2 * width)
    try unsafe rows.withUnsafeMutableBufferPointer {
      try unsafe source.readRows(of: tensor, 1..<3, into: $0)
    }
    #expect(rows == Array(values[width...]))
  }

  @Test(arguments: ["F32", "F16", "BF16"], [0, 5, 65_536, 70_000])
  func namesTheFirstValueThatIsNotFinite(type: String, index: Int) throws {
    let count = 70_001
    var bytes: [UInt8]
    if type == "F32" {
      var values = [Float](repeating: 1, count: count)
      values[index] = -.infinity
      bytes = SafetensorsBuilder.littleEndian(values)
    } else {
      var values = [UInt16](repeating: 0x3C00, count: count)
      values[index] = type == "F16" ? 0xFC00 : 0xFF80
      bytes = SafetensorsBuilder.littleEndian(values)
    }
    var builder = SafetensorsBuilder()
    builder.add("t", type, [count], bytes)
    let source = try SafetensorsSource(builder.source)
    let tensor = try #require(source.tensor(named: "t"))
    #expect(
      throws: CheckpointError.nonfiniteWeights(
        InputFault(
          file: "test.safetensors", place: "tensor t, value \(index)", expected: "a finite number",
          found: "minus infinity"))
    ) { try source.elements(of: tensor) }
  }

  @Test func tellsNaNFromInfinity() throws {
    for (bits, word) in [(0x7FC0, "NaN"), (0x7F80, "infinity"), (0x7F81, "NaN")] as [(UInt16, _)] {
      var builder = SafetensorsBuilder()
      builder.add("t", "BF16", [1], SafetensorsBuilder.littleEndian([bits]))
      let source = try SafetensorsSource(builder.source)
      let tensor = try #require(source.tensor(named: "t"))
      let error = #expect(throws: CheckpointError.self) { try source.elements(of: tensor) }
      #expect(error?.fault.found == word)
    }
  }

  @Test func comparesValuesBitForBit() throws {
    var builder = SafetensorsBuilder()
    builder.add("a", "F32", [2], SafetensorsBuilder.littleEndian([0 as Float, 2]))
    builder.add("b", "F32", [2], SafetensorsBuilder.littleEndian([-0.0 as Float, 2]))
    builder.add("c", "BF16", [2], SafetensorsBuilder.littleEndian([0 as UInt16, 0x4000]))
    builder.add("d", "F32", [1, 2], SafetensorsBuilder.littleEndian([0 as Float, 2]))
    let source = try SafetensorsSource(builder.source)
    func areEqual(_ first: String, _ second: String) throws -> Bool {
      let left = try #require(source.tensor(named: first))
      let right = try #require(source.tensor(named: second))
      return try source.haveEqualValues(left, right)
    }
    #expect(try areEqual("a", "a"))
    #expect(try !areEqual("a", "b"))
    #expect(try areEqual("a", "c"))
    #expect(try !areEqual("a", "d"))
  }

  @Test func refusesToReadIntegersAsWeights() throws {
    var builder = SafetensorsBuilder()
    builder.add("t", "I64", [1], [UInt8](repeating: 0, count: 8))
    let source = try SafetensorsSource(builder.source)
    let tensor = try #require(source.tensor(named: "t"))
    let error = #expect(throws: CheckpointError.self) { try source.elements(of: tensor) }
    guard case .dtypeUnsupported? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func readsScalarsAndEmptyTensors() throws {
    var builder = SafetensorsBuilder()
    builder.add("empty", "F32", [0, 4], [])
    builder.add("scalar", "F32", [], SafetensorsBuilder.littleEndian([7 as Float]))
    let source = try SafetensorsSource(builder.source)
    let empty = try #require(source.tensor(named: "empty"))
    #expect(try source.elements(of: empty) == [])
    let scalar = try #require(source.tensor(named: "scalar"))
    #expect(try source.elements(of: scalar) == [7])
  }

  @Test func matchListsEverythingThatDiffers() throws {
    var builder = SafetensorsBuilder()
    builder.add("a", "F32", [2], SafetensorsBuilder.littleEndian([1 as Float, 2]))
    builder.add("b", "BOOL", [2], [0, 1])
    builder.add("odd", "F32", [0], [])
    builder.add("buffer.inv_freq", "F32", [0], [])
    let source = try SafetensorsSource(builder.source)
    let error = #expect(throws: CheckpointError.self) {
      try source.match(
        [
          TensorExpectation(names: ["a"], shape: [1, 2]),
          TensorExpectation(names: ["b"], shape: [2]),
          TensorExpectation(names: ["model.c", "c"], shape: [2]),
        ], file: "folder", ignoring: { $0.hasSuffix("inv_freq") })
    }
    #expect(
      error
        == .tensorMissing(
          InputFault(
            file: "folder", place: "tensors", expected: "the 3 that config.json describes",
            found: "missing: model.c; wrong shape: a [2] in place of [1, 2]; "
              + "wrong type: b of dtype BOOL; unexpected: odd")))
  }

  @Test func matchFindsAlternativeNames() throws {
    var builder = SafetensorsBuilder()
    builder.add("c", "F32", [1], SafetensorsBuilder.littleEndian([1 as Float]))
    let source = try SafetensorsSource(builder.source)
    let tensors = try source.match(
      [TensorExpectation(names: ["model.c", "c"], shape: [1])], file: "", ignoring: { _ in false })
    #expect(tensors.map(\.name) == ["c"])
  }
}
