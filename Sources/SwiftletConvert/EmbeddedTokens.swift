#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletCheckpoint
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// The first hidden states of some tokens, exact and with a rounded embedding.
  struct EmbeddedTokens {
    /// (tokens, hidden).
    let exact: FloatValues
    /// (tokens, hidden), from the embedding in the reference format.
    let rounded: FloatValues
    /// For each part of the embedding and candidate the share of what rounding does to the tokens; those of the
    /// reference add up to 1.
    let shares: [WeightID: [Double]]

    init(_ tokens: [Int32], of sensitivity: Sensitivity) throws {
      let configuration = sensitivity.configuration
      let width = configuration.hiddenSize
      let budget = sensitivity.budget
      let exact = try FloatValues(rows: tokens.count, width: width, budget: budget)
      let rounded = try FloatValues(rows: tokens.count, width: width, budget: budget)
      let group = QuantizationScheme.GroupSize.columns128.rawValue
      let row = try FloatValues(
        rows: 1, width: (width + group - 1) / group * group, budget: budget)
      let roundedRow = try FloatValues(rows: 1, width: row.width, budget: budget)
      let ones = [Float](repeating: 1, count: width)
      let scale = Float(configuration.embeddingScale)
      var errors: [WeightID: [Double]] = [:]
      var sum = 0.0
      for (index, token) in tokens.enumerated() {
        let id = WeightID(.embedding, part: Int(token) / TensorTable.rowsPerPart)
        guard let item = sensitivity.items[id], let tensor = item.tensor else {
          preconditionFailure("a model without \(id.name)")
        }
        let place = unsafe UnsafeMutableBufferPointer(start: row.base, count: width)
        try unsafe sensitivity.converter.source.readRows(
          of: tensor, Int(token)..<Int(token) + 1, into: place)
        if let column = unsafe BandQuantizer.firstNonFinite(UnsafeBufferPointer(place)) {
          throw unsafe sensitivity.converter.refused(
            BandQuantizer.Refusal(row: 0, column: column, value: place[column]), item, tensor,
            row: Int(token))
        }
        let found = RoundedRows.errors(
          of: row, columns: width, inputs: ones, into: roundedRow, pool: sensitivity.pool)
        errors[id] = errors[id].map { zip($0, found).map { $0 + $1 } } ?? found
        sum += found[SizeTarget.reference]
        for channel in 0..<width {
          unsafe exact.base[index * width + channel] = row.base[channel] * scale
          unsafe rounded.base[index * width + channel] = roundedRow.base[channel] * scale
        }
      }
      self.exact = exact
      self.rounded = rounded
      shares = errors.mapValues { $0.map { sum > 0 ? $0 / sum : 0 } }
    }
  }
#endif
