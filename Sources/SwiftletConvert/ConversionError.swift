public import SwiftletArchitecture
public import SwiftletCheckpoint
public import SwiftletFormat
public import SwiftletSystem
public import SwiftletTokenizer

/// Why a checkpoint cannot be converted.
public enum ConversionError: InputError {
  /// The folder or its weight files.
  case checkpoint(CheckpointError)
  /// What the configuration says.
  case architecture(ArchitectureError)
  /// The tokenizer files.
  case tokenizer(TokenizerError)
  /// The output cannot be written, or the model does not fit the limits of a blob.
  case blob(BlobError)
  /// A source file or recipe could not be read.
  case unreadable(ByteSourceError)
  /// A recipe file breaks the rules.
  case recipeInvalid(InputFault)
  /// A recipe asks for fewer bits than a tensor may have.
  case bitsTooFew(InputFault)
  /// A weight is too large for the format that the recipe asks for.
  case weightTooLarge(InputFault)
  /// A weight is infinite or not a number.
  case weightNotFinite(InputFault)
  /// The tokenizer has more tokens than the model's embedding.
  case vocabularyTooSmall(InputFault)
  /// The system gives no memory for a buffer.
  case memoryRefused(InputFault)
  /// The output would replace a file that it is made from.
  case outputIsInput(InputFault)
  /// The calibration text, or what the model makes of it, cannot be used.
  case calibrationFailed(InputFault)
  /// A model of the size that was asked for cannot be made.
  case targetTooSmall(InputFault)
  /// The conversion was stopped from outside; nothing is left behind.
  case interrupted(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .checkpoint(let error): return error.fault
    case .architecture(let error): return error.fault
    case .tokenizer(let error): return error.fault
    case .blob(let error): return error.fault
    case .unreadable(let error): return error.fault
    case .recipeInvalid(let fault), .bitsTooFew(let fault), .weightTooLarge(let fault),
      .weightNotFinite(let fault), .vocabularyTooSmall(let fault), .memoryRefused(let fault),
      .calibrationFailed(let fault), .targetTooSmall(let fault),
      .outputIsInput(let fault), .interrupted(let fault):
      return fault
    }
  }
}
