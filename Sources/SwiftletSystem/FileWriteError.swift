#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a file could not be written.
public enum FileWriteError: InputError {
  /// There is a file of that name already and replacing it was not asked for.
  case targetExists(InputFault)
  /// The name belongs to a folder, a device or a socket, which is never replaced.
  case notARegularFile(InputFault)
  /// The folder does not exist, or does not let files be created.
  case notCreatable(InputFault)
  /// The file system, a quota or a size limit has no room for more bytes.
  case noSpace(InputFault)
  /// The system reported another error.
  case writeFailed(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .targetExists(let fault), .notARegularFile(let fault), .notCreatable(let fault),
      .noSpace(let fault), .writeFailed(let fault):
      return fault
    }
  }

  /// The system's error `code` while writing to `file`.
  static func writing(_ file: String, place: String = "", code: CInt) -> FileWriteError {
    let fault = InputFault(
      file: file, place: place, expected: "room and permission to write",
      found: systemMessage(code))
    return [ENOSPC, EDQUOT, EFBIG].contains(code) ? .noSpace(fault) : .writeFailed(fault)
  }
}
