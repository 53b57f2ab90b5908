internal import SwiftletArchitecture
internal import SwiftletCheckpoint
internal import SwiftletSystem
internal import SwiftletTensor

/// One tensor of the model, where it comes from, and how it is stored.
struct ConversionItem {
  /// Its row of the tensor table.
  var specification: TensorSpecification
  /// The checkpoint's tensor; nil for one that is computed.
  var tensor: CheckpointTensor?
  /// How it is stored.
  var format: WeightFormat

  /// The same with float16 scales, if it has scales.
  var withFloat16Scales: ConversionItem {
    var item = self
    if case .quantized(var scheme) = format {
      scheme.scaleBits = .sixteen
      item.format = .quantized(scheme)
    }
    return item
  }

  /// Bytes to read.
  var sourceByteCount: Int {
    tensor.map { $0.elementType.byteCount(of: specification.elementCount) } ?? 0
  }
}

extension Converter {
  /// The tensors in the order of execution, each with its format under the recipe.
  func items() throws(ConversionError) -> [ConversionItem] {
    var items: [ConversionItem] = []
    for specification in model.table.specifications {
      let tensor = model.tensor(of: specification.id)
      let format = try format(of: specification, from: tensor?.elementType ?? .float32)
      items.append(ConversionItem(specification: specification, tensor: tensor, format: format))
    }
    return items
  }

  private func format(of specification: TensorSpecification, from type: ElementType)
    throws(ConversionError) -> WeightFormat
  {
    guard specification.kind == .matrix else { return .float32 }
    let recipe = options.recipe
    let precision = recipe.precision(of: specification.id.role)
    guard precision.bits >= specification.lowestBits else {
      throw .bitsTooFew(
        InputFault(
          file: "recipe \(recipe.name)", place: specification.id.name,
          expected: "at least \(specification.lowestBits) bits", found: "\(precision.bits)"))
    }
    switch precision {
    case .float32: return .float32
    case .float16: return type == .bfloat16 ? .bfloat16 : .float16
    case .quantized(let scheme): return .quantized(scheme)
    }
  }
}
