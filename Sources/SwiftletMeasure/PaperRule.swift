internal import SwiftletJSON

/// A rule of thumb for energy, printed beside what a run took: 0.1 J per token for each 1e9 parameters.
///
/// It is an assumption that the MobileLLM paper cites (arXiv 2402.14905, introduction), not a measurement of any
/// board, so no figure is made of it.
public struct PaperRule: Equatable, Sendable {
  /// Joules per token and parameter.
  public static let joulesPerTokenAndParameter = 0.1 / 1e9
  /// What to call it.
  public static let name =
    "assumption of the MobileLLM paper (arXiv 2402.14905): 0.1 J per token for each 1e9 parameters"

  /// What the rule says of the report's model.
  public let joulesPerToken: Double
  /// Decoding's joules per token by the rule's; nil if they are not known.
  public let ratio: Double?

  /// The rule for the model of `report`.
  public init(_ report: MeasurementReport) {
    joulesPerToken = Double(report.model.parameterCount) * PaperRule.joulesPerTokenAndParameter
    let own = report.phase(.decode)?.energyPerToken?.value
    ratio = joulesPerToken > 0 ? own.map { [joulesPerToken] in $0 / joulesPerToken } : nil
  }

  var json: JSONValue {
    var object = JSONObject([
      ("name", .string(PaperRule.name)), ("joules_per_token", .number(joulesPerToken)),
    ])
    object.set("decode_ratio", ratio.map { .number($0) })
    return .object(object)
  }
}
