/// What a checkpoint's configuration files say, with a note on everything they left open.
public struct ParsedConfiguration: Equatable, Sendable {
  /// The numbers.
  ///
  /// While `sharingIsOpen`, `tiesEmbeddings` is false.
  public var configuration: ModelConfiguration
  /// One line per default that was applied and per value that was dropped, for the report.
  public var appliedDefaults: [String]
  /// Whether only the tensors can say if the head is the embedding; see `resolvingTies`.
  public var sharingIsOpen: Bool

  /// What remains to be done about the head once the checkpoint's tensors are known.
  public struct Ties: Equatable, Sendable {
    /// The configuration with `tiesEmbeddings` as far as names can tell.
    public var parsed: ParsedConfiguration
    /// A head tensor whose values have to be compared with the embedding's; nil if there is none.
    ///
    /// Equal values are stored once: call `storingHeadOnce`. If they differ, an untied model keeps
    /// both, while for a tied one the checkpoint contradicts its configuration.
    public var headToCompare: String?
  }

  /// Decides from a checkpoint's tensor names whether the head is the embedding.
  ///
  /// MobileLLM configurations may carry no `share_embedding`; then a missing head means shared. Some
  /// checkpoints carry a head although it is the embedding over again.
  public func resolvingTies(hasTensor: (String) -> Bool) -> Ties {
    guard let family = ModelFamily.named(configuration.family) else {
      preconditionFailure("resolving ties of unknown family \(configuration.family)")
    }
    let names = family.sourceNames(of: .languageModelHead, layer: nil)
    var parsed = self
    parsed.sharingIsOpen = false
    if let head = names.first(where: hasTensor) { return Ties(parsed: parsed, headToCompare: head) }
    if sharingIsOpen {
      parsed.configuration.tiesEmbeddings = true
      parsed.appliedDefaults.append(
        "share_embedding: true, because the checkpoint has no \(names.first ?? "head")")
    }
    return Ties(parsed: parsed, headToCompare: nil)
  }

  /// The same model with the head, which equals the embedding bit for bit, left out.
  public func storingHeadOnce() -> ParsedConfiguration {
    guard !configuration.tiesEmbeddings else { return self }
    var result = self
    result.configuration.tiesEmbeddings = true
    result.appliedDefaults.append("the head equals the embedding bit for bit: stored once")
    return result
  }
}
