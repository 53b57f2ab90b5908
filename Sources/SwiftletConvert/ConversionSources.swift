internal import SwiftletArchitecture
internal import SwiftletCheckpoint
internal import SwiftletFormat
internal import SwiftletSystem
internal import SwiftletTensor

/// A file that went into a conversion.
public struct SourceFile: Equatable, Sendable {
  /// The name inside the checkpoint folder.
  public var name: String
  /// Bytes of the file.
  public var byteCount: Int
  /// SHA-256 in hexadecimal digits.
  public var sha256: String
}

/// The files that a conversion reads.
enum ConversionSources {
  /// Names of tokenizer files that a conversion may depend on.
  static let tokenizerNames = [
    "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json",
  ]

  /// Opens configuration, weights and what there is of the tokenizer.
  static func files(of folder: CheckpointFolder) throws(ConversionError) -> [FileByteSource] {
    var files: [FileByteSource] = []
    do throws(ByteSourceError) {
      for path in folder.files { files.append(try FileByteSource(path: path)) }
    } catch {
      throw .unreadable(error)
    }
    for name in tokenizerNames {
      // Absent ones are no fault, unreadable ones are the tokenizer's to refuse.
      if let file = try? FileByteSource(path: folder.path + "/" + name) { files.append(file) }
    }
    return files
  }
}

extension Converter {
  /// The files whose digests come from the bytes that the conversion reads, by name.
  var followedFiles: [String: DigestingByteSource] {
    var files: [String: DigestingByteSource] = [:]
    for file in model.folder.weightFiles { files[file.name] = file }
    return files
  }

  /// Tensors as they follow each other in the files, so that a digest meets every byte once.
  func inSourceOrder(_ items: [ConversionItem]) -> [ConversionItem] {
    var ranks: [String: Int] = [:]
    for (rank, file) in model.folder.weightFiles.enumerated() { ranks[file.name] = rank }
    func key(_ item: ConversionItem) -> (Int, Int, Int) {
      guard let tensor = item.tensor else { return (-1, 0, 0) }
      return (ranks[tensor.file] ?? ranks.count, tensor.offset, item.specification.firstRow)
    }
    return items.sorted { key($0) < key($1) }
  }

  /// Sets places aside in the blob for all tensors, in the order of execution.
  func setAside(_ items: [ConversionItem], in writer: BlobWriter) throws(ConversionError) {
    do throws(BlobError) {
      try writer.setAside(
        items.map { item in
          let shape = item.specification.shape
          guard item.specification.kind == .matrix else {
            return (item.specification.id.name, 4 * shape.reduce(1, *))
          }
          guard let layout = TileLayout(rows: shape[0], columns: shape[1], format: item.format)
          else { preconditionFailure("the table of a validated configuration has \(item)") }
          return (item.specification.id.name, layout.byteCount)
        })
    } catch {
      throw .blob(error)
    }
  }

  /// The digests of the source files; those of `followed` know theirs already.
  func hash(
    _ files: [FileByteSource], _ followed: [String: DigestingByteSource], output: String
  ) throws(ConversionError) -> [SourceFile] {
    // A read of this size costs far more than the call.
    let chunk = try unsafe buffer(256 << 10, for: "hashing")
    var result: [SourceFile] = []
    for file in files {
      let name = String(file.name.split(separator: "/").last ?? "")
      if let followed = followed[file.name] {
        do throws(ByteSourceError) {
          let digest = SHA256.hexadecimal(try followed.finishDigest())
          result.append(SourceFile(name: name, byteCount: followed.byteCount, sha256: digest))
        } catch {
          throw .unreadable(error)
        }
        continue
      }
      var digest = SHA256()
      var position = 0
      while position < file.byteCount {
        let count = min(chunk.count, file.byteCount - position)
        let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: chunk[..<count])
        do throws(ByteSourceError) {
          try unsafe file.read(at: position, into: bytes)
        } catch {
          throw .unreadable(error)
        }
        unsafe digest.update(UnsafeRawBufferPointer(bytes))
        position += count
        try advance(name, by: count, output: output)
      }
      result.append(
        SourceFile(
          name: name, byteCount: file.byteCount,
          sha256: SHA256.hexadecimal(digest.finalized())))
    }
    return result
  }

  /// Memory out of the budget, which the next tensor uses again: what is in it is anything.
  ///
  /// Making and touching it anew for each tensor was a fifth of a conversion to 8 bits.
  func buffer(_ byteCount: Int, for owner: String) throws(ConversionError)
    -> UnsafeMutableRawBufferPointer
  {
    if let present = buffers[owner], present.memory.byteCount >= byteCount {
      return unsafe UnsafeMutableRawBufferPointer(rebasing: present.memory.bytes[..<byteCount])
    }
    buffers[owner] = nil
    do throws(MemoryBudgetError) {
      let made = try ReusedBuffer(
        memory: AlignedBuffer(byteCount: byteCount, budget: budget, owner: owner))
      buffers[owner] = made
      return unsafe made.memory.bytes
    } catch {
      throw .memoryRefused(
        InputFault(
          file: model.folder.path, place: owner, expected: "memory for \(byteCount) bytes",
          found: error.description))
    }
  }
}

/// A buffer of a conversion, by reference.
final class ReusedBuffer {
  let memory: AlignedBuffer

  init(memory: consuming AlignedBuffer) { self.memory = memory }
}
