#if !SWIFTLET_WITHOUT_CALIBRATION
  package import SwiftletArchitecture
  internal import SwiftletKernels
  package import SwiftletModel
  package import SwiftletTensor

  /// Where the tuned parameters of a layer lie in a vector of floats: gains of its norms, scales of its matrices.
  ///
  /// A parameter is the logarithm of a factor, so gradients and steps are relative and no sign can change. Scales are in the
  /// order (row, group); a float matrix has groups of one value.
  package struct ParameterLayout: Equatable, Sendable {
    /// The matrices, in the order in which a block multiplies with them.
    static let matrixRoles: [TensorRole] = [
      .queryProjection, .keyProjection, .valueProjection, .outputProjection, .gateProjection,
      .upProjection, .downProjection,
    ]

    private let offsets: [TensorRole: Int]
    private let layouts: [TensorRole: TileLayout]
    /// Gains of each norm.
    package let hiddenSize: Int
    /// Parameters of the layer.
    package let count: Int

    /// The parameters of a layer like `layer`.
    package init(_ layer: LayerWeights) {
      var offsets: [TensorRole: Int] = [:]
      var layouts: [TensorRole: TileLayout] = [:]
      hiddenSize = layer.attentionNorm.count
      var next = 0
      for role in [TensorRole.attentionNorm, .mlpNorm] {
        offsets[role] = next
        next += hiddenSize
      }
      for role in ParameterLayout.matrixRoles {
        let layout = unsafe layer.matrix(role).layout
        offsets[role] = next
        layouts[role] = layout
        next += layout.rows * layout.groupsPerRow
      }
      self.offsets = offsets
      self.layouts = layouts
      count = next
    }

    /// The first parameter of `role`.
    package func offset(of role: TensorRole) -> Int {
      guard let offset = offsets[role] else { preconditionFailure("no parameters of \(role)") }
      return offset
    }

    /// Shape and format of a matrix.
    package func layout(of role: TensorRole) -> TileLayout {
      guard let layout = layouts[role] else { preconditionFailure("no matrix \(role)") }
      return layout
    }

    /// The parameters of `role`.
    package func range(of role: TensorRole) -> Range<Int> {
      let start = offset(of: role)
      guard let layout = layouts[role] else { return start..<start + hiddenSize }
      return start..<start + layout.rows * layout.groupsPerRow
    }
  }

  extension LayerWeights {
    /// One of the projections.
    func linear(_ role: TensorRole) -> LinearWeights {
      switch role {
      case .queryProjection: return queryProjection
      case .keyProjection: return keyProjection
      case .valueProjection: return valueProjection
      case .outputProjection: return outputProjection
      case .gateProjection: return gateProjection
      case .upProjection: return upProjection
      case .downProjection: return downProjection
      default: preconditionFailure("\(role) is no projection")
      }
    }

    /// The matrix of one of the projections.
    func matrix(_ role: TensorRole) -> MatrixView { unsafe linear(role).matrix }
  }
#endif
