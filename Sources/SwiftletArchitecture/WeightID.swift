/// The identity of one stored tensor: its role and, where the role is per layer, the layer.
public struct WeightID: Hashable, Sendable {
  /// What the tensor does.
  public let role: TensorRole
  /// The stored layer, counted from 0; nil for tensors outside the layers.
  public let layer: Int?

  /// The tensor of `role` in `layer`; the layer is given exactly when the role is per layer.
  public init(_ role: TensorRole, layer: Int? = nil) {
    precondition(
      role.isPerLayer == (layer != nil), "\(role) with layer \(String(describing: layer))")
    self.role = role
    self.layer = layer
  }

  /// The name in a blob: `embedding`, `layers.3.attention.query`, `final_norm`.
  public var name: String {
    guard let layer else { return role.rawValue }
    return "layers.\(layer).\(role.rawValue)"
  }

  /// The identity that has `name`; nil if no tensor is called so.
  public init?(name: String) {
    if let role = TensorRole(rawValue: name), !role.isPerLayer {
      self.init(role)
      return
    }
    let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "layers", let layer = Int(parts[1]), layer >= 0,
      // "+3" and "03" would name the same layer a second way.
      String(layer) == parts[1], let role = TensorRole(rawValue: String(parts[2])), role.isPerLayer
    else { return nil }
    self.init(role, layer: layer)
  }
}
