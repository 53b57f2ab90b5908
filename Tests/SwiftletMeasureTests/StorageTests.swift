import SwiftletMeasure
import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct StorageTests {
  @Test func diskAndSpeedOfAFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", String(repeating: "x", count: 3 << 20))
    let storage = try Storage.measure(FileByteSource(path: folder.path("file")))
    #expect(try #require(storage.bytesPerSecond) > 0)
    try folder.write("empty", "")
    #expect(try Storage.measure(FileByteSource(path: folder.path("empty"))).bytesPerSecond == nil)
  }

  @Test func whereALinkLeads() throws {
    let folder = try TemporaryFolder()
    let link = folder.path("link")
    #expect(unsafe symlink("../devices/mmc0/mmcblk0/mmcblk0p2", link) == 0)
    defer { unsafe unlink(link) }
    #expect(Storage.target(ofLink: link) == "mmcblk0p2")
    #expect(Storage.target(ofLink: folder.path("none")) == nil)
  }

  @Test(arguments: [
    ("mmcblk0p2", Storage.Kind.sdCard), ("nvme0n1p1", .nvme), ("vda", .virtual), ("sda1", .other),
    ("zram0", .other), ("mmcblk", .sdCard), ("", .other),
  ])
  func namesTellTheKind(name: String, kind: Storage.Kind) throws {
    let folder = try TemporaryFolder()
    #expect(Storage.kind(ofDevice: name, root: folder.path) == kind)
  }
}
