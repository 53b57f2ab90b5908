/// A value on the stack of a pickle; containers are places in the heap.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  /// A float, bytes, or an integer beyond 64 bits: values that tensors have no use for.
  case other
  case text(String)
  case name(TorchName)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case storage(Int)
  case tensor(Int)

  /// The value's kind in words, for messages.
  var kind: String {
    switch self {
    case .none: return "None"
    case .bool: return "a truth value"
    case .integer(let value): return "the number \(value)"
    case .other: return "a float, bytes or a huge number"
    case .text(let text): return text.utf8.count <= 60 ? "the text \"\(text)\"" : "a long text"
    case .name: return "a function or class"
    case .tuple: return "a tuple"
    case .list: return "a list"
    case .dictionary: return "a dictionary"
    case .storage: return "a storage"
    case .tensor: return "a tensor"
    }
  }
}

/// What a pickle has made: containers by number, so that no chain of references is ever followed
/// recursively, not even to free it.
struct PickleHeap {
  /// A storage as the pickle describes it; whether it is there is for the archive to say.
  struct Storage {
    var key: String
    var elementType: ElementType
    var elementCount: Int
  }

  /// A view of a storage; the numbers are not checked yet.
  struct Tensor {
    var storage: Int
    var offset: PickleValue
    /// The tuple with the extents.
    var shape: Int
    /// The tuple with the strides.
    var strides: Int
  }

  private struct Container {
    /// Members; of a dictionary keys and values in turn.
    var items: [PickleValue]
    var depth: Int
  }

  /// The most containers, storages and tensors: a tensor takes eight, so this is a hundred thousand.
  static let objectLimit = 1 << 20
  /// The most members of all containers together.
  static let itemLimit = 1 << 22
  /// The deepest nesting: a dictionary of tensors takes four levels.
  static let depthLimit = 32

  private var containers: [Container] = []
  private(set) var storages: [Storage] = []
  private(set) var tensors: [Tensor] = []
  private var itemCount = 0

  /// The members of a container.
  func items(_ index: Int) -> [PickleValue] { containers[index].items }

  private func depth(_ value: PickleValue) -> Int {
    switch value {
    case .tuple(let index), .list(let index), .dictionary(let index):
      return containers[index].depth
    default: return 0
    }
  }

  /// Makes a container and returns its place; nil beyond a limit.
  mutating func add(_ items: [PickleValue]) -> Int? {
    containers.append(Container(items: [], depth: 1))
    return append(items[...], to: containers.count - 1) ? containers.count - 1 : nil
  }

  /// Adds members to a container; false beyond a limit.
  mutating func append(_ items: ArraySlice<PickleValue>, to index: Int) -> Bool {
    itemCount += items.count
    for item in items {
      containers[index].depth = max(containers[index].depth, 1 + depth(item))
    }
    containers[index].items += items
    return itemCount <= PickleHeap.itemLimit && objectCount <= PickleHeap.objectLimit
      && containers[index].depth <= PickleHeap.depthLimit
  }

  /// Keeps a storage; nil beyond the limit.
  mutating func add(_ storage: Storage) -> Int? {
    storages.append(storage)
    return objectCount <= PickleHeap.objectLimit ? storages.count - 1 : nil
  }

  /// Keeps a tensor; nil beyond the limit.
  mutating func add(_ tensor: Tensor) -> Int? {
    tensors.append(tensor)
    return objectCount <= PickleHeap.objectLimit ? tensors.count - 1 : nil
  }

  private var objectCount: Int { containers.count + storages.count + tensors.count }
}
