import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct UncachedFileSourceTests {
  private struct Sample {
    let folder: TemporaryFolder
    let bytes: [UInt8]
    let file: FileByteSource
    let source: UncachedFileSource

    init(count: Int) throws {
      var generator = SeededGenerator(seed: 3)
      bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      folder = try TemporaryFolder()
      try folder.write("file", bytes)
      file = try FileByteSource(path: folder.path("file"))
      source = try UncachedFileSource(file, budget: MemoryBudget(capByteCount: 1 << 20))
    }

    /// Writes the file to the disk and drops it from the page cache.
    func drop() {
      fsync(file.descriptor)
      posix_fadvise(file.descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }
  }

  @Test func readsWhatIsThereWhereverItStarts() throws {
    let sample = try Sample(count: 700_001)
    let limit = sample.bytes.count
    var generator = SeededGenerator(seed: 4)
    for step in 0..<200 {
      if step % 10 == 0 { sample.drop() }
      let offset = Int.random(in: 0..<limit, using: &generator) & (step % 3 == 0 ? ~4095 : ~0)
      let count = min(limit - offset, Int.random(in: 0...300_000, using: &generator))
      let shift = step % 4 == 0 ? 0 : Int.random(in: 0..<100, using: &generator)
      let buffer = try AlignedBuffer(
        byteCount: count + shift, budget: MemoryBudget(capByteCount: 1 << 20), owner: "test")
      let target = unsafe UnsafeMutableRawBufferPointer(
        start: buffer.base + shift, count: count)
      try unsafe sample.source.read(at: offset, into: target)
      #expect(
        unsafe target.elementsEqual(sample.bytes[offset..<offset + count]),
        "\(count) bytes at \(offset), shifted by \(shift)")
    }
  }

  @Test func leavesNothingInThePageCache() throws {
    let sample = try Sample(count: 1 << 20)
    sample.drop()
    guard let before = sample.file.cachedPages(at: 0, count: 1 << 20), before.cached == 0 else {
      // An old kernel, or a file system that lives in memory.
      return
    }
    let buffer = try AlignedBuffer(
      byteCount: 1 << 20, budget: MemoryBudget(capByteCount: 4 << 20), owner: "test")
    try unsafe sample.source.read(at: 0, into: buffer.bytes)
    #expect(sample.file.cachedPages(at: 0, count: 1 << 20)?.cached == 0)
    // What is cached already stays so, for whoever cached it.
    try unsafe sample.file.read(at: 0, into: buffer.bytes)
    #expect(sample.file.cachedPages(at: 0, count: 1 << 20)?.cached == 1 << 20)
    try unsafe sample.source.read(at: 0, into: buffer.bytes)
    #expect(sample.file.cachedPages(at: 0, count: 1 << 20)?.cached == 1 << 20)
  }

  @Test func refusesWhatIsNotThere() throws {
    let sample = try Sample(count: 5000)
    #expect(throws: ByteSourceError.self) { _ = try sample.source.bytes(at: 4999, count: 2) }
    #expect(try sample.source.bytes(at: 4999, count: 1) == [sample.bytes[4999]])
    // A file that shrinks behind the reader's back is an error, not a crash.
    #expect(unsafe truncate(sample.folder.path("file"), 100) == 0)
    #expect(throws: ByteSourceError.self) { _ = try sample.source.bytes(at: 0, count: 5000) }
  }

  @Test func needsItsBufferFromTheBudget() throws {
    let sample = try Sample(count: 1)
    #expect(throws: MemoryBudgetError.self) {
      _ = try UncachedFileSource(sample.file, budget: MemoryBudget(capByteCount: 4096))
    }
  }
}
