import SwiftletCheckpoint
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct BlockEncodingTests {
  /// One tensor of eight blocks: SHA-256 of its float32 values, by the Python package `gguf` 0.19
  /// (`gguf.quants.dequantize`) from the same bytes.
  static let digests: [(BlockEncoding, [Int], String)] = [
    (.q4_0, [0], "317c8c9ae97051476306a6ab3749ebf1a105e6832f261e6acb603b35ec9009dd"),
    (.q4_1, [0, 2], "e97106128ba592f358d16ba1931d4236f32ee51821272cc4ce32019de62c1ba3"),
    (.q5_0, [0], "de0bf163def7fe188f0f4e1e5c6d1998a8cfaaa0555fed1d95b3287e8b64fb56"),
    (.q5_1, [0, 2], "f687d7e1ed1d17e3a79164fb28bc5b879d2f7d213cd2335e7bf2059f75a705aa"),
    (.q8_0, [0], "424c33703f47abcc0feed01e45770975d0f09987e7f0b745a3f6de1e72c6d886"),
    (.q4_K, [0, 2], "bd6cadcc97d47ef13477e45dc52d51c5adf4b5d81888d5e0a09dcb2bb8d815eb"),
    (.q5_K, [0, 2], "4a0bb797c3d1ea081b065c21b535ccc93878496c79f64b2029336b26d238489e"),
    (.q6_K, [208], "1e12a6c31204c8d89d75a16cc7faf4cba3adb5a9ccca66c2794ff7ae313778e5"),
  ]

  /// Eight blocks of random bytes, the float16 at each of `halves` made small and finite.
  static func blocks(_ encoding: BlockEncoding, _ halves: [Int]) -> [UInt8] {
    var generator = SplitMix64(seed: UInt64(encoding.byteCount))
    var bytes = (0..<8 * encoding.byteCount).map { _ in UInt8(truncatingIfNeeded: generator.next())
    }
    for block in 0..<8 {
      for half in halves {
        let index = block * encoding.byteCount + half + 1
        bytes[index] = bytes[index] & 0x83 | 0x28
      }
    }
    return bytes
  }

  @Test func coversEveryEncoding() {
    #expect(Set(Self.digests.map(\.0)) == Set(BlockEncoding.allCases))
  }

  @Test(arguments: 0..<8) func unpacksLikeTheReference(_ index: Int) throws {
    let (encoding, halves, digest) = Self.digests[index]
    var builder = GGUFBuilder()
    let bytes = Self.blocks(encoding, halves)
    let count = 8 * encoding.valueCount
    builder.add("w", [2, count / 2], encoding.ggufType, bytes)
    let source = try GGUFSource(builder.source)
    let tensor = try #require(source.tensor(named: "w"))
    #expect(tensor.byteCount == bytes.count)
    let values = try source.elements(of: tensor)
    var hash = SHA256()
    let raw = SafetensorsBuilder.littleEndian(values)
    unsafe raw.withUnsafeBytes { unsafe hash.update($0) }
    #expect(SHA256.hexadecimal(hash.finalized()) == digest, "\(encoding.rawValue)")
    // Ranges that begin and end inside blocks.
    for range in [1..<2, 3..<count, 0..<count - 1, 31..<33, 5..<5 + count / 2] {
      var part = [Float](repeating: .nan, count: range.count)
      try unsafe part.withUnsafeMutableBufferPointer {
        try unsafe source.readElements(of: tensor, range, into: $0)
      }
      #expect(part.map(\.bitPattern) == values[range].map(\.bitPattern), "\(range)")
    }
  }

  @Test func namesABlockWhoseScaleIsNotFinite() throws {
    var bytes = Self.blocks(.q8_0, [0])
    bytes[3 * BlockEncoding.q8_0.byteCount + 1] = 0x7C
    var builder = GGUFBuilder()
    builder.add("w", [256], BlockEncoding.q8_0.ggufType, bytes)
    let source = try GGUFSource(builder.source)
    let tensor = try #require(source.tensor(named: "w"))
    let error = #expect(throws: CheckpointError.self) { try source.elements(of: tensor) }
    #expect(error?.caseName == "nonfiniteWeights")
    #expect(error?.description.contains("tensor w, value 96") == true)
  }
}

extension BlockEncoding {
  /// The number of `ggml_type`.
  var ggufType: UInt32 {
    switch self {
    case .q4_0: return 2
    case .q4_1: return 3
    case .q5_0: return 6
    case .q5_1: return 7
    case .q8_0: return 8
    case .q4_K: return 12
    case .q5_K: return 13
    case .q6_K: return 14
    }
  }
}
