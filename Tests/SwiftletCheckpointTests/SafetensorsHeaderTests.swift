import SwiftletCheckpoint
import SwiftletSystem
import Testing

@Suite struct SafetensorsHeaderTests {
  /// The case of the error that opening a file with this header and data gives; nil if it opens.
  private func failure(_ header: String, dataBytes: Int = 0) -> String? {
    failure(
      SafetensorsBuilder.source(header: header, data: [UInt8](repeating: 0, count: dataBytes)))
  }

  private func failure(_ source: MemoryByteSource) -> String? {
    do throws(CheckpointError) {
      _ = try SafetensorsSource(source)
      return nil
    } catch {
      #expect(error.fault.file == "test.safetensors")
      return error.caseName
    }
  }

  private func tensor(_ shape: String, _ offsets: String, dtype: String = "\"F32\"") -> String {
    #"{"a":{"dtype":\#(dtype),"shape":\#(shape),"data_offsets":\#(offsets)}}"#
  }

  @Test func acceptsPaddingAndMetadata() {
    #expect(failure(tensor("[1]", "[0,4]") + "     ", dataBytes: 4) == nil)
    #expect(failure(#"{"__metadata__":{"format":"pt"}}"#) == nil)
    #expect(failure("{}") == nil)
  }

  @Test(arguments: [
    "", "[]", "null", " {}", "{", "{}x", #"{"a":null}"#, #"{"a":{}}"#, #"{"__metadata__":{"a":1}}"#,
    #"{"__metadata__":[]}"#, #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":1}}"#,
    #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{}}"#,
  ])
  func refusesHeadersOfAnotherForm(_ header: String) {
    #expect(failure(header) == "headerInvalid")
  }

  @Test(arguments: [
    ("[-1]", "[0,4]"), ("[1.0]", "[0,4]"), ("[\"1\"]", "[0,4]"), ("1", "[0,4]"), ("null", "[0,4]"),
    ("[1]", "[0]"), ("[1]", "[0,4,8]"), ("[1]", "[-4,0]"), ("[1]", "[0,4.5]"), ("[1]", "{}"),
    ("[1]", "[0,1e30]"),
  ])
  func refusesShapesAndOffsetsThatAreNotCounts(shape: String, offsets: String) {
    #expect(failure(tensor(shape, offsets), dataBytes: 4) == "headerInvalid")
  }

  @Test(arguments: [
    ("[1]", "[4,0]"), ("[1]", "[0,8]"), ("[2]", "[0,4]"), ("[1]", "[4,8]"),
    ("[4294967296,4294967296]", "[0,0]"), ("[2305843009213693952,8]", "[0,0]"),
    ("[4611686018427387904]", "[0,0]"), ("[1]", "[18446744073709551608,18446744073709551612]"),
    ("[0]", "[0,0]"),
  ])
  func refusesRangesThatDoNotFit(shape: String, offsets: String) {
    #expect(failure(tensor(shape, offsets), dataBytes: 8) == "tensorRangeInvalid")
  }

  @Test func refusesHolesAndOverlaps() {
    func pair(_ first: String, _ second: String) -> String {
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":\#(first)},"#
        + #""b":{"dtype":"U8","shape":[4],"data_offsets":\#(second)}}"#
    }
    #expect(failure(pair("[4,8]", "[0,4]"), dataBytes: 8) == nil)
    #expect(failure(pair("[0,4]", "[5,9]"), dataBytes: 9) == "tensorRangeInvalid")
    #expect(failure(pair("[0,4]", "[2,6]"), dataBytes: 8) == "tensorRangeInvalid")
    #expect(failure(pair("[0,4]", "[0,4]"), dataBytes: 4) == "tensorRangeInvalid")
    #expect(failure(pair("[1,5]", "[5,9]"), dataBytes: 9) == "tensorRangeInvalid")
    #expect(failure(pair("[0,4]", "[4,8]"), dataBytes: 7) == "fileTruncated")
    #expect(failure(pair("[0,4]", "[4,8]"), dataBytes: 9) == "tensorRangeInvalid")
  }

  @Test func tellsUnknownTypesFromTypesThatAreNoNames() {
    #expect(failure(tensor("[1]", "[0,4]", dtype: "\"F13\""), dataBytes: 4) == "dtypeUnsupported")
    #expect(failure(tensor("[1]", "[0,4]", dtype: "3"), dataBytes: 4) == "headerInvalid")
  }

  @Test func boundsTheHeaderLengthBeforeReadingIt() {
    func length(_ value: UInt64) -> MemoryByteSource {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
      return MemoryByteSource(name: "test.safetensors", contents: bytes + Array("{}".utf8))
    }
    #expect(failure(length(2)) == nil)
    #expect(failure(length(0)) == "headerInvalid")
    #expect(failure(length(3)) == "fileTruncated")
    #expect(failure(length(200_000_000)) == "resourceLimit")
    #expect(failure(length(1 << 63)) == "headerInvalid")
    #expect(failure(length(.max)) == "headerInvalid")
    #expect(failure(MemoryByteSource(name: "test.safetensors", contents: [])) == "fileTruncated")
  }

  @Test(arguments: [
    ("<!DOCTYPE html><html></html>", "a web page"), ("<html>0123456789", "a web page"),
    ("version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
    ("PK\u{3}\u{4}0123456789", "a zip archive"), ("GGUF0123456789", "a GGUF file"),
  ])
  func namesFilesOfAnotherKind(contents: String, kind: String) {
    let source = MemoryByteSource(name: "test.safetensors", contents: Array(contents.utf8))
    let error = #expect(throws: CheckpointError.self) { try SafetensorsSource(source) }
    #expect(error?.caseName == "headerInvalid")
    #expect(error?.fault.found.hasPrefix(kind) == true)
  }

  @Test func everyCutOfAFileIsRefused() throws {
    var builder = SafetensorsBuilder()
    builder.add("a", "F32", [2], SafetensorsBuilder.littleEndian([1 as Float, 2]))
    builder.add("b", "F16", [3], SafetensorsBuilder.littleEndian([1 as UInt16, 2, 3]))
    let whole = builder.source
    #expect(failure(whole) == nil)
    let bytes = try whole.bytes(at: 0, count: whole.byteCount)
    for count in 0..<bytes.count {
      let cut = MemoryByteSource(name: "test.safetensors", contents: Array(bytes[..<count]))
      #expect(failure(cut) == "fileTruncated")
    }
  }
}

extension CheckpointError {
  /// The name of the case.
  var caseName: String { String("\(Mirror(reflecting: self).children.first?.label ?? "?")") }
}
