/// The names that a pickle of tensors may ask for; nothing else exists for it.
enum TorchName: Equatable {
  /// `collections.OrderedDict`.
  case orderedDictionary
  /// `torch._utils._rebuild_tensor_v2`: a view of a storage.
  case rebuildTensor
  /// `torch._utils._rebuild_parameter`: a tensor with a note about training.
  case rebuildParameter
  /// The class of a storage, which says how its values are stored.
  case storage(ElementType)

  /// The name `name` of `module`; nil for any other than these.
  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", let name):
      guard let type = TorchName.storageTypes[name] else { return nil }
      self = .storage(type)
    default: return nil
    }
  }

  private static let storageTypes: [String: ElementType] = {
    var types: [String: ElementType] = [
      "FloatStorage": .float32, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
    ]
    let others = [
      ("Double", 8), ("Long", 8), ("Int", 4), ("Short", 2), ("Char", 1), ("Byte", 1), ("Bool", 1),
      ("ComplexFloat", 8), ("ComplexDouble", 16),
    ]
    for (name, byteCount) in others {
      types[name + "Storage"] = .other(name: "torch.\(name)Storage", byteCount: byteCount)
    }
    return types
  }()
}
