/// The records of a blob in execution order.
public struct BlobDirectory: Equatable, Sendable {
  /// The records as they lie in the file, which is the order in which the model uses them.
  public let records: [BlobRecord]
  private let indices: [String: Int]

  /// The names have been checked to be unique.
  init(records: [BlobRecord]) {
    self.records = records
    var indices: [String: Int] = [:]
    indices.reserveCapacity(records.count)
    for (index, record) in records.enumerated() { indices[record.name] = index }
    self.indices = indices
  }

  /// The record of that name.
  public subscript(_ name: String) -> BlobRecord? { indices[name].map { records[$0] } }

  /// The place of the record of that name in `records`.
  public func index(of name: String) -> Int? { indices[name] }

  /// Bytes of all records after decompression.
  public var rawByteCount: Int { records.reduce(0) { $0 + $1.rawByteCount } }

  /// Bytes of all records in the file, without the padding between them.
  public var storedByteCount: Int { records.reduce(0) { $0 + $1.storedByteCount } }

  /// The next aligned place in a file.
  static func aligned(_ offset: Int) -> Int {
    let alignment = BlobLimits.recordAlignment
    return (offset + alignment - 1) / alignment * alignment
  }
}
