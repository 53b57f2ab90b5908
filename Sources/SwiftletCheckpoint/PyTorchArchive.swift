import SwiftletSystem

/// One file of `torch.save`: a zip archive with a pickle that describes tensors, and a file for each
/// storage.
///
/// Opening reads the directory and the pickle, and checks that every tensor lies inside its storage.
struct PyTorchArchive {
  /// The tensors in the order of the dictionary.
  let tensors: [StridedTensor]

  /// Reads the archive `source`.
  ///
  /// - Throws: `CheckpointError`.
  init(_ source: any ByteSource) throws(CheckpointError) {
    try PyTorchArchive.checkStart(source)
    let directory = try ZipDirectory(source)
    let opener = ArchiveOpener(source: source, directory: directory)
    tensors = try opener.tensors()
  }

  /// The pickle of a number with which files from before PyTorch 1.6 begin.
  private static let legacyStart: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]

  /// Refuses what is no zip archive, by name where it can be told.
  private static func checkStart(_ source: any ByteSource) throws(CheckpointError) {
    let file = source.name
    let start = try contents(source, 0..<min(source.byteCount, 64))
    if start.starts(with: legacyStart) {
      throw .formatUnsupported(
        InputFault(
          file: file, place: "",
          expected: "a zip archive, as torch.save writes it since version 1.6",
          found: "the older format; load and save it with a newer torch"))
    }
    guard !start.starts(with: [0x50, 0x4B]) else { return }
    let expected = "a zip archive, as torch.save writes it"
    guard let kind = ForeignFile.kind(start) else {
      throw .binInvalid(
        InputFault(
          file: file, place: "", expected: expected,
          found: ForeignFile.isSafetensors(start)
            ? "a safetensors file" : start.isEmpty ? "an empty file" : "other bytes"))
    }
    if start.first == 0x80 {
      // A pickle by itself holds no tensors, but it can say what it would have run.
      let bytes = try contents(source, 0..<min(source.byteCount, PickleMachine.byteLimit))
      var machine = PickleMachine(bytes, file: file)
      do throws(CheckpointError) {
        _ = try machine.run()
      } catch {
        if case .unsafePickle = error { throw error }
      }
    }
    throw .binInvalid(InputFault(file: file, place: "", expected: expected, found: kind))
  }

  fileprivate static func contents(_ source: any ByteSource, _ range: Range<Int>)
    throws(CheckpointError) -> [UInt8]
  {
    do throws(ByteSourceError) {
      return try source.bytes(at: range.lowerBound, count: range.count)
    } catch {
      throw .reading(error)
    }
  }
}

private struct ArchiveOpener {
  let source: any ByteSource
  let directory: ZipDirectory

  func invalid(_ place: String, _ expected: String, _ found: String) -> CheckpointError {
    .binInvalid(
      InputFault(file: source.name, place: place, expected: expected, found: found))
  }

  func tensors() throws(CheckpointError) -> [StridedTensor] {
    // The folder inside the archive has the name of the file that was saved.
    let programs = directory.entries.filter {
      let parts = $0.name.split(separator: "/", omittingEmptySubsequences: false)
      return parts.count == 2 && parts[1] == "data.pkl"
    }
    guard programs.count == 1, let program = programs.first else {
      throw invalid("directory", "one data.pkl in a folder", "\(programs.count)")
    }
    let folder = program.name.dropLast("data.pkl".count)
    guard program.byteCount <= PickleMachine.byteLimit else {
      throw .resourceLimit(
        InputFault(
          file: source.name, place: "entry \(program.name)",
          expected: "at most \(PickleMachine.byteLimit) bytes", found: "\(program.byteCount)"))
    }
    if let order = directory[folder + "byteorder"] {
      let bytes = try contents(order, limit: 16)
      guard bytes.elementsEqual("little".utf8) else {
        throw invalid(
          "entry \(order.name)", "\"little\": least significant bytes first",
          "\"\(String(decoding: bytes, as: UTF8.self))\"")
      }
    }
    var machine = PickleMachine(
      try contents(program, limit: PickleMachine.byteLimit), file: source.name)
    let root = try machine.run()
    guard case .dictionary(let index) = root else {
      throw invalid("entry \(program.name)", "a dictionary of tensors", root.kind)
    }
    let storages = try machine.heap.storages.map { storage throws(CheckpointError) in
      try self.storage(storage, folder: String(folder))
    }
    return try tensors(machine.heap, root: index, storages: storages)
  }

  private func contents(_ entry: ZipDirectory.Entry, limit: Int) throws(CheckpointError) -> [UInt8]
  {
    let place = "entry \(entry.name)"
    guard entry.isStored else {
      throw invalid(place, "bytes as they are, since torch.save stores them so", "packed ones")
    }
    guard entry.byteCount <= limit else {
      throw invalid(place, "at most \(limit) bytes", "\(entry.byteCount)")
    }
    return try PyTorchArchive.contents(source, entry.range)
  }

  private func storage(_ storage: PickleHeap.Storage, folder: String) throws(CheckpointError)
    -> CheckpointTensor
  {
    let place = "storage \(storage.key)"
    guard !storage.key.isEmpty, storage.key.utf8.count <= 64,
      !storage.key.utf8.contains(UInt8(ascii: "/")),
      let entry = directory[folder + "data/" + storage.key]
    else { throw invalid(place, "a file of this name in \(folder)data", "none") }
    guard entry.isStored else {
      throw invalid(place, "bytes as they are, since torch.save stores them so", "packed ones")
    }
    let (byteCount, overflow) = storage.elementCount.multipliedReportingOverflow(
      by: storage.elementType.byteCount)
    guard !overflow, byteCount <= entry.range.count else {
      if case .other(let name, _) = storage.elementType {
        throw .dtypeUnsupported(
          InputFault(
            file: source.name, place: place,
            expected: "storages of floats, halves or bfloat16", found: name))
      }
      throw .tensorRangeInvalid(
        InputFault(
          file: source.name, place: place,
          expected: "\(storage.elementCount) values of \(storage.elementType.name)",
          found: "\(entry.range.count) bytes"))
    }
    return CheckpointTensor(
      name: place, shape: [storage.elementCount], elementType: storage.elementType,
      file: source.name, offset: entry.range.lowerBound, elementCount: storage.elementCount)
  }

  private func tensors(_ heap: PickleHeap, root: Int, storages: [CheckpointTensor])
    throws(CheckpointError) -> [StridedTensor]
  {
    let items = heap.items(root)
    var tensors: [StridedTensor] = []
    var names: Set<String> = []
    for index in stride(from: 0, to: items.count, by: 2) {
      guard case .text(let name) = items[index] else {
        throw invalid("data.pkl", "names of tensors as keys", items[index].kind)
      }
      let place = "tensor \(name)"
      guard case .tensor(let tensor) = items[index + 1] else {
        throw invalid(place, "a tensor", items[index + 1].kind)
      }
      guard names.insert(name).inserted else {
        throw invalid(place, "one tensor of this name", "two")
      }
      let described = heap.tensors[tensor]
      let numbers = [described.offset] + heap.items(described.shape) + heap.items(described.strides)
      var values: [Int] = []
      for number in numbers {
        guard case .integer(let value) = number else {
          throw .tensorRangeInvalid(
            InputFault(
              file: source.name, place: place, expected: "offset, shape and strides in numbers",
              found: number.kind))
        }
        values.append(value)
      }
      let rank = heap.items(described.shape).count
      tensors.append(
        try StridedTensor(
          name: name, storage: storages[described.storage], offset: values[0],
          shape: Array(values[1..<1 + rank]), strides: Array(values[(1 + rank)...])))
    }
    return tensors
  }
}
