public import SwiftletArchitecture
internal import SwiftletSystem
public import SwiftletTensor

/// Which matrices are stored in how many bits.
///
/// Norms, biases and rotary frequencies are no part of it: they are always float32.
public struct Recipe: Equatable, Sendable {
  /// How codes and scales are found.
  public enum Method: String, CaseIterable, Sendable {
    /// The range of a group onto the range of codes, every value to the nearest.
    case nearest
    /// The scale, and zero point, with the least squared error of the weights.
    case search
    /// The least error of what the model computes from a calibration text.
    case calibrated
  }

  /// What the report calls the recipe.
  public var name: String
  /// For matrices that have no entry in `roles`.
  public var standard: Precision
  /// Exceptions by role.
  public var roles: [TensorRole: Precision]
  /// How codes and scales are found.
  public var method: Method
  /// The size that decides about the formats of all matrices without an entry in `roles`; `standard` means nothing
  /// then.
  public var target: SizeTarget?
  /// What a bit of the file is worth to rounding, in squared steps of the grid; 0 for the least error alone.
  ///
  /// For matrices of 4 bits and the method `calibrated`; it pays where zstd compresses weights.
  public var bitWorth = 0.0

  /// Collects the choices.
  public init(
    name: String, standard: Precision, roles: [TensorRole: Precision] = [:],
    method: Method = .search, target: SizeTarget? = nil
  ) {
    self.name = name
    self.standard = standard
    self.roles = roles
    self.method = method
    self.target = target
  }

  /// A recipe in which the size decides about all matrices.
  public init(target: SizeTarget, method: Method = .search) {
    let name: String
    switch target {
    case .bitsPerWeight(let bits): name = "\(Decimal.text(bits, digits: 2))-bits-per-weight"
    case .fileByteCount(let count): name = "\(count)-bytes"
    }
    self.init(
      name: name, standard: .quantized(SizeTarget.candidates[SizeTarget.reference]),
      method: method, target: target)
  }

  /// Whether a calibration text is needed.
  public var needsText: Bool { method == .calibrated || target != nil }

  /// The roles that a recipe may name, in the order of the model.
  public static let matrixRoles: [TensorRole] = [
    .embedding, .queryProjection, .keyProjection, .valueProjection, .outputProjection,
    .gateProjection, .upProjection, .downProjection, .languageModelHead,
  ]

  /// The recipe for `--bits` 4, 8, 16 or 32; nil for other numbers.
  ///
  /// At 4 bits the projections have zero points, and embedding and head take 8 bits: they are the
  /// outermost matrices, and only the head is read as a whole for each token. Measured on the regrouped
  /// SmolLM2-135M, mean negative log likelihood in windows of 512, against 3.377 in float32:
  /// 3.619 at 5.45 bits per weight as it is, 3.706 at 5.35 without zero points, 3.715 at 4.64 with
  /// a 4-bit embedding.
  public static func builtIn(
    bits: Int, groupSize: QuantizationScheme.GroupSize = .columns32,
    scaleBits: QuantizationScheme.ScaleBits = .sixteen
  ) -> Recipe? {
    let eight = Precision.quantized(
      QuantizationScheme(bits: .eight, groupSize: groupSize, hasZeroPoints: false))
    let four = Precision.quantized(
      QuantizationScheme(
        bits: .four, groupSize: groupSize, hasZeroPoints: true, scaleBits: scaleBits))
    var suffix = groupSize == .columns32 ? "" : "-group\(groupSize.rawValue)"
    if bits == 4, scaleBits == .eight { suffix += "-scale8" }
    switch bits {
    case 4:
      return Recipe(
        name: "int4" + suffix, standard: four,
        roles: [.embedding: eight, .languageModelHead: eight])
    case 8: return Recipe(name: "int8" + suffix, standard: eight)
    case 16: return Recipe(name: "float16", standard: .float16)
    case 32: return Recipe(name: "float32", standard: .float32)
    default: return nil
    }
  }

  /// Whether a matrix is quantized at all.
  public var isQuantizing: Bool {
    ([standard] + roles.values).contains { if case .quantized = $0 { true } else { false } }
  }

  /// The precision of the matrices of `role`.
  public func precision(of role: TensorRole) -> Precision { roles[role] ?? standard }
}
