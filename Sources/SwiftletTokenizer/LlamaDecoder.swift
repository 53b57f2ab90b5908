/// Decoding with the spacing that the slow Llama tokenizer puts around special and added tokens.
///
/// Source: `LlamaTokenizer.convert_tokens_to_string` and `PreTrainedTokenizer._decode` of transformers 4.41,
/// with `clean_up_tokenization_spaces` off.
struct LlamaDecoder {
  private let tables: TokenizerTables

  /// A decoder over `tables`.
  init(_ tables: TokenizerTables) { self.tables = tables }

  /// Appends the text of `ids`, all of which name tokens.
  func decode(_ ids: [Int32], into output: inout [UInt8]) {
    // Added tokens that are not special stand between stretches, all joined with spaces.
    var isFirst = true
    func join(_ output: inout [UInt8]) {
      if !isFirst { output.append(UInt8(ascii: " ")) }
      isFirst = false
    }
    var start = 0
    func flush(upTo end: Int, _ output: inout [UInt8], isLast: Bool) {
      guard start < end else { return }
      var text: [UInt8] = []
      decodeStretch(ids[start..<end], into: &text)
      if text.isEmpty, !isLast { return }
      join(&output)
      output += text
    }
    for (index, id) in ids.enumerated() {
      let traits = tables.traits(of: Int(id))
      guard traits.kind == .added, !traits.isSpecial else { continue }
      flush(upTo: index, &output, isLast: false)
      join(&output)
      output += tables.bytes[tables.content(of: Int(id))]
      start = index + 1
    }
    flush(upTo: ids.count, &output, isLast: true)
  }

  private func decodeStretch(_ ids: ArraySlice<Int32>, into output: inout [UInt8]) {
    let isLegacy = tables.options.contains(.legacySpacing)
    var stretchStart = ids.startIndex
    var isAfterSpecial = false
    for (index, id) in zip(ids.indices, ids) {
      let isSpecial = tables.traits(of: Int(id)).isSpecial
      if isSpecial {
        // The class writes this space in front of the stretch that ends here.
        if !isAfterSpecial, index != ids.startIndex, isLegacy { output.append(UInt8(ascii: " ")) }
        decodePieces(ids[stretchStart..<index], isFirst: stretchStart == ids.startIndex, &output)
        output += tables.bytes[tables.content(of: Int(id))]
        stretchStart = index + 1
      }
      isAfterSpecial = isSpecial
    }
    decodePieces(ids[stretchStart...], isFirst: stretchStart == ids.startIndex, &output)
  }

  private func decodePieces(_ ids: ArraySlice<Int32>, isFirst: Bool, _ output: inout [UInt8]) {
    var pieces = PieceDecoder(tables, startCount: output.count)
    for (index, id) in zip(ids.indices, ids) {
      let content = tables.content(of: Int(id))
      guard isFirst, index == ids.startIndex, tables.startsWithSpaceSymbol(content) else {
        pieces.push(id, into: &output)
        continue
      }
      // The class takes the space off the first piece and then decodes what is left by name.
      let rest = content.lowerBound + SentencePieceEncoder.spaceSymbol.count..<content.upperBound
      let isPiece = tables.token(tables.bytes, rest) != TokenizerTables.noToken
      pieces.push(isPiece ? .piece : .verbatim, rest, into: &output)
    }
    pieces.finish(into: &output)
  }
}
