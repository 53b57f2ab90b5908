public import SwiftletSystem

/// Why a checkpoint folder cannot be read.
public enum CheckpointError: InputError {
  /// The path names no folder.
  case folderMissing(InputFault)
  /// A configuration file is absent, unreadable or not JSON.
  case configInvalid(InputFault)
  /// There is no weight file, or a shard is absent.
  case weightsMissing(InputFault)
  /// The weights are in a format that is not read.
  case formatUnsupported(InputFault)
  /// The file ends before what its own header promises.
  case fileTruncated(InputFault)
  /// The header of a weight file breaks the format's rules.
  case headerInvalid(InputFault)
  /// A file of `torch.save` breaks the rules of zip archives, or its pickle is no dictionary of tensors.
  case binInvalid(InputFault)
  /// A pickle asks for a name or an instruction that could run code; nothing has been run.
  case unsafePickle(InputFault)
  /// A tensor's bytes do not fit its shape, its neighbours or the file.
  case tensorRangeInvalid(InputFault)
  /// A tensor has values of a type that is not read.
  case dtypeUnsupported(InputFault)
  /// The index of a sharded checkpoint breaks the format's rules.
  case indexInvalid(InputFault)
  /// The index names a file outside the folder.
  case pathEscape(InputFault)
  /// The model needs tensors that are not there.
  case tensorMissing(InputFault)
  /// A tensor has another shape than the configuration says.
  case tensorShapeMismatch(InputFault)
  /// There are tensors that the model has no use for.
  case tensorUnexpected(InputFault)
  /// A weight is infinite or not a number.
  case nonfiniteWeights(InputFault)
  /// A number beyond what the reader is willing to hold.
  case resourceLimit(InputFault)
  /// The system reported an error while reading.
  case readFailed(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .folderMissing(let fault), .configInvalid(let fault), .weightsMissing(let fault),
      .formatUnsupported(let fault), .fileTruncated(let fault), .headerInvalid(let fault),
      .binInvalid(let fault), .unsafePickle(let fault),
      .tensorRangeInvalid(let fault), .dtypeUnsupported(let fault), .indexInvalid(let fault),
      .pathEscape(let fault), .tensorMissing(let fault), .tensorShapeMismatch(let fault),
      .tensorUnexpected(let fault), .nonfiniteWeights(let fault), .resourceLimit(let fault),
      .readFailed(let fault):
      return fault
    }
  }

  /// A failure to read bytes of a weight file, in this module's terms.
  static func reading(_ error: ByteSourceError) -> CheckpointError {
    switch error {
    case .notReadable(let fault), .notARegularFile(let fault): return .weightsMissing(fault)
    case .truncated(let fault): return .fileTruncated(fault)
    case .readFailed(let fault): return .readFailed(fault)
    }
  }
}
