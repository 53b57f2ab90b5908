import SwiftletSystem

/// Runs the program of a pickle as far as it describes tensors; it can do nothing besides.
///
/// A pickle is a program for a stack machine that may call any function by name. This machine knows the
/// instructions that `torch.save` writes for a dictionary of tensors, and the names of `TorchName`;
/// whatever else a pickle asks for ends it with an error. Nothing is ever called, and memory is bounded
/// by the length of the pickle and the limits of `PickleHeap`. Source: `pickletools.py` of CPython.
struct PickleMachine {
  /// The longest pickle: some 200 bytes a tensor.
  static let byteLimit = 16 << 20
  /// The most values on the stack: Python writes dictionaries a thousand entries at a time.
  static let stackLimit = 1 << 16
  /// The most values that are kept to be used again: about ten per tensor.
  static let memoLimit = 1 << 20

  /// What the program has made.
  private(set) var heap = PickleHeap()
  private let file: String
  private var cursor: ByteCursor
  private var stack: [PickleValue] = []
  /// Heights of the stack at the marks that are still open.
  private var marks: [Int] = []
  private var memo: [UInt32: PickleValue] = [:]
  /// Where the instruction began that is being run.
  private var position = 0

  /// A machine for the pickle in `bytes`, which messages call `file`.
  init(_ bytes: [UInt8], file: String) {
    cursor = ByteCursor(bytes)
    self.file = file
  }

  /// Runs the program to its end.
  ///
  /// - Returns: what it leaves on the stack.
  /// - Throws: `CheckpointError.unsafePickle` for a name or instruction that could run code,
  ///   `.resourceLimit`, `.binInvalid` for anything else that is no dictionary of tensors.
  mutating func run() throws(CheckpointError) -> PickleValue {
    while true {
      position = cursor.position
      guard let opcode = cursor.readByte() else {
        throw invalid("an instruction that ends the program", "the end of the pickle")
      }
      if opcode == UInt8(ascii: ".") { return try pop() }
      try step(opcode)
      guard stack.count <= PickleMachine.stackLimit, marks.count <= PickleMachine.stackLimit else {
        throw limit("at most \(PickleMachine.stackLimit) values on the stack")
      }
    }
  }

  // MARK: - Errors

  private func fault(_ expected: String, _ found: String) -> InputFault {
    InputFault(file: file, place: "pickle byte \(position)", expected: expected, found: found)
  }

  private func invalid(_ expected: String, _ found: String) -> CheckpointError {
    .binInvalid(fault(expected, found))
  }

  private func unsafePickle(_ found: String) -> CheckpointError {
    .unsafePickle(fault("tensors and nothing that could run code", found))
  }

  private func limit(_ expected: String) -> CheckpointError {
    .resourceLimit(fault(expected, "more"))
  }

  // MARK: - Stack

  private mutating func pop() throws(CheckpointError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
      throw invalid("a value on the stack", "none")
    }
    return value
  }

  private mutating func popToMark() throws(CheckpointError) -> ArraySlice<PickleValue> {
    guard let height = marks.popLast(), height <= stack.count else {
      throw invalid("a mark on the stack", "none")
    }
    let items = Array(stack[height...])
    stack.removeLast(items.count)
    return items[...]
  }

  private func top() throws(CheckpointError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw invalid("a value on the stack", "none")
    }
    return value
  }

  private mutating func container(_ items: [PickleValue]) throws(CheckpointError) -> Int {
    guard let index = heap.add(items) else {
      throw limit(
        "at most \(PickleHeap.objectLimit) objects, nested \(PickleHeap.depthLimit) deep")
    }
    return index
  }

  private mutating func append(_ items: ArraySlice<PickleValue>, to index: Int)
    throws(CheckpointError)
  {
    guard heap.append(items, to: index) else {
      throw limit(
        "at most \(PickleHeap.itemLimit) members, nested \(PickleHeap.depthLimit) deep")
    }
  }

  // MARK: - Operands

  private mutating func number<Number: FixedWidthInteger>(_ type: Number.Type)
    throws(CheckpointError) -> Number
  {
    guard let value = cursor.read(type) else {
      throw invalid("\(Number.bitWidth / 8) bytes", "the end of the pickle")
    }
    return value
  }

  private mutating func bytes(_ count: UInt64) throws(CheckpointError) -> ArraySlice<UInt8> {
    guard count <= UInt64(PickleMachine.byteLimit) else {
      throw .resourceLimit(
        fault("at most \(PickleMachine.byteLimit) bytes in one value", "\(count)"))
    }
    guard let bytes = cursor.readBytes(count: Int(count)) else {
      throw invalid("\(count) bytes", "the end of the pickle")
    }
    return bytes
  }

  private mutating func text(_ count: UInt64) throws(CheckpointError) -> PickleValue {
    guard let text = String(validating: try bytes(count), as: UTF8.self) else {
      throw invalid("text in UTF-8", "other bytes")
    }
    return .text(text)
  }

  private mutating func line() throws(CheckpointError) -> String {
    var bytes: [UInt8] = []
    while let byte = cursor.readByte() {
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    throw invalid("a line", "the end of the pickle")
  }

  // MARK: - Instructions

  private mutating func step(_ opcode: UInt8) throws(CheckpointError) {
    switch opcode {
    case 0x80:  // PROTO
      let version = try number(UInt8.self)
      guard version <= 5 else { throw invalid("a protocol from 0 to 5", "\(version)") }
    case 0x95: _ = try number(UInt64.self)  // FRAME
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "1"): _ = try popToMark()
    case UInt8(ascii: "2"): stack.append(try top())
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.bool(true))
    case 0x89: stack.append(.bool(false))
    case UInt8(ascii: "J"): stack.append(.integer(Int(try number(Int32.self))))
    case UInt8(ascii: "K"): stack.append(.integer(Int(try number(UInt8.self))))
    case UInt8(ascii: "M"): stack.append(.integer(Int(try number(UInt16.self))))
    case 0x8A:  // LONG1
      let count = UInt64(try number(UInt8.self))
      stack.append(PickleMachine.integer(try bytes(count)))
    case UInt8(ascii: "G"):
      _ = try number(UInt64.self)
      stack.append(.other)
    case UInt8(ascii: "X"), UInt8(ascii: "T"):
      stack.append(try text(UInt64(try number(UInt32.self))))
    case 0x8C, UInt8(ascii: "U"): stack.append(try text(UInt64(try number(UInt8.self))))
    case 0x8D: stack.append(try text(try number(UInt64.self)))
    case UInt8(ascii: "S"):
      _ = try line()
      stack.append(.other)
    case UInt8(ascii: "B"): try pushBytes(UInt64(try number(UInt32.self)))
    case UInt8(ascii: "C"): try pushBytes(UInt64(try number(UInt8.self)))
    case 0x8E: try pushBytes(try number(UInt64.self))
    case UInt8(ascii: "q"): try keep(UInt32(try number(UInt8.self)))
    case UInt8(ascii: "r"): try keep(try number(UInt32.self))
    case 0x94: try keep(UInt32(memo.count))
    case UInt8(ascii: "h"): try recall(UInt32(try number(UInt8.self)))
    case UInt8(ascii: "j"): try recall(try number(UInt32.self))
    default: try stepOnObjects(opcode)
    }
  }

  private mutating func pushBytes(_ count: UInt64) throws(CheckpointError) {
    _ = try bytes(count)
    stack.append(.other)
  }

  /// A two's complement number of any length.
  private static func integer(_ bytes: ArraySlice<UInt8>) -> PickleValue {
    guard bytes.count <= 8 else { return .other }
    var value = 0
    for (index, byte) in bytes.enumerated() { value |= Int(byte) << (8 * index) }
    if let last = bytes.last, last >= 0x80, bytes.count < 8 { value |= -1 << (8 * bytes.count) }
    return .integer(value)
  }

  private mutating func keep(_ index: UInt32) throws(CheckpointError) {
    memo[index] = try top()
    guard memo.count <= PickleMachine.memoLimit else {
      throw limit("at most \(PickleMachine.memoLimit) values to use again")
    }
  }

  private mutating func recall(_ index: UInt32) throws(CheckpointError) {
    guard let value = memo[index] else {
      throw invalid("a value that was kept under \(index)", "none")
    }
    stack.append(value)
  }

  private mutating func stepOnObjects(_ opcode: UInt8) throws(CheckpointError) {
    switch opcode {
    case UInt8(ascii: ")"): stack.append(.tuple(try container([])))
    case UInt8(ascii: "]"): stack.append(.list(try container([])))
    case UInt8(ascii: "}"): stack.append(.dictionary(try container([])))
    case UInt8(ascii: "t"): stack.append(.tuple(try container(Array(try popToMark()))))
    case 0x85, 0x86, 0x87:
      var items: [PickleValue] = []
      for _ in 0x85...opcode { items.insert(try pop(), at: 0) }
      stack.append(.tuple(try container(items)))
    case UInt8(ascii: "a"):
      let item = try pop()
      try appendToList([item])
    case UInt8(ascii: "e"): try appendToList(try popToMark())
    case UInt8(ascii: "s"):
      let value = try pop()
      let key = try pop()
      try appendToDictionary([key, value])
    case UInt8(ascii: "u"): try appendToDictionary(try popToMark())
    case UInt8(ascii: "c"):
      let module = try line()
      stack.append(try name(module, try line()))
    case 0x93:  // STACK_GLOBAL
      guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
        throw invalid("a name in two texts", "other values")
      }
      stack.append(try self.name(module, name))
    case UInt8(ascii: "R"): try call()
    case UInt8(ascii: "b"):  // BUILD: attributes, such as the versions of modules
      let state = try pop()
      guard case .dictionary = state, case .dictionary = try top() else {
        throw invalid("attributes of a dictionary", state.kind)
      }
    case UInt8(ascii: "Q"): try makeStorage()
    case UInt8(ascii: "i"):
      let module = try line()
      let name = try line()
      throw unsafePickle("an instance of \(module).\(name)")
    case UInt8(ascii: "o"), 0x81, 0x92: throw unsafePickle("an instance of a class")
    case 0x82, 0x83, 0x84: throw unsafePickle("a name from the extension registry")
    default:
      throw invalid(
        "an instruction that tensors need", "opcode 0x" + String(opcode, radix: 16))
    }
  }

  private mutating func appendToList(_ items: ArraySlice<PickleValue>) throws(CheckpointError) {
    guard case .list(let index) = try top() else { throw invalid("a list", try top().kind) }
    try append(items, to: index)
  }

  private mutating func appendToDictionary(_ items: ArraySlice<PickleValue>)
    throws(CheckpointError)
  {
    guard case .dictionary(let index) = try top() else {
      throw invalid("a dictionary", try top().kind)
    }
    guard items.count % 2 == 0 else { throw invalid("keys with values", "a key without one") }
    try append(items, to: index)
  }

  private func name(_ module: String, _ name: String) throws(CheckpointError) -> PickleValue {
    guard let known = TorchName(module: module, name: name) else {
      throw unsafePickle("a request for \(module.prefix(80)).\(name.prefix(80))")
    }
    return .name(known)
  }

  // MARK: - Tensors

  /// Stands for a call; the three functions that exist only describe.
  private mutating func call() throws(CheckpointError) {
    guard case .tuple(let index) = try pop() else { throw invalid("arguments", "other values") }
    let arguments = heap.items(index)
    guard case .name(let name) = try pop() else {
      throw unsafePickle("a call of something that is no function")
    }
    switch name {
    case .orderedDictionary:
      guard arguments.isEmpty else {
        throw invalid("an empty OrderedDict", "\(arguments.count) arguments")
      }
      stack.append(.dictionary(try container([])))
    case .rebuildTensor:
      guard (6...7).contains(arguments.count), case .storage(let storage) = arguments[0],
        case .tuple(let shape) = arguments[2], case .tuple(let strides) = arguments[3]
      else { throw invalid("storage, offset, shape and strides of a tensor", "other arguments") }
      let tensor = PickleHeap.Tensor(
        storage: storage, offset: arguments[1], shape: shape, strides: strides)
      guard let place = heap.add(tensor) else {
        throw limit("at most \(PickleHeap.objectLimit) objects")
      }
      stack.append(.tensor(place))
    case .rebuildParameter:
      guard arguments.count == 3, case .tensor = arguments[0] else {
        throw invalid("the tensor of a parameter", "other arguments")
      }
      stack.append(arguments[0])
    case .storage: throw unsafePickle("a call of a storage's class")
    }
  }

  /// A storage, which lies in a file of its own: `("storage", class, key, device, count)`.
  private mutating func makeStorage() throws(CheckpointError) {
    guard case .tuple(let index) = try pop() else {
      throw invalid("a storage", "other values")
    }
    let items = heap.items(index)
    guard items.count == 5, case .text("storage") = items[0],
      case .name(.storage(let elementType)) = items[1], case .text(let key) = items[2],
      case .integer(let elementCount) = items[4], elementCount >= 0
    else { throw invalid("\"storage\", its class, key, device and count", "other values") }
    let storage = PickleHeap.Storage(
      key: key, elementType: elementType, elementCount: elementCount)
    guard let place = heap.add(storage) else {
      throw limit("at most \(PickleHeap.objectLimit) objects")
    }
    stack.append(.storage(place))
  }
}
