public import SwiftletSystem

/// Why a `.swiftlet` file cannot be read, one case per way a file can lie; or why one cannot be written.
public enum BlobError: InputError {
  // The source itself.

  /// The bytes cannot be had.
  case unreadable(ByteSourceError)
  /// The file cannot be written.
  case unwritable(FileWriteError)

  // Header.

  /// The file is shorter than a header.
  case headerTruncated(InputFault)
  /// The first bytes are not those of a blob, or line ends were converted on the way.
  case notABlob(InputFault)
  /// The header's own checksum does not fit it.
  case headerChecksumMismatch(InputFault)
  /// The major version is one that this reader does not know.
  case majorVersionUnknown(InputFault)
  /// The file needs a feature that this reader does not know.
  case requiredFlagsUnknown(InputFault)
  /// Bytes that version 2.0 reserves are not zero.
  case headerReservedNotZero(InputFault)
  /// The file is longer or shorter than its header says.
  case fileByteCountMismatch(InputFault)

  // Directory.

  /// The directory is longer than `BlobLimits.directoryByteCount`, or shorter than its records need.
  case directoryByteCountInvalid(InputFault)
  /// The directory does not end where the file ends, or starts inside the header.
  case directoryOutOfBounds(InputFault)
  /// The directory's checksum does not fit it.
  case directoryChecksumMismatch(InputFault)
  /// An entry runs over the end of the directory.
  case directoryTruncated(InputFault)
  /// Bytes follow the last entry of the directory.
  case directoryTrailingBytes(InputFault)
  /// There are more records than `BlobLimits.recordCount`.
  case recordCountTooLarge(InputFault)
  /// The raw bytes of all records are not what the header says.
  case rawByteCountTotalMismatch(InputFault)

  // Directory entries.

  /// A kind number that this reader does not know.
  case recordKindUnknown(InputFault)
  /// A name is empty, too long, or has characters outside of a-z, A-Z, 0-9, `.`, `_` and `-`.
  case recordNameInvalid(InputFault)
  /// Two records have the same name.
  case recordNameDuplicate(InputFault)
  /// Element type, bits, group size or zero-point mark are not a combination that exists.
  case recordFormatInvalid(InputFault)
  /// The format is not one that records of this kind may have.
  case recordFormatMismatch(InputFault)
  /// The number of extents is not one that records of this kind may have.
  case recordRankInvalid(InputFault)
  /// An extent is zero or larger than a matrix may be.
  case recordExtentInvalid(InputFault)
  /// The raw byte count is larger than a record of this kind may be.
  case recordRawByteCountTooLarge(InputFault)
  /// The raw byte count is not what shape and format need.
  case recordRawByteCountMismatch(InputFault)
  /// The number of frames is not what the raw byte count needs.
  case recordFrameCountMismatch(InputFault)
  /// Bytes of an entry that version 2.0 reserves are not zero.
  case recordReservedNotZero(InputFault)
  /// A record starts before the end of the one before it.
  case recordOverlap(InputFault)
  /// A record starts behind the place where it has to start, or between aligned places.
  case recordGap(InputFault)
  /// A record ends behind the start of the directory.
  case recordOutOfBounds(InputFault)
  /// The last record ends before the start of the directory, by more than alignment needs.
  case directoryGap(InputFault)
  /// A frame's encoding number is unknown.
  case frameEncodingUnknown(InputFault)
  /// A frame's stored byte count is zero, or not smaller (zstd) or not equal (plain) to its raw one.
  case frameStoredByteCountInvalid(InputFault)

  // Contents.

  /// Bytes between records are not zero.
  case paddingNotZero(InputFault)
  /// The stored bytes of a frame do not fit its checksum.
  case frameChecksumMismatch(InputFault)
  /// A frame does not start like a zstd frame, or its header is cut or uses reserved bits.
  case frameHeaderInvalid(InputFault)
  /// A zstd frame needs a dictionary.
  case frameDictionaryUsed(InputFault)
  /// A zstd frame carries no content checksum.
  case frameContentChecksumMissing(InputFault)
  /// A zstd frame asks for a larger window than a frame may have.
  case frameWindowTooLarge(InputFault)
  /// A zstd frame's content byte count is missing or not the raw one of the directory.
  case frameContentByteCountMismatch(InputFault)
  /// Bytes follow the zstd frame in its place.
  case frameTrailingBytes(InputFault)
  /// zstd refuses the contents of a frame.
  case frameDecompressionFailed(InputFault)
  /// The raw bytes of a record do not fit its checksum.
  case recordChecksumMismatch(InputFault)
  /// The bytes behind the header do not fit the header's SHA-256.
  case fileDigestMismatch(InputFault)

  // Lookup.

  /// No record has the name that is needed.
  case recordMissing(InputFault)
  /// The record of that name is of another kind.
  case recordKindMismatch(InputFault)

  // Metadata tables.

  /// A field of a metadata table runs over its end.
  case metadataTruncated(InputFault)
  /// Bytes follow the last entry of a metadata table.
  case metadataTrailingBytes(InputFault)
  /// There are more entries than `BlobLimits.metadataEntryCount`.
  case metadataEntryCountTooLarge(InputFault)
  /// A key is empty, too long, or not printable ASCII.
  case metadataKeyInvalid(InputFault)
  /// A table has the same key twice.
  case metadataKeyDuplicate(InputFault)
  /// A value's type number is unknown.
  case metadataTypeUnknown(InputFault)
  /// A boolean is neither 0 nor 1.
  case metadataBoolInvalid(InputFault)
  /// A string is not UTF-8.
  case metadataTextInvalid(InputFault)
}

extension BlobError {
  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .unreadable(let error): return error.fault
    case .unwritable(let error): return error.fault
    case .headerTruncated(let fault), .notABlob(let fault), .headerChecksumMismatch(let fault),
      .majorVersionUnknown(let fault), .requiredFlagsUnknown(let fault),
      .headerReservedNotZero(let fault), .fileByteCountMismatch(let fault),
      .directoryByteCountInvalid(let fault), .directoryOutOfBounds(let fault),
      .directoryChecksumMismatch(let fault), .directoryTruncated(let fault),
      .directoryTrailingBytes(let fault), .recordCountTooLarge(let fault),
      .rawByteCountTotalMismatch(let fault), .recordKindUnknown(let fault),
      .recordNameInvalid(let fault), .recordNameDuplicate(let fault),
      .recordFormatInvalid(let fault), .recordFormatMismatch(let fault),
      .recordRankInvalid(let fault), .recordExtentInvalid(let fault),
      .recordRawByteCountTooLarge(let fault), .recordRawByteCountMismatch(let fault),
      .recordFrameCountMismatch(let fault), .recordReservedNotZero(let fault),
      .recordOverlap(let fault), .recordGap(let fault), .recordOutOfBounds(let fault),
      .directoryGap(let fault), .frameEncodingUnknown(let fault),
      .frameStoredByteCountInvalid(let fault), .paddingNotZero(let fault),
      .frameChecksumMismatch(let fault), .frameHeaderInvalid(let fault),
      .frameDictionaryUsed(let fault), .frameContentChecksumMissing(let fault),
      .frameWindowTooLarge(let fault), .frameContentByteCountMismatch(let fault),
      .frameTrailingBytes(let fault), .frameDecompressionFailed(let fault),
      .recordChecksumMismatch(let fault), .fileDigestMismatch(let fault),
      .recordMissing(let fault), .recordKindMismatch(let fault), .metadataTruncated(let fault),
      .metadataTrailingBytes(let fault), .metadataEntryCountTooLarge(let fault),
      .metadataKeyInvalid(let fault), .metadataKeyDuplicate(let fault),
      .metadataTypeUnknown(let fault), .metadataBoolInvalid(let fault),
      .metadataTextInvalid(let fault):
      return fault
    }
  }
}
