internal import SwiftletArchitecture
internal import SwiftletCheckpoint
internal import SwiftletFormat
internal import SwiftletSystem
internal import SwiftletTensor

extension Converter {
  /// Floats of a band: small beside a tensor, large enough that threads have much to do per band.
  static let bandByteCount = 4 << 20

  /// Writes one tensor of the model.
  func write(
    _ item: ConversionItem, to writer: BlobWriter, pool: WorkerPool,
    calibrated: CalibratedWeights?, _ report: inout ConversionReport
  ) throws(ConversionError) {
    var statistics = ErrorStatistics()
    let record: BlobRecord
    if let found = try write(item, of: calibrated, to: writer, &statistics) {
      record = found
    } else if item.specification.kind == .vector {
      record = try writeVector(item, try vectorValues(item), to: writer)
    } else {
      record = try writeMatrix(item, to: writer, pool: pool, &statistics)
    }
    report.tensors.append(
      ConversionReport.Tensor(
        name: record.name, shape: record.shape, format: item.format,
        isMatrix: record.kind == .matrix, sourceName: item.tensor?.name,
        sourceType: item.tensor?.elementType.name, rawByteCount: record.rawByteCount,
        storedByteCount: record.storedByteCount,
        statistics: record.kind == .matrix ? statistics : nil))
  }

  /// The values of a vector as the blob has them.
  func vectorValues(_ item: ConversionItem) throws(ConversionError) -> [Float] {
    var values: [Float]
    if let tensor = item.tensor {
      do throws(CheckpointError) {
        values = try source.elements(of: tensor)
      } catch {
        throw .checkpoint(error)
      }
      let transform = item.specification.transform
      switch transform {
      case .none: break
      case .addingOne: for index in values.indices { values[index] += 1 }
      case .pairsToHalves:
        let source = values
        for index in values.indices { values[index] = source[transform.sourceRow(index)] }
      }
    } else {
      precondition(item.specification.id.role == .inverseFrequencies, "a tensor from nowhere")
      values = model.configuration.inverseFrequencies
    }
    return values
  }

  func writeVector(_ item: ConversionItem, _ elements: [Float], to writer: BlobWriter)
    throws(ConversionError) -> BlobRecord
  {
    var values = elements
    if let tensor = item.tensor {
      try advance(tensor.name, by: tensor.byteCount, output: writer.path)
    }
    for index in values.indices {
      values[index] = Float(bitPattern: values[index].bitPattern.littleEndian)
    }
    var result: Result<BlobRecord, BlobError>?
    unsafe values.withUnsafeBytes { raw in
      do throws(BlobError) {
        result = .success(
          try unsafe writer.append(
            name: item.specification.id.name, kind: .vector, shape: item.specification.shape,
            format: .float32, raw: raw))
      } catch {
        result = .failure(error)
      }
    }
    switch result {
    case .success(let record): return record
    case .failure(let error): throw .blob(error)
    case nil: preconditionFailure("a closure that was not called")
    }
  }

  private func writeMatrix(
    _ item: ConversionItem, to writer: BlobWriter, pool: WorkerPool,
    _ statistics: inout ErrorStatistics
  ) throws(ConversionError) -> BlobRecord {
    let (rows, columns) = (item.specification.shape[0], item.specification.shape[1])
    let firstRow = item.specification.firstRow
    guard let tensor = item.tensor,
      let layout = TileLayout(rows: rows, columns: columns, format: item.format)
    else { preconditionFailure("the table of a validated configuration has \(item)") }
    let name = item.specification.id.name
    do throws(BlobError) {
      try writer.beginRecord(
        name: name, kind: .matrix, shape: item.specification.shape, format: item.format,
        rawByteCount: layout.byteCount)
    } catch {
      throw .blob(error)
    }

    let bandRows = Converter.bandRows(layout, item.specification.transform)
    guard let bandLayout = TileLayout(rows: bandRows, columns: columns, format: item.format)
    else { preconditionFailure("a band of \(bandRows) rows") }
    let isQuantized = layout.scalesByteCount > 0
    // A page at least each, so that every buffer has a base.
    func memory(_ byteCount: Int, _ owner: String) throws(ConversionError)
      -> UnsafeMutableRawPointer
    {
      guard let base = try unsafe buffer(max(64, byteCount), for: owner).baseAddress else {
        preconditionFailure("a buffer without a base")
      }
      return unsafe base
    }
    let floats = try unsafe memory(bandRows * columns * 4, "source values")
    let codeCount = isQuantized ? bandRows * columns : 0
    let codes = try unsafe memory(codeCount, "codes")
    let groupCount = isQuantized ? bandRows * layout.groupsPerRow : 0
    let groups = try unsafe memory(groupCount * 3, "scales and zero points of a band")
    let planes = try unsafe UnsafeMutableRawBufferPointer(
      start: memory(bandLayout.byteCount, "tiles of a band"), count: bandLayout.byteCount)
    // What is between the planes is written by nobody.
    unsafe planes.initializeMemory(as: UInt8.self, repeating: 0)
    // Scales and zero points lie behind all values in the file, so they wait for the last band.
    let scales = try unsafe UnsafeMutableRawBufferPointer(
      start: memory(layout.scalesByteCount, "scales of a tensor"), count: layout.scalesByteCount)
    let zeroPoints = try unsafe UnsafeMutableRawBufferPointer(
      start: memory(layout.zeroPointsByteCount, "zero points of a tensor"),
      count: layout.zeroPointsByteCount)
    let outcomes = try unsafe memory(
      bandLayout.tileRowCount * MemoryLayout<MatrixBand.Outcome>.stride, "error statistics")

    var row = 0
    var scaleOffset = 0
    var zeroOffset = 0
    while row < rows {
      let count = min(bandRows, rows - row)
      guard let layout = TileLayout(rows: count, columns: columns, format: item.format)
      else { preconditionFailure("a band of \(count) rows") }
      let values = unsafe floats.bindMemory(to: Float.self, capacity: count * columns)
      do throws(CheckpointError) {
        try unsafe readRows(
          item, tensor, firstRow + row..<firstRow + row + count,
          into: UnsafeMutableBufferPointer(start: values, count: count * columns))
      } catch {
        throw .checkpoint(error)
      }
      let band = unsafe MatrixBand(
        layout: layout, floats: values, stride: columns,
        codes: codes.bindMemory(to: UInt8.self, capacity: max(1, codeCount)),
        scales: groups.bindMemory(to: UInt16.self, capacity: max(1, groupCount)),
        zeroPoints: (groups + 2 * groupCount)
          .bindMemory(to: UInt8.self, capacity: max(1, groupCount)),
        planes: planes,
        outcomes: outcomes.bindMemory(
          to: MatrixBand.Outcome.self, capacity: layout.tileRowCount),
        isExact: item.format.holds(tensor.elementType),
        searches: options.recipe.method != .nearest, threadCount: pool.threadCount)
      pool.run(band)
      for tileRow in 0..<layout.tileRowCount {
        let outcome = unsafe band.outcomes[tileRow]
        if let refusal = outcome.refusal {
          throw refused(
            refusal, item, tensor, row: firstRow + row + tileRow * TileLayout.tileRows)
        }
        statistics.add(outcome.statistics)
      }
      try unsafe append(planes[..<layout.valuesByteCount], to: writer)
      unsafe copy(
        planes, layout.scalesOffset, layout.scalesByteCount, into: scales, at: scaleOffset)
      unsafe copy(
        planes, layout.zeroPointsOffset, layout.zeroPointsByteCount, into: zeroPoints,
        at: zeroOffset)
      scaleOffset += layout.scalesByteCount
      zeroOffset += layout.zeroPointsByteCount
      row += count
      try advance(
        tensor.name, by: tensor.elementType.byteCount(of: count * columns), output: writer.path)
    }

    try appendZeros(layout.scalesOffset - layout.valuesByteCount, to: writer)
    try unsafe append(scales[...], to: writer)
    try appendZeros(
      layout.zeroPointsOffset - layout.scalesOffset - layout.scalesByteCount, to: writer)
    try unsafe append(zeroPoints[...], to: writer)
    try appendZeros(
      layout.byteCount - layout.zeroPointsOffset - layout.zeroPointsByteCount, to: writer)
    do throws(BlobError) {
      return try writer.endRecord()
    } catch {
      throw .blob(error)
    }
  }

  /// Reads the values of a band's rows, which may lie in another order in the checkpoint.
  func readRows(
    _ item: ConversionItem, _ tensor: CheckpointTensor, _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    guard case .pairsToHalves = item.specification.transform else {
      return try unsafe source.readRows(of: tensor, rows, into: values)
    }
    let columns = tensor.rowElementCount
    // In the order of the file, which a digest follows.
    let order = rows.map { (row: $0, sourceRow: item.specification.transform.sourceRow($0)) }
    for (row, sourceRow) in order.sorted(by: { $0.sourceRow < $1.sourceRow }) {
      let start = (row - rows.lowerBound) * columns
      try unsafe source.readRows(
        of: tensor, sourceRow..<sourceRow + 1,
        into: UnsafeMutableBufferPointer(rebasing: values[start..<start + columns]))
    }
  }

  /// Rows that are worked on together: whole tile rows, all rows of a small matrix.
  ///
  /// Where rows of a head are in another order in the checkpoint, whole heads if that is not too many.
  private static func bandRows(
    _ layout: TileLayout, _ transform: TensorSpecification.Transform
  ) -> Int {
    let tileRowByteCount = TileLayout.tileRows * layout.columns * 4
    let rows = max(1, bandByteCount / tileRowByteCount) * TileLayout.tileRows
    if case .pairsToHalves(let headRows) = transform, headRows <= rows,
      headRows.isMultiple(of: TileLayout.tileRows)
    {
      return min(layout.rows, rows / headRows * headRows)
    }
    return min(layout.rows, rows)
  }

  func append(_ raw: Slice<UnsafeMutableRawBufferPointer>, to writer: BlobWriter)
    throws(ConversionError)
  {
    do throws(BlobError) {
      try unsafe writer.appendRaw(
        UnsafeRawBufferPointer(UnsafeMutableRawBufferPointer(rebasing: raw)))
    } catch {
      throw .blob(error)
    }
  }

  /// Copies a plane's part.
  private func copy(
    _ source: UnsafeMutableRawBufferPointer, _ offset: Int, _ byteCount: Int,
    into destination: UnsafeMutableRawBufferPointer, at position: Int
  ) {
    unsafe UnsafeMutableRawBufferPointer(rebasing: destination[position..<position + byteCount])
      .copyBytes(from: source[offset..<offset + byteCount])
  }

  /// The padding between planes, less than a cache line.
  private func appendZeros(_ count: Int, to writer: BlobWriter) throws(ConversionError) {
    var failure: BlobError?
    unsafe withUnsafeTemporaryAllocation(
      byteCount: TileLayout.planeAlignment, alignment: TileLayout.planeAlignment
    ) { zeros in
      unsafe zeros.initializeMemory(as: UInt8.self, repeating: 0)
      do throws(BlobError) {
        try unsafe writer.appendRaw(UnsafeRawBufferPointer(rebasing: zeros[..<count]))
      } catch {
        failure = error
      }
    }
    if let failure { throw .blob(failure) }
  }

  func refused(
    _ refusal: BandQuantizer.Refusal, _ item: ConversionItem, _ tensor: CheckpointTensor, row: Int
  ) -> ConversionError {
    let sourceRow = item.specification.transform.sourceRow(row + refusal.row)
    let place = "\(tensor.name) [\(sourceRow), \(refusal.column)]"
    guard refusal.value.isFinite else {
      return .weightNotFinite(
        InputFault(
          file: tensor.file, place: place, expected: "a finite weight", found: "\(refusal.value)"))
    }
    return .weightTooLarge(
      InputFault(
        file: tensor.file, place: place,
        expected: item.format.groupSize > 1
          ? "a weight that a float16 scale reaches" : "a weight that float16 can hold",
        found: "\(refusal.value)"))
  }
}

extension WeightFormat {
  /// Whether every value of `type` is stored as it is.
  fileprivate func holds(_ type: ElementType) -> Bool {
    switch (self, type) {
    case (.float32, _), (.float16, .float16), (.bfloat16, .bfloat16): return true
    default: return false
    }
  }
}
