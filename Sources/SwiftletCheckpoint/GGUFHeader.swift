import SwiftletSystem

/// The header of a GGUF file of version 2 or 3: metadata, and name, shape, type and place of every tensor.
///
/// Reading it validates what follows: every tensor lies inside the file, aligned, in whole blocks, and
/// shares no bytes with another. Source: ggml's `docs/gguf.md`.
struct GGUFHeader {
  /// One tensor; the type has been checked to be one that is known.
  typealias Tensor = CheckpointTensor

  /// The longest header: a vocabulary of 256 thousand tokens with its merges takes 12 MB.
  static let byteLimit = 64 << 20
  /// The most entries of either table.
  static let entryLimit = 1 << 16
  /// The most members of all lists together.
  static let memberLimit = 1 << 22
  /// The most extents that the format knows.
  static let rankLimit = 4
  /// The largest alignment: files use 32.
  static let alignmentLimit = 1 << 20

  /// The key-value part.
  private(set) var metadata = GGUFMetadata()
  /// The tensors in the order of the header.
  private(set) var tensors: [Tensor] = []
  private var cursor: SourceCursor
  private var memberCount = 0

  /// Reads and validates the header of `source`.
  init(_ source: any ByteSource) throws(CheckpointError) {
    cursor = SourceCursor(source, limit: GGUFHeader.byteLimit)
    guard try cursor.bytes(count: 4).elementsEqual("GGUF".utf8) else {
      throw invalid("GGUF, with which such a file begins", "other bytes")
    }
    let version = try cursor.number(UInt32.self)
    guard version == 2 || version == 3 else {
      throw CheckpointError.formatUnsupported(
        fault(
          "version 2 or 3",
          version.byteSwapped < 16 ? "a file with the bytes of numbers reversed" : "\(version)"))
    }
    let tensorCount = try count("tensors")
    for _ in 0..<(try count("metadata entries")) {
      let key = try string()
      let value = try value(try cursor.number(UInt32.self))
      guard metadata.append(key, value) else { throw invalid("a key once", "\(key) again") }
    }
    for _ in 0..<tensorCount { tensors.append(try tensor()) }
    try layOut(source)
  }

  // MARK: - Errors

  private func fault(_ expected: String, _ found: String) -> InputFault {
    InputFault(
      file: cursor.source.name, place: "byte \(cursor.position)", expected: expected, found: found)
  }

  private func invalid(_ expected: String, _ found: String) -> CheckpointError {
    .headerInvalid(fault(expected, found))
  }

  // MARK: - Values

  private mutating func count(_ what: String) throws(CheckpointError) -> Int {
    let count = try cursor.number(UInt64.self)
    guard count <= UInt64(GGUFHeader.entryLimit) else {
      throw .resourceLimit(fault("at most \(GGUFHeader.entryLimit) \(what)", "\(count)"))
    }
    return Int(count)
  }

  private mutating func string() throws(CheckpointError) -> String {
    let bytes = try cursor.bytes(count: try cursor.number(UInt64.self))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw invalid("text in UTF-8", "other bytes")
    }
    return text
  }

  /// A value of the format's type `kind`.
  private mutating func value(_ kind: UInt32) throws(CheckpointError) -> GGUFMetadata.Value {
    switch kind {
    case 6: return .number(GGUFHeader.double(try float()))
    case 7: return .bool(try cursor.number(UInt8.self) != 0)
    case 8: return .string(try string())
    case 9: return try list()
    case 12: return .number(Double(bitPattern: try cursor.number(UInt64.self)))
    default: return .integer(try integer(kind))
    }
  }

  private mutating func float() throws(CheckpointError) -> Float {
    Float(bitPattern: try cursor.number(UInt32.self))
  }

  /// The number that was meant: 1e-5 is not the double nearest to the float nearest to it.
  private static func double(_ value: Float) -> Double {
    Double(value.description) ?? Double(value)
  }

  private mutating func integer(_ kind: UInt32) throws(CheckpointError) -> Int {
    switch kind {
    case 0: return Int(try cursor.number(UInt8.self))
    case 1: return Int(try cursor.number(Int8.self))
    case 2: return Int(try cursor.number(UInt16.self))
    case 3: return Int(try cursor.number(Int16.self))
    case 4: return Int(try cursor.number(UInt32.self))
    case 5: return Int(try cursor.number(Int32.self))
    case 10:
      let value = try cursor.number(UInt64.self)
      guard let value = Int(exactly: value) else {
        throw invalid("a number below 2^63", "\(value)")
      }
      return value
    case 11: return Int(try cursor.number(Int64.self))
    default: throw invalid("a known type of value", "\(kind)")
    }
  }

  private mutating func list() throws(CheckpointError) -> GGUFMetadata.Value {
    let kind = try cursor.number(UInt32.self)
    let count = try cursor.number(UInt64.self)
    guard count <= UInt64(GGUFHeader.memberLimit - memberCount) else {
      throw .resourceLimit(
        fault("lists of at most \(GGUFHeader.memberLimit) members", "\(count) more"))
    }
    memberCount += Int(count)
    switch kind {
    case 8:
      var strings = GGUFStrings()
      for _ in 0..<count {
        strings.append(try cursor.bytes(count: try cursor.number(UInt64.self)))
      }
      return .strings(strings)
    case 6:
      var numbers: [Float] = []
      for _ in 0..<count { numbers.append(try float()) }
      return .numbers(numbers)
    case 9, 12: throw invalid("a list of integers, floats or strings", "type \(kind)")
    default:
      var integers: [Int] = []
      for _ in 0..<count { integers.append(try integer(kind == 7 ? 0 : kind)) }
      return .integers(integers)
    }
  }

  // MARK: - Tensors

  private mutating func tensor() throws(CheckpointError) -> Tensor {
    let name = try string()
    func fault(_ expected: String, _ found: String) -> InputFault {
      InputFault(
        file: cursor.source.name, place: "tensor \(name)", expected: expected, found: found)
    }
    let rank = try cursor.number(UInt32.self)
    guard rank <= UInt32(GGUFHeader.rankLimit) else {
      throw .headerInvalid(fault("at most \(GGUFHeader.rankLimit) extents", "\(rank)"))
    }
    var extents: [Int] = []
    var count = 1
    for _ in 0..<rank {
      let extent = try cursor.number(UInt64.self)
      guard extent >= 1, let number = Int(exactly: extent) else {
        throw .tensorRangeInvalid(fault("extents from 1 on", "\(extent)"))
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: number)
      // No value takes more than 8 bytes.
      guard !overflow, product <= Int.max / 16 else {
        throw .tensorRangeInvalid(
          fault("a shape whose bytes fit 64 bits", "\(extents) x \(number)"))
      }
      count = product
      extents.append(number)
    }
    let kind = try cursor.number(UInt32.self)
    guard let elementType = ElementType(gguf: kind) else {
      let known = BlockEncoding.allCases.map(\.rawValue).joined(separator: ", ")
      throw .dtypeUnsupported(
        fault("F32, F16, BF16, \(known)", ElementType.ggufNames[kind] ?? "type \(kind)"))
    }
    // The extent that changes fastest comes first, and blocks lie along it.
    guard (extents.first ?? 1) % elementType.blockValueCount == 0 else {
      throw .tensorRangeInvalid(
        fault("rows in whole blocks of \(elementType.blockValueCount)", "\(extents[0]) values"))
    }
    let offset = try cursor.number(UInt64.self)
    guard let offset = Int(exactly: offset) else {
      throw .tensorRangeInvalid(fault("an offset inside the file", "\(offset)"))
    }
    return Tensor(
      name: name, shape: extents.reversed(), elementType: elementType, file: cursor.source.name,
      offset: offset, elementCount: count)
  }

  /// Turns offsets into places in the file and checks them.
  private mutating func layOut(_ source: any ByteSource) throws(CheckpointError) {
    let alignment = metadata.integer("general.alignment") ?? 32
    guard (1...GGUFHeader.alignmentLimit).contains(alignment), alignment & (alignment - 1) == 0
    else { throw invalid("a general.alignment that is a power of two", "\(alignment)") }
    let start = (cursor.position + alignment - 1) / alignment * alignment
    var names: Set<String> = []
    var placed: [Tensor] = []
    for tensor in tensors {
      func fault(_ expected: String, _ found: String) -> InputFault {
        InputFault(
          file: source.name, place: "tensor \(tensor.name)", expected: expected, found: found)
      }
      guard names.insert(tensor.name).inserted else {
        throw .headerInvalid(fault("a name of its own", "one that was there"))
      }
      guard tensor.offset % alignment == 0 else {
        throw .tensorRangeInvalid(
          fault("an offset that is a multiple of \(alignment)", "\(tensor.offset)"))
      }
      let available = source.byteCount - start
      guard tensor.offset <= available, tensor.byteCount <= available - tensor.offset else {
        throw .fileTruncated(
          fault(
            "\(tensor.byteCount) bytes from byte \(tensor.offset) of the data on",
            "\(max(0, available)) bytes of data before the end of the file"))
      }
      placed.append(
        Tensor(
          name: tensor.name, shape: tensor.shape, elementType: tensor.elementType,
          file: tensor.file, offset: start + tensor.offset, elementCount: tensor.elementCount))
    }
    let ordered = placed.sorted { ($0.offset, $0.name) < ($1.offset, $1.name) }
    for (tensor, next) in zip(ordered, ordered.dropFirst())
    where next.offset < tensor.offset + tensor.byteCount {
      throw .tensorRangeInvalid(
        InputFault(
          file: source.name, place: "tensor \(next.name)", expected: "bytes of its own",
          found: "bytes that \(tensor.name) has too"))
    }
    tensors = placed
  }
}
