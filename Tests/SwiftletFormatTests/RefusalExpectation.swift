import SwiftletFormat
import SwiftletSystem
import Testing

/// What a reader does before the lie must be noticed.
enum ReadingStage {
  case open
  case read
  case verify
}

/// Expects that `contents` are refused as the `BlobError` case after which the calling test is named,
/// at the stage and not before it.
func expectRefused(
  _ contents: [UInt8], at stage: ReadingStage = .open, as test: String = #function,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let expected = String(test.prefix { $0 != "(" })
  do throws(BlobError) {
    let reader = try BlobReader(source: MemoryByteSource(name: "memory", contents: contents))
    if stage == .open { return missed("open", sourceLocation) }
    if stage == .verify {
      for record in reader.directory.records { try readAll(reader, record) }
      try reader.verify()
      return missed("verify", sourceLocation)
    }
    do throws(BlobError) {
      for record in reader.directory.records { try readAll(reader, record) }
      return missed("reading", sourceLocation)
    } catch {
      #expect(caseName(error) == expected, "\(error)", sourceLocation: sourceLocation)
    }
    // What reading notices, verify notices too.
    try reader.verify()
    return missed("verify", sourceLocation)
  } catch {
    #expect(caseName(error) == expected, "\(error)", sourceLocation: sourceLocation)
  }
}

private func missed(_ stage: String, _ sourceLocation: SourceLocation) {
  Issue.record("\(stage) accepted the file", sourceLocation: sourceLocation)
}

/// Reads a record by its kind's own way.
func readAll(_ reader: BlobReader, _ record: BlobRecord) throws(BlobError) {
  if record.kind == .metadata {
    _ = try reader.metadata(record.name)
    return
  }
  var failure: BlobError?
  var raw = [UInt8](repeating: 0, count: record.rawByteCount)
  unsafe raw.withUnsafeMutableBytes { buffer in
    do throws(BlobError) { try unsafe reader.read(record, into: buffer) } catch { failure = error }
  }
  if let failure { throw failure }
}

/// The name of an error's case.
func caseName(_ error: BlobError) -> String? { Mirror(reflecting: error).children.first?.label }
