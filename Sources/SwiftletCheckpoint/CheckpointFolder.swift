public import SwiftletJSON
public import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder in the layout of Hugging Face, with configuration files and weights, or a GGUF file, which has
/// all of it in one.
public struct CheckpointFolder: Sendable {
  /// The folder or file as the user named it, without a slash at the end.
  public let path: String
  /// The parsed `config.json`; of a GGUF file what its metadata says, in the same keys.
  public let configuration: JSONValue
  /// The path of `config.json` or of the GGUF file, for messages.
  public let configurationFile: String
  /// The parsed `generation_config.json`, if there is one.
  public let generationConfiguration: JSONValue?
  /// The tensors.
  public let source: any CheckpointSource
  /// The metadata of a GGUF file, which has the tokenizer; nil for a folder.
  public let metadata: GGUFMetadata?
  /// Paths of all files that a conversion depends on, for provenance: configuration, index, weights.
  public let files: [String]
  /// Those of the files that hold tensors, as `source` reads them.
  public let weightFiles: [DigestingByteSource]

  /// The longest configuration file: published ones stay under 10 kB.
  static let configurationLimit = 4 << 20
  /// The longest index: as for a header, a hundred thousand tensors.
  static let indexLimit = 16 << 20

  /// Opens the folder or GGUF file at `path`, reading configuration files and the headers of all weight
  /// files.
  ///
  /// Weights are `model.safetensors`, or the shards that `model.safetensors.index.json` lists; without
  /// these `pytorch_model.bin`, or the shards of `pytorch_model.bin.index.json`.
  ///
  /// - Throws: `CheckpointError`.
  public static func open(_ path: String) throws(CheckpointError) -> CheckpointFolder {
    if let file = try GGUFSource.file(at: path) {
      let weights = DigestingByteSource(file)
      let source = try GGUFSource(weights)
      return CheckpointFolder(
        path: path, configuration: source.configuration, configurationFile: path,
        generationConfiguration: nil, source: source, metadata: source.metadata, files: [path],
        weightFiles: [weights])
    }
    var opener = try FolderOpener(path: path)
    return try opener.open()
  }
}

/// One opening of a folder; collects the files that it reads.
private struct FolderOpener {
  let path: String
  var files: [String] = []
  var weightFiles: [DigestingByteSource] = []

  init(path: String) throws(CheckpointError) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    var status = stat()
    let isThere = unsafe !path.utf8.contains(0) && stat(path, &status) == 0
    guard isThere, status.st_mode & S_IFMT == S_IFDIR else {
      throw .folderMissing(
        InputFault(
          file: path, place: "", expected: "a checkpoint folder or a GGUF file",
          found: isThere ? "a file" : "nothing of this name"))
    }
  }

  func file(_ name: String) -> String { path == "/" ? path + name : path + "/" + name }

  /// Whether anything has this name, be it readable or not.
  func exists(_ name: String) -> Bool {
    var status = stat()
    return unsafe lstat(file(name), &status) == 0
  }

  mutating func open() throws(CheckpointError) -> CheckpointFolder {
    let configuration = try json("config.json")
    var generation: JSONValue?
    if exists("generation_config.json") { generation = try json("generation_config.json") }
    let source = try source()
    return CheckpointFolder(
      path: path, configuration: configuration, configurationFile: file("config.json"),
      generationConfiguration: generation, source: source, metadata: nil, files: files,
      weightFiles: weightFiles)
  }

  /// Reads a configuration file.
  private mutating func json(_ name: String) throws(CheckpointError) -> JSONValue {
    let path = file(name)
    files.append(path)
    let source: FileByteSource
    do throws(ByteSourceError) {
      source = try FileByteSource(path: path)
    } catch {
      throw .configInvalid(error.fault)
    }
    let bytes = try contents(source, limit: CheckpointFolder.configurationLimit)
    do throws(JSONError) {
      return try JSONParser.parse(bytes, file: path)
    } catch {
      throw .configInvalid(error.fault)
    }
  }

  private mutating func source() throws(CheckpointError) -> any CheckpointSource {
    if exists("model.safetensors") { return try SafetensorsSource(weights("model.safetensors")) }
    if exists("model.safetensors.index.json") {
      let (index, shards) = try shards("model.safetensors.index.json")
      return try SafetensorsSource(index, shards: shards)
    }
    if exists("pytorch_model.bin") { return try PyTorchSource(weights("pytorch_model.bin")) }
    if exists("pytorch_model.bin.index.json") {
      let (index, shards) = try shards("pytorch_model.bin.index.json")
      return try PyTorchSource(index, shards: shards)
    }
    throw .weightsMissing(
      InputFault(
        file: path, place: "",
        expected: "model.safetensors or pytorch_model.bin, or an index of such files",
        found: "none"))
  }

  private mutating func weights(_ name: String) throws(CheckpointError) -> any ByteSource {
    files.append(file(name))
    do throws(ByteSourceError) {
      let source = DigestingByteSource(try FileByteSource(path: file(name)))
      weightFiles.append(source)
      return source
    } catch {
      throw .reading(error)
    }
  }

  /// The index `name` and the files that it lists.
  private mutating func shards(_ name: String) throws(CheckpointError)
    -> (ShardIndex, [String: any ByteSource])
  {
    let source = try weights(name)
    let bytes = try contents(source, limit: CheckpointFolder.indexLimit)
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONParser.parse(bytes, file: source.name)
    } catch {
      throw .indexInvalid(error.fault)
    }
    let index = try ShardIndex(value, file: source.name)
    var shards: [String: any ByteSource] = [:]
    for name in index.shardNames { shards[name] = try weights(name) }
    return (index, shards)
  }

  /// The whole of a small text file.
  private func contents(_ source: any ByteSource, limit: Int) throws(CheckpointError) -> [UInt8] {
    guard source.byteCount <= limit else {
      throw .resourceLimit(
        InputFault(
          file: source.name, place: "", expected: "at most \(limit) bytes",
          found: "\(source.byteCount)"))
    }
    do throws(ByteSourceError) {
      return try source.bytes(at: 0, count: source.byteCount)
    } catch {
      throw .reading(error)
    }
  }
}
