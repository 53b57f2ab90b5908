#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Small text files of the kernel (`/proc`, `/sys`), read as untrusted bytes.
package enum KernelFile {
  /// Files of numbers are shorter than this: status, statistics, events of one group.
  static let figuresLimit = 64 << 10

  /// The content of a regular file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: most bytes; of longer content the complete lines within them are returned, so that no
  ///     number is cut.
  /// - Returns: the bytes; nil if there is no such file, it is no regular one, or reading fails.
  static func bytes(at path: String, limit: Int = figuresLimit) -> [UInt8]? {
    guard !path.utf8.contains(0) else { return nil }
    // O_NONBLOCK: opening a FIFO must not hang.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    var bytes: [UInt8] = []
    // The kernel gives a page at most per read; one byte over the limit tells that there is more.
    let isRead = unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      while bytes.count <= limit {
        let wanted = min(buffer.count, limit + 1 - bytes.count)
        let count = unsafe read(descriptor, buffer.baseAddress, wanted)
        if count == 0 { return true }
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        unsafe bytes.append(contentsOf: buffer.prefix(count))
      }
      return true
    }
    guard isRead else { return nil }
    if bytes.count > limit {
      let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 0
      bytes.removeSubrange(end...)
    }
    return bytes
  }

  /// Writes `text` in one call to a file that is there.
  ///
  /// - Returns: 0, or the `errno` of what failed.
  static func write(_ text: String, to path: String) -> CInt {
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    var text = text
    // No offset: files of control groups take each write as a command, wherever it stands.
    let count = text.withUTF8 { bytes in
      unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
    }
    if count < 0 { return errno }
    return count == text.utf8.count ? 0 : EIO
  }

  /// The lines of `bytes`, empty ones left out.
  static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"))
  }

  /// The number that is the whole content of a file; nil for anything else.
  package static func number(at path: String) -> Int? {
    // 19 digits are the most that fit 63 bits.
    guard var bytes = bytes(at: path, limit: 32) else { return nil }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return decimal(bytes[...])
  }

  /// The first line of a file as text fit for a terminal; nil for an empty one and for none.
  package static func line(at path: String) -> String? {
    guard let bytes = bytes(at: path, limit: 4096) else { return nil }
    // A device tree's texts end with a NUL.
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }
    return line.isEmpty ? nil : InputFault.escaped(String(decoding: line, as: UTF8.self))
  }

  /// What stands behind `key` at the start of a line: a number, or a number of kB.
  ///
  /// - Returns: the number, kB as bytes; nil without such a line, or if it holds anything else.
  static func figure(_ key: String, in bytes: [UInt8]) -> Int? {
    for line in lines(bytes) where line.starts(with: key.utf8) {
      let rest = line.dropFirst(key.utf8.count)
      guard let first = rest.first, isBlank(first) else { continue }
      let fields = rest.split(whereSeparator: isBlank)
      guard let digits = fields.first, let value = decimal(digits) else { return nil }
      if fields.count == 1 { return value }
      guard fields.count == 2, fields[1].elementsEqual("kB".utf8) else { return nil }
      let product = value.multipliedReportingOverflow(by: 1024)
      return product.overflow ? nil : product.partialValue
    }
    return nil
  }

  /// Whether `word` is one of the words of a file.
  static func contains(_ word: String, at path: String) -> Bool? {
    guard let bytes = bytes(at: path) else { return nil }
    return bytes.split(whereSeparator: { isBlank($0) || $0 == UInt8(ascii: "\n") })
      .contains { $0.elementsEqual(word.utf8) }
  }

  /// Digits alone, as a number of 63 bits.
  static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      let (product, isLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isLarger) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      guard !isLarge, !isLarger else { return nil }
      value = sum
    }
    return value
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
