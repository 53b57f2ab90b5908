// The program for boards does not distill.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletArchitecture
  import SwiftletConvert
  import SwiftletKernels
  import SwiftletModel
  import SwiftletSystem
  import SwiftletTensor
  import Testing
  import _SwiftletTestSupport

  /// A block of random weights, its values in double, and a loss whose gradient is known: a sum of outputs with factors.
  final class RandomBlock {
    static let roles: [TensorRole] = [
      .queryProjection, .keyProjection, .valueProjection, .outputProjection, .gateProjection,
      .upProjection, .downProjection,
    ]
    static let biases: [TensorRole: TensorRole] = [
      .queryProjection: .queryBias, .keyProjection: .keyBias, .valueProjection: .valueBias,
      .outputProjection: .outputBias, .gateProjection: .gateBias, .upProjection: .upBias,
      .downProjection: .downBias,
    ]

    /// What a family's blocks have that a plain one has not.
    enum Kind: CaseIterable {
      case plain, headNorms, gemmaLocal, gemmaGlobal, llama4Rotary, llama4Plain
    }

    let configuration: ModelConfiguration
    let attention: LayerAttention
    let tokenCount: Int
    let budget = MemoryBudget(capByteCount: .max / 2)
    var planes: [TensorRole: CalibratedWeights.Planes] = [:]
    var vectors: [TensorRole: [Float]] = [:]
    /// (rows, columns) of what is stored.
    var values: [TensorRole: [Double]] = [:]
    let input: [Float]
    let factors: [Float]

    private static func configuration(_ kind: Kind, hasBiases: Bool) -> ModelConfiguration {
      var configuration = ModelConfiguration(
        hiddenSize: 40, intermediateSize: 72, layerCount: 1, headCount: 6, kvHeadCount: 2,
        headDimension: 8, vocabularySize: 64, contextLength: 512, hasAttentionBias: hasBiases,
        hasMLPBias: hasBiases)
      switch kind {
      case .plain: break
      case .headNorms: configuration.queryKeyNorm = .weighted
      case .gemmaLocal, .gemmaGlobal:
        configuration.queryKeyNorm = .weighted
        configuration.activation = .geluTanh
        configuration.normsBlockOutputs = true
        configuration.localRopeTheta = 50
      case .llama4Rotary, .llama4Plain:
        configuration.queryKeyNorm = .plainAfterRotary
        configuration.temperature = AttentionTemperature(scale: 0.5, floor: 4)
      }
      return configuration
    }

    private static func attention(_ kind: Kind) -> LayerAttention {
      switch kind {
      case .plain, .headNorms, .gemmaGlobal: return .plain
      case .gemmaLocal: return LayerAttention(rotary: .local, reach: .window(20))
      case .llama4Rotary: return LayerAttention(reach: .chunk(24))
      case .llama4Plain: return LayerAttention(rotary: .none)
      }
    }

    init(
      format: WeightFormat, hasBiases: Bool, tokenCount: Int, seed: UInt64, kind: Kind = .plain
    ) throws {
      configuration = RandomBlock.configuration(kind, hasBiases: hasBiases)
      attention = RandomBlock.attention(kind)
      self.tokenCount = tokenCount
      var generator = SplitMix64(seed: seed)
      func random(_ count: Int, _ scale: Float) -> [Float] {
        (0..<count).map { _ -> Float in
          let bits = Int64(bitPattern: generator.next()) >> 40
          return scale * Float(bits) * 0x1p-23
        }
      }
      input = random(tokenCount * 40, 1.5)
      factors = random(tokenCount * 40, 1)
      for role in [TensorRole.attentionNorm, .mlpNorm] {
        vectors[role] = random(40, 0.5).map { $0 + 1 }
      }
      if configuration.queryKeyNorm == .weighted {
        for role in [TensorRole.queryNorm, .keyNorm] {
          vectors[role] = random(8, 0.5).map { $0 + 1 }
        }
      }
      if configuration.normsBlockOutputs {
        for role in [TensorRole.attentionOutputNorm, .mlpOutputNorm] {
          vectors[role] = random(40, 0.5).map { $0 + 1 }
        }
      }
      let shapes: [TensorRole: [Int]] = [
        .queryProjection: [48, 40], .keyProjection: [16, 40], .valueProjection: [16, 40],
        .outputProjection: [40, 48], .gateProjection: [72, 40], .upProjection: [72, 40],
        .downProjection: [40, 72],
      ]
      for role in RandomBlock.roles {
        guard let shape = shapes[role] else { continue }
        let (rows, columns) = (shape[0], shape[1])
        let layout = try #require(TileLayout(rows: rows, columns: columns, format: format))
        let planes = try CalibratedWeights.Planes(layout: layout, budget: budget, owner: "test")
        if case .quantized(let scheme) = format {
          try fill(planes, scheme, &generator)
        } else {
          let floats = random(rows * columns, 0.4)
          planes.pack(floats)
        }
        self.planes[role] = planes
        values[role] = unpacked(planes)
        if hasBiases, let bias = RandomBlock.biases[role] { vectors[bias] = random(rows, 0.3) }
      }
    }

    private func fill(
      _ planes: CalibratedWeights.Planes, _ scheme: QuantizationScheme,
      _ generator: inout SplitMix64
    ) throws {
      let layout = planes.layout
      for tileRow in 0..<layout.tileRowCount {
        let count = layout.rows(ofTileRow: tileRow).count
        let codes = (0..<count * layout.columns).map { _ in UInt8(generator.next() % 16) }
        let scales = (0..<count * layout.groupsPerRow).map { _ -> UInt16 in
          let share = Float(generator.next() % 64) / 64
          return HalfPrecision.half(0.02 + 0.02 * share)
        }
        let zeros = (0..<count * layout.groupsPerRow).map { _ in UInt8(6 + generator.next() % 4) }
        unsafe codes.withUnsafeBufferPointer { codes in
          unsafe scales.withUnsafeBufferPointer { scales in
            unsafe zeros.withUnsafeBufferPointer { zeros in
              unsafe layout.pack(
                codes: codes, scales: scales, zeroPoints: scheme.hasZeroPoints ? zeros : nil,
                tileRow: tileRow, into: planes.bytes)
            }
          }
        }
      }
    }

    private func unpacked(_ planes: CalibratedWeights.Planes) -> [Double] {
      let layout = planes.layout
      var all: [Double] = []
      var row = [Float](repeating: 0, count: layout.columns)
      for index in 0..<layout.rows {
        unsafe row.withUnsafeMutableBufferPointer {
          unsafe layout.dequantizeRow(
            index, of: UnsafeRawBufferPointer(planes.bytes), into: $0)
        }
        all += row.map { Double($0) }
      }
      return all
    }

    /// Values that live as long as they are looked at.
    private final class Vector {
      let count: Int
      let memory: AlignedBuffer

      init(_ values: [Float], _ budget: MemoryBudget) throws {
        count = values.count
        memory = try AlignedBuffer(byteCount: values.count * 4, budget: budget, owner: "test")
        for (index, value) in values.enumerated() {
          unsafe memory.base.storeBytes(of: value, toByteOffset: index * 4, as: Float.self)
        }
      }

      var view: VectorView {
        unsafe VectorView(values: memory.base.assumingMemoryBound(to: Float.self), count: count)
      }
    }

    /// Calls `body` with the weights as kernels take them.
    func withWeights<Result>(_ body: (LayerWeights) throws -> Result) throws -> Result {
      let memory = try vectors.mapValues { try Vector($0, budget) }
      let weights = unsafe LayerWeights(
        matrix: { role in
          guard let planes = planes[role] else { preconditionFailure("\(role)") }
          return unsafe planes.view
        },
        vector: { role in memory[role]?.view })
      return try withExtendedLifetime((self, memory)) { try body(weights) }
    }

    /// The loss, in double, with changed values.
    func loss(
      input: [Double], values: [TensorRole: [Double]], gains: [TensorRole: [Double]]
    ) -> Double {
      let reference = ReferenceBlock(
        configuration: configuration, attention: attention, values: values,
        biases: vectors.mapValues { $0.map { Double($0) } }, gains: gains)
      var sum = 0.0
      for (value, factor) in zip(reference.output(input), factors) { sum += value * Double(factor) }
      return sum
    }

    var gains: [TensorRole: [Double]] {
      var gains: [TensorRole: [Double]] = [:]
      for role in [
        TensorRole.attentionNorm, .mlpNorm, .queryNorm, .keyNorm, .attentionOutputNorm,
        .mlpOutputNorm,
      ] {
        gains[role] = vectors[role].map { $0.map { Double($0) } }
      }
      return gains
    }
  }

  extension CalibratedWeights.Planes {
    /// Fills planes of floats with (rows, columns).
    func pack(_ floats: [Float]) {
      for tileRow in 0..<layout.tileRowCount {
        let band = layout.rows(ofTileRow: tileRow)
        unsafe floats[band.lowerBound * layout.columns..<band.upperBound * layout.columns]
          .withUnsafeBufferPointer {
            unsafe layout.pack(floats: $0, tileRow: tileRow, into: bytes)
          }
      }
    }
  }
#endif
