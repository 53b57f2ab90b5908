import SwiftletCheckpoint
import SwiftletSystem
import Testing

@Suite struct PyTorchSourceTests {
  private func failure(_ bytes: [UInt8]) -> CheckpointError? {
    do throws(CheckpointError) {
      _ = try PyTorchSource(TorchArchiveBuilder.source(bytes))
      return nil
    } catch {
      return error
    }
  }

  /// The case of the error for a tensor over a storage of eight floats.
  private func failure(offset: Int = 0, _ shape: [Int], _ strides: [Int], count: Int = 8)
    -> String?
  {
    var builder = TorchArchiveBuilder()
    builder.add("a", count: count, offset: offset, shape: shape, strides: strides)
    builder.storages = [("0", [UInt8](repeating: 0, count: 32))]
    return failure(builder.archive)?.caseName
  }

  private static func floats(_ count: Int) -> [UInt8] {
    SafetensorsBuilder.littleEndian((0..<count).map { Float($0) })
  }

  @Test func followsOffsetsAndStrides() throws {
    var builder = TorchArchiveBuilder()
    builder.storages = [("0", Self.floats(24))]
    builder.add("whole", count: 24, shape: [4, 6], strides: [6, 1])
    builder.add("slice", count: 24, offset: 7, shape: [2, 3], strides: [6, 1])
    builder.add("transposed", count: 24, shape: [6, 4], strides: [1, 6])
    builder.add("part", count: 24, offset: 1, shape: [2, 3], strides: [1, 6])
    builder.add("sparse", count: 24, offset: 1, shape: [2, 2], strides: [12, 3])
    builder.add("deep", count: 24, shape: [2, 3, 2], strides: [6, 2, 1])
    builder.add("turned", count: 24, shape: [2, 3, 4], strides: [1, 8, 2])
    builder.add("scalar", count: 24, offset: 5, shape: [], strides: [])
    builder.add("empty", count: 24, shape: [0, 3], strides: [3, 1])
    let source = try PyTorchSource(builder.source)
    let whole = (0..<24).map { Float($0) }
    let transposed = (0..<24).map { Float($0 % 4 * 6 + $0 / 4) }
    let deep = (0..<12).map { Float($0) }
    let turned = (0..<24).map { index -> Float in
      let (outer, middle, inner) = (index / 12, index / 4 % 3, index % 4)
      return Float(outer + middle * 8 + inner * 2)
    }
    let expected: [(name: String, shape: [Int], values: [Float])] = [
      ("whole", [4, 6], whole), ("slice", [2, 3], [7, 8, 9, 13, 14, 15]),
      ("transposed", [6, 4], transposed), ("part", [2, 3], [1, 7, 13, 2, 8, 14]),
      ("sparse", [2, 2], [1, 4, 13, 16]), ("deep", [2, 3, 2], deep),
      ("turned", [2, 3, 4], turned), ("scalar", [], [5]), ("empty", [0, 3], []),
    ]
    #expect(source.tensorNames == expected.map(\.name))
    for (name, shape, values) in expected {
      let tensor = try #require(source.tensor(named: name))
      #expect(tensor.shape == shape, "\(name)")
      #expect(try source.elements(of: tensor) == values, "\(name)")
      // Every range, so that no start inside a row or behind one is special.
      for start in 0..<values.count {
        for end in start + 1...values.count {
          var part = [Float](repeating: -1, count: end - start)
          try unsafe part.withUnsafeMutableBufferPointer {
            try unsafe source.readElements(of: tensor, start..<end, into: $0)
          }
          #expect(part == Array(values[start..<end]), "\(name) \(start)..<\(end)")
        }
      }
    }
  }

  @Test func readsThe16BitTypesAndKnowsTheOthers() throws {
    var builder = TorchArchiveBuilder()
    builder.storages = [
      ("0", SafetensorsBuilder.littleEndian([UInt16(0x3C00), 0xC000])),
      ("1", SafetensorsBuilder.littleEndian([UInt16(0x3F80), 0xC000])),
      ("2", [UInt8](repeating: 0, count: 16)),
    ]
    builder.add("half", storage: "HalfStorage", count: 2, shape: [2], strides: [1])
    builder.add("bfloat", storage: "BFloat16Storage", key: "1", count: 2, shape: [2], strides: [1])
    builder.add("long", storage: "LongStorage", key: "2", count: 2, shape: [2], strides: [1])
    let source = try PyTorchSource(builder.source)
    for name in ["half", "bfloat"] {
      #expect(try source.elements(of: #require(source.tensor(named: name))) == [1, -2])
    }
    let long = try #require(source.tensor(named: "long"))
    #expect(long.byteCount == 16)
    #expect(throws: CheckpointError.self) { try source.elements(of: long) }
  }

  @Test func checksEveryRange() {
    #expect(failure([2, 4], [4, 1]) == nil)
    #expect(failure(offset: 1, [2, 4], [4, 1]) == "tensorRangeInvalid")
    #expect(failure(offset: -1, [1], [1]) == "tensorRangeInvalid")
    #expect(failure([2, 4], [5, 1]) == "tensorRangeInvalid")
    #expect(failure([2], [-1]) == "tensorRangeInvalid")
    #expect(failure([-2], [1]) == "tensorRangeInvalid")
    #expect(failure([2, 2], [1]) == "tensorRangeInvalid")
    #expect(failure([1 << 32, 1 << 32], [0, 0]) == "tensorRangeInvalid")
    #expect(failure([2, 2], [Int.max, Int.max]) == "tensorRangeInvalid")
    #expect(failure([1 << 20, 1 << 20], [0, 0]) == "resourceLimit")
    #expect(failure([8], [1], count: 9) == "tensorRangeInvalid")
    #expect(failure([8], [1], count: Int.max) == "tensorRangeInvalid")
    #expect(
      failure(Array(repeating: 1, count: 9), Array(repeating: 1, count: 9)) == "tensorRangeInvalid")
  }

  @Test(arguments: [
    ("os", "system"), ("builtins", "eval"), ("torch", "load"), ("torch._utils", ""),
    ("torch", "Tensor"), ("collections", "Counter"), ("", "OrderedDict"),
  ])
  func knowsNoOtherNames(module: String, name: String) {
    var builder = TorchArchiveBuilder()
    builder.program = TorchArchiveBuilder.text("a") + TorchArchiveBuilder.name(module, name)
    let error = failure(builder.archive)
    #expect(error?.caseName == "unsafePickle")
    #expect(error?.description.contains("\(module).\(name)") == true)
  }

  @Test(arguments: [
    ("(ios\nsystem\n.", "unsafePickle"), ("(K\u{1}o.", "unsafePickle"),
    (")\u{1}.", "binInvalid"), ("R.", "binInvalid"), ("u.", "binInvalid"), ("(", "binInvalid"),
    ("}K\u{1}K\u{2}b.", "binInvalid"), ("]", "binInvalid"), ("h\u{5}.", "binInvalid"),
    ("].", "binInvalid"), ("}(K\u{1}K\u{2}u.", "binInvalid"), ("}(K\u{1}u.", "binInvalid"),
    ("X\u{7F}\u{7F}\u{7F}\u{7F}", "resourceLimit"), ("X\u{7F}\u{0}\u{0}\u{0}a", "binInvalid"),
    ("K\u{1}0.", "binInvalid"), ("(1.", "binInvalid"), ("}.", nil),
  ])
  func refusesEveryOtherProgram(program: String, expected: String?) {
    let entry = TorchArchiveBuilder.Entry(name: "m/data.pkl", bytes: Array(program.utf8))
    #expect(failure(TorchArchiveBuilder.zip([entry]))?.caseName == expected)
  }

  @Test func boundsWhatAPickleMakes() {
    func failure(_ pickle: [UInt8]) -> String? {
      self.failure(TorchArchiveBuilder.zip([.init(name: "m/data.pkl", bytes: pickle)]))?.caseName
    }
    func repeated(_ text: String, _ count: Int) -> [UInt8] {
      Array(String(repeating: text, count: count).utf8)
    }
    let end = Array(".".utf8)
    #expect(failure(repeated("]", 70_000) + end) == "resourceLimit")
    #expect(failure(repeated("(", 70_000) + end) == "resourceLimit")
    #expect(failure(repeated(")0", 1 << 21) + end) == "resourceLimit")
    #expect(failure(Array(")".utf8) + [UInt8](repeating: 0x85, count: 40) + end) == "resourceLimit")
    // A list that is put into itself again and again.
    let again = Array("]q\u{0}".utf8) + repeated("h\u{0}a", 40)
    #expect(failure(again + end) == "resourceLimit")
    #expect(failure(repeated(" ", PickleLimit.byteCount + 1)) == "resourceLimit")
  }

  private enum PickleLimit { static let byteCount = 16 << 20 }

  @Test func checksTheDirectory() {
    var builder = TorchArchiveBuilder()
    builder.storages = [("0", Self.floats(2))]
    builder.add("a", count: 2, shape: [2], strides: [1])
    let good = builder.archive
    #expect(failure(good) == nil)
    let entries = [
      TorchArchiveBuilder.Entry(name: "m/data.pkl", bytes: builder.pickle),
      TorchArchiveBuilder.Entry(name: "m/data/0", bytes: Self.floats(2)),
    ]
    #expect(failure(TorchArchiveBuilder.zip(entries, isLarge: true)) == nil)
    #expect(failure(TorchArchiveBuilder.zip(entries + entries))?.caseName == "binInvalid")
    #expect(failure(TorchArchiveBuilder.zip([entries[1]]))?.caseName == "binInvalid")
    #expect(failure(TorchArchiveBuilder.zip([entries[0]]))?.caseName == "binInvalid")
    for index in 0..<2 {
      var packed = entries
      packed[index].method = 8
      #expect(failure(TorchArchiveBuilder.zip(packed))?.caseName == "binInvalid")
    }
    var second = entries[0]
    second.name = "n/data.pkl"
    #expect(failure(TorchArchiveBuilder.zip(entries + [second]))?.caseName == "binInvalid")
    // Names are only looked up, so one that leads outside does nothing.
    let stray = TorchArchiveBuilder.Entry(name: "../../evil", bytes: [1])
    #expect(failure(TorchArchiveBuilder.zip(entries + [stray])) == nil)
  }

  @Test func refusesEveryCutOfAFile() {
    var builder = TorchArchiveBuilder()
    builder.storages = [("0", Self.floats(2))]
    builder.add("a", count: 2, shape: [2], strides: [1])
    let whole = builder.archive
    for count in 0..<whole.count {
      #expect(failure(Array(whole.prefix(count)))?.caseName == "binInvalid", "\(count) bytes")
    }
  }

  @Test func everyChangedByteIsReadOrRefused() {
    var builder = TorchArchiveBuilder()
    builder.storages = [("0", Self.floats(2))]
    builder.add("a", count: 2, shape: [2], strides: [1])
    let whole = builder.archive
    var refusedCount = 0
    for index in whole.indices {
      for change in [0x01, 0x80, 0xFF] as [UInt8] {
        var changed = whole
        changed[index] ^= change
        if failure(changed) != nil { refusedCount += 1 }
      }
    }
    #expect(refusedCount > whole.count)
  }

  @Test func refusesBigEndianAndOlderFilesByName() {
    var builder = TorchArchiveBuilder()
    builder.others = [.init(name: "m/byteorder", bytes: Array("big".utf8))]
    #expect(failure(builder.archive)?.description.contains("\"big\"") == true)
    let legacy: [UInt8] = [
      0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
      0x80,
    ]
    #expect(failure(legacy)?.caseName == "formatUnsupported")
    #expect(failure(legacy)?.description.contains("the older format") == true)
    let pointer = Array("version https://git-lfs.github.com/spec/v1\noid sha256:0".utf8)
    #expect(failure(pointer)?.description.contains("a Git LFS pointer, not the weights") == true)
    let bare =
      Array("\u{80}".unicodeScalars.map { UInt8($0.value) }) + [2] + Array("cos\nsystem\n.".utf8)
    #expect(failure(bare)?.caseName == "unsafePickle")
  }
}
