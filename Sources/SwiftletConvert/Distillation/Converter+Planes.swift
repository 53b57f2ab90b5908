#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletCheckpoint
  internal import SwiftletSystem
  internal import SwiftletTensor

  extension Converter {
    /// A matrix in its format, quantized for the least error of its weights, in memory.
    func planes(of item: ConversionItem, pool: WorkerPool) throws -> (
      planes: CalibratedWeights.Planes, outcome: QuantizationOutcome
    ) {
      let (rows, columns) = (item.specification.shape[0], item.specification.shape[1])
      guard let tensor = item.tensor,
        let layout = TileLayout(rows: rows, columns: columns, format: item.format)
      else { preconditionFailure("no matrix \(item.specification.id.name)") }
      let planes = try CalibratedWeights.Planes(
        layout: layout, budget: budget, owner: "head of distillation")
      let floats = try FloatValues(part: item, width: columns, converter: self)
      let quantizer = WeightQuantizer(
        layout: layout, searches: options.recipe.method != .nearest, pool: pool, budget: budget)
      let outcome = try unsafe quantizer.quantize(floats, into: planes.bytes)
      if let refusal = outcome.refusal {
        throw refused(refusal, item, tensor, row: item.specification.firstRow)
      }
      return (planes, outcome)
    }
  }
#endif
