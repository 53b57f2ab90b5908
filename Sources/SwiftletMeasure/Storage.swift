public import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The disk that a file lies on, and how fast it is read.
public struct Storage: Equatable, Sendable {
  /// What sort of disk.
  public enum Kind: String, Sendable {
    case sdCard = "SD card"
    case eMMC = "eMMC"
    case nvme = "NVMe drive"
    case hardDisk = "hard disk"
    case virtual = "virtual disk"
    case other = "other"
  }

  /// The kernel's name of the disk or partition, like `mmcblk0p2`; nil for file systems without one.
  public var device: String?
  /// Its sort.
  public var kind: Kind
  /// Bytes per second of one reader from the beginning of the file; nil if the file is empty.
  public var bytesPerSecond: Double?

  /// A disk with what is known of it.
  public init(device: String?, kind: Kind, bytesPerSecond: Double?) {
    self.device = device
    self.kind = kind
    self.bytesPerSecond = bytesPerSecond
  }

  /// Bytes to read: a second or two of a slow card.
  private static let sampleByteCount = 32 << 20
  private static let blockByteCount = 1 << 20

  /// Looks up the disk of `file` and reads a part of it, which is dropped from the system's cache first.
  ///
  /// Allocates a block of 1 MiB. A file that other programs hold in memory reads faster than its disk.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - root: what stands before `/sys`, for tests.
  /// - Returns: the disk and the speed.
  /// - Throws: `ByteSourceError` if the file cannot be read.
  public static func measure(_ file: FileByteSource, root: String = "")
    throws(ByteSourceError) -> Storage
  {
    let device = device(of: file, root: root)
    var storage = Storage(
      device: device, kind: device.map { kind(ofDevice: $0, root: root) } ?? .other,
      bytesPerSecond: nil)
    let byteCount = min(file.byteCount, sampleByteCount)
    guard byteCount > 0 else { return storage }
    posix_fadvise(file.descriptor, 0, off_t(byteCount), POSIX_FADV_DONTNEED)
    let clock = ContinuousClock()
    let start = clock.now
    var offset = 0
    while offset < byteCount {
      let count = min(blockByteCount, byteCount - offset)
      _ = try file.bytes(at: offset, count: count)
      offset += count
    }
    let seconds = (clock.now - start) / .seconds(1)
    storage.bytesPerSecond = seconds > 0 ? Double(byteCount) / seconds : nil
    return storage
  }

  /// The kernel's name of the disk that holds `file`.
  private static func device(of file: FileByteSource, root: String) -> String? {
    var status = stat()
    guard unsafe fstat(file.descriptor, &status) == 0 else { return nil }
    // As <sys/sysmacros.h> takes a device number apart.
    let number = UInt64(status.st_dev)
    let major = number >> 8 & 0xfff | number >> 32 & ~0xfff
    let minor = number & 0xff | number >> 12 & ~0xff
    return target(ofLink: "\(root)/sys/dev/block/\(major):\(minor)")
  }

  /// The last component of where a symbolic link leads.
  package static func target(ofLink path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let bytes = buffer.prefix(count).map { UInt8(bitPattern: $0) }
    let name = bytes.split(separator: UInt8(ascii: "/")).last ?? []
    return name.isEmpty ? nil : InputFault.escaped(String(decoding: name, as: UTF8.self))
  }

  /// What the name of a disk or partition and its entry in `/sys` say.
  package static func kind(ofDevice name: String, root: String) -> Kind {
    if name.starts(with: "nvme") { return .nvme }
    if name.starts(with: "vd") || name.starts(with: "xvd") { return .virtual }
    if name.starts(with: "mmcblk") {
      let disk = name.split(separator: "p").first.map(String.init) ?? name
      return KernelFile.line(at: "\(root)/sys/block/\(disk)/device/type") == "MMC" ? .eMMC : .sdCard
    }
    if name.starts(with: "sd") {
      let disk = String(name.prefix { !$0.isNumber })
      let rotates = KernelFile.line(at: "\(root)/sys/block/\(disk)/queue/rotational")
      return rotates == "1" ? .hardDisk : .other
    }
    return .other
  }
}
