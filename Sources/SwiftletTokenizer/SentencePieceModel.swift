internal import SwiftletSystem

/// A `tokenizer.model`: the parts of SentencePiece's `ModelProto` that decide about ids and text.
///
/// Source: `sentencepiece_model.proto`.
struct SentencePieceModel {
  /// One piece of the vocabulary.
  struct Piece {
    var text: [UInt8] = []
    var score: Float = 0
    /// `SentencePiece.Type`: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte.
    var type: UInt64 = 1
  }

  var pieces: [Piece] = []
  /// `TrainerSpec.ModelType`: 1 unigram, 2 BPE, 3 words, 4 characters.
  var modelType: UInt64 = 1
  var hasByteFallback = false
  var treatsSpaceAsSuffix = false
  /// The library's default is U+2047 between spaces.
  var unknownSurface: [UInt8] = Array(" \u{2047} ".utf8)
  var characterMap = CharacterMap.Parts()
  var addsDummyPrefix = true
  var removesExtraSpaces = true
  var escapesSpaces = true
  var hasDenormalizer = false

  private let file: String

  /// Reads the model in `bytes`.
  ///
  /// - Throws: `TokenizerError`.
  init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    self.file = file
    var reader = ProtobufReader(bytes, 0..<bytes.count, file: file)
    while let field = try reader.next() {
      switch field.number {
      case 1:
        guard pieces.count < TokenHash.entryLimit else {
          throw .limitExceeded(
            fault("pieces", "at most \(TokenHash.entryLimit)", "more"))
        }
        pieces.append(try piece(bytes, try message(field)))
      case 2: try readTrainer(bytes, try message(field))
      case 3: try readNormalizer(bytes, try message(field))
      case 5:
        var inner = ProtobufReader(bytes, try message(field), file: file)
        while let field = try inner.next() {
          if field.number == 2 { hasDenormalizer = try !message(field).isEmpty }
        }
      default: break
      }
    }
    guard !pieces.isEmpty else { throw .missingValue(fault("pieces", "one or more", "none")) }
  }

  func fault(_ place: String, _ expected: String, _ found: String) -> InputFault {
    InputFault(file: file, place: place, expected: expected, found: found)
  }

  private func wrong(_ field: ProtobufReader.Field, _ expected: String) -> TokenizerError {
    .wrongValue(
      fault("byte \(field.offset), field \(field.number)", expected, "another wire type"))
  }

  private func message(_ field: ProtobufReader.Field) throws(TokenizerError) -> Range<Int> {
    guard case .bytes(let range) = field.value else { throw wrong(field, "bytes") }
    return range
  }

  private func number(_ field: ProtobufReader.Field) throws(TokenizerError) -> UInt64 {
    guard case .varint(let value) = field.value else { throw wrong(field, "a number") }
    return value
  }

  private func piece(_ bytes: [UInt8], _ range: Range<Int>) throws(TokenizerError) -> Piece {
    var piece = Piece()
    let place = "piece \(pieces.count)"
    var reader = ProtobufReader(bytes, range, file: file)
    while let field = try reader.next() {
      switch field.number {
      case 1: piece.text = Array(bytes[try message(field)])
      case 2:
        guard case .fixed32(let bits) = field.value else {
          throw wrong(field, "a 32-bit float")
        }
        piece.score = Float(bitPattern: bits)
      case 3: piece.type = try number(field)
      default: break
      }
    }
    guard !piece.text.isEmpty else { throw .missingValue(fault(place, "a text", "none")) }
    guard piece.text.count <= TokenizerLayout.tokenByteLimit else {
      throw .limitExceeded(
        fault(place, "at most \(TokenizerLayout.tokenByteLimit) bytes", "\(piece.text.count)"))
    }
    guard UTF8Text.isValid(piece.text[...]) else {
      throw .damagedFile(fault(place, "text in UTF-8", "bytes that are not UTF-8"))
    }
    guard !piece.score.isNaN else { throw .wrongValue(fault(place, "a score", "NaN")) }
    guard (1...6).contains(piece.type) else {
      throw .wrongValue(fault(place, "a type from 1 to 6", "\(piece.type)"))
    }
    return piece
  }

  private mutating func readTrainer(_ bytes: [UInt8], _ range: Range<Int>)
    throws(TokenizerError)
  {
    var reader = ProtobufReader(bytes, range, file: file)
    while let field = try reader.next() {
      switch field.number {
      case 3: modelType = try number(field)
      case 24: treatsSpaceAsSuffix = try number(field) != 0
      case 35: hasByteFallback = try number(field) != 0
      case 44: unknownSurface = Array(bytes[try message(field)])
      default: break
      }
    }
    guard unknownSurface.count <= TokenizerLayout.tokenByteLimit,
      UTF8Text.isValid(unknownSurface[...])
    else {
      throw .wrongValue(fault("unk_surface", "short text in UTF-8", "other bytes"))
    }
  }

  private mutating func readNormalizer(_ bytes: [UInt8], _ range: Range<Int>)
    throws(TokenizerError)
  {
    var reader = ProtobufReader(bytes, range, file: file)
    while let field = try reader.next() {
      switch field.number {
      case 2:
        characterMap = try CharacterMap.Parts(blob: bytes[try message(field)]) {
          fault("normalizer_spec.precompiled_charsmap", $0, $1)
        }
      case 3: addsDummyPrefix = try number(field) != 0
      case 4: removesExtraSpaces = try number(field) != 0
      case 5: escapesSpaces = try number(field) != 0
      default: break
      }
    }
  }
}
