/// The identity of one stored tensor: its role and, where there are several, the layer or the part.
public struct WeightID: Hashable, Sendable {
  /// What the tensor does.
  public let role: TensorRole
  /// The stored layer, counted from 0; nil for tensors outside the layers.
  public let layer: Int?
  /// Which rows of a matrix that is stored in parts (`TensorTable.rowsPerPart`), counted from 0.
  public let part: Int

  /// The tensor of `role` in `layer`; the layer is given exactly when the role is per layer.
  public init(_ role: TensorRole, layer: Int? = nil, part: Int = 0) {
    precondition(
      role.isPerLayer == (layer != nil), "\(role) with layer \(String(describing: layer))")
    precondition(part == 0 || role.isStoredInParts, "part \(part) of \(role)")
    self.role = role
    self.layer = layer
    self.part = part
  }

  /// The name in a blob: `embedding`, `embedding.1`, `layers.3.attention.query`, `final_norm`.
  public var name: String {
    if let layer { return "layers.\(layer).\(role.rawValue)" }
    return part == 0 ? role.rawValue : "\(role.rawValue).\(part)"
  }

  /// The identity that has `name`; nil if no tensor is called so.
  public init?(name: String) {
    if let role = TensorRole(rawValue: name), !role.isPerLayer {
      self.init(role)
      return
    }
    let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    if parts.count == 2, let role = TensorRole(rawValue: String(parts[0])), role.isStoredInParts,
      let part = WeightID.number(parts[1]), part > 0
    {
      self.init(role, part: part)
      return
    }
    guard parts.count == 3, parts[0] == "layers", let layer = WeightID.number(parts[1]),
      let role = TensorRole(rawValue: String(parts[2])), role.isPerLayer
    else { return nil }
    self.init(role, layer: layer)
  }

  /// A number as `name` writes it: "+3" and "03" would name the same tensor a second way.
  private static func number(_ text: Substring) -> Int? {
    guard let number = Int(text), number >= 0, String(number) == text else { return nil }
    return number
  }
}
