internal import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletSystem

/// What comes into memory and leaves it together: a layer, or a part of the embedding or the head.
struct WeightUnit {
  /// What a unit is to the model.
  enum Kind: Equatable {
    /// A stored layer.
    case layer(Int)
    /// A part of the head (of the embedding, where the two are tied).
    case head(part: Int)
    /// A part of an embedding that is not the head: of it a token needs one row.
    case embedding(part: Int)
  }

  /// Where the bytes lie in the file if all are plain and follow each other: one read brings them.
  struct Extent {
    /// The file's byte that lands at the unit's first, aligned for direct reads.
    let fileOffset: Int
    /// Bytes to read, in whole alignments if the file goes on so far.
    let byteCount: Int
  }

  let kind: Kind
  /// The unit's tensors, as places in the table and among the records.
  let tensors: Range<Int>
  /// Where each tensor's raw bytes start in the unit's memory.
  let places: [Int]
  /// Bytes of memory, in whole alignments of direct reads.
  let memoryByteCount: Int
  /// Raw bytes of the tensors.
  let rawByteCount: Int
  /// Bytes in the file.
  let storedByteCount: Int
  /// One read instead of one per frame, if that is possible.
  let extent: Extent?

  init(_ kind: Kind, tensors: Range<Int>, of model: BlobModel) {
    self.kind = kind
    self.tensors = tensors
    let records = model.records[tensors]
    rawByteCount = records.reduce(0) { $0 + $1.rawByteCount }
    storedByteCount = records.reduce(0) { $0 + $1.storedByteCount }
    if let extent = WeightUnit.extent(of: records, fileByteCount: model.reader.source.byteCount) {
      self.extent = extent
      places = records.map { $0.offset - extent.fileOffset }
      memoryByteCount = WeightUnit.aligned(extent.byteCount)
    } else {
      extent = nil
      var places: [Int] = []
      var end = 0
      for record in records {
        places.append(end)
        end += (record.rawByteCount + 63) / 64 * 64
      }
      self.places = places
      memoryByteCount = WeightUnit.aligned(end)
    }
  }

  /// Reads the unit into its memory and checks every byte.
  ///
  /// Nothing is allocated.
  ///
  /// - Parameters:
  ///   - base: `memoryByteCount` bytes, aligned for direct reads.
  ///   - reader: a reader of the model's blob that this thread alone uses.
  ///   - model: the model whose unit this is.
  /// - Throws: `BlobError`.
  func read(
    into base: UnsafeMutableRawPointer, _ reader: BlobReader, _ model: BlobModel
  ) throws(BlobError) {
    if let extent {
      do throws(ByteSourceError) {
        try unsafe reader.source.read(
          at: extent.fileOffset,
          into: UnsafeMutableRawBufferPointer(start: base, count: extent.byteCount))
      } catch {
        throw .unreadable(error)
      }
    }
    for index in tensors {
      let record = model.records[index]
      let raw = unsafe UnsafeMutableRawBufferPointer(
        start: base + places[index - tensors.lowerBound], count: record.rawByteCount)
      guard extent == nil else {
        try unsafe reader.checkPlainFrames(of: record, in: UnsafeRawBufferPointer(raw))
        continue
      }
      for frame in record.frames.indices {
        let begin = record.rawOffset(ofFrame: frame)
        try unsafe reader.readFrame(
          record, frame,
          into: UnsafeMutableRawBufferPointer(
            rebasing: raw[begin..<begin + record.rawByteCount(ofFrame: frame)]))
      }
    }
  }

  /// All units of `model`: layers, then the parts of the head, then those of an embedding of its own.
  static func units(of model: BlobModel) -> [WeightUnit] {
    let table = model.table
    var units: [WeightUnit] = []
    for layer in 0..<model.configuration.layerCount {
      let ids = table.specifications(ofLayer: layer).map(\.id)
      guard let first = ids.first.flatMap(table.position) else {
        preconditionFailure("layer \(layer) without tensors")
      }
      units.append(WeightUnit(.layer(layer), tensors: first..<first + ids.count, of: model))
    }
    func append(_ role: TensorRole, _ kind: (Int) -> Kind) {
      for id in table.parts(of: role) {
        guard let index = table.position(of: id) else { continue }
        units.append(WeightUnit(kind(id.part), tensors: index..<index + 1, of: model))
      }
    }
    if model.configuration.tiesEmbeddings {
      append(.embedding) { .head(part: $0) }
    } else {
      append(.languageModelHead) { .head(part: $0) }
      append(.embedding) { .embedding(part: $0) }
    }
    return units
  }

  /// The one range of the file that holds `records`, if no byte between them is anything else.
  private static func extent(of records: ArraySlice<BlobRecord>, fileByteCount: Int) -> Extent? {
    guard let first = records.first else { return nil }
    var end = first.offset
    for record in records {
      guard record.offset == (end + 63) / 64 * 64,
        record.frames.allSatisfy({ $0.encoding == .plain })
      else { return nil }
      end = record.offset + record.rawByteCount
    }
    let begin = first.offset / UncachedFileSource.alignment * UncachedFileSource.alignment
    return Extent(fileOffset: begin, byteCount: min(aligned(end), fileByteCount) - begin)
  }

  private static func aligned(_ byteCount: Int) -> Int {
    let unit = UncachedFileSource.alignment
    return (byteCount + unit - 1) / unit * unit
  }
}
