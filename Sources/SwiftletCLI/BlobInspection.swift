import SwiftletArchitecture
import SwiftletFormat
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem
import SwiftletTensor
import SwiftletTokenizer

/// What `inspect` says of a blob, as JSON and for people.
final class BlobInspection {
  private let blob: BlobModel
  private let tokenizer: Tokenizer?
  private let provenance: MetadataTable?

  init(_ blob: BlobModel) throws {
    self.blob = blob
    tokenizer = try blob.tokenizer()
    provenance = try blob.provenance()
  }

  private var hasChatTemplate: Bool { blob.reader.directory[RecordNames.chatTemplate] != nil }

  private var parameterCount: Int { blob.table.parameterCount }

  /// Bits per parameter of all tensors, before compression and in the file.
  private var bitsPerWeight: (raw: Double, stored: Double) {
    let tensors = blob.records
    let count = Double(max(1, parameterCount))
    return (
      8 * Double(tensors.reduce(0) { $0 + $1.rawByteCount }) / count,
      8 * Double(tensors.reduce(0) { $0 + $1.storedByteCount }) / count
    )
  }

  // MARK: - JSON

  func json(withTensors: Bool) -> JSONValue {
    let header = blob.reader.header
    let bits = bitsPerWeight
    var object = JSONObject([
      ("file", .string(blob.reader.source.name)),
      (
        "format_version",
        .string("\(BlobHeader.majorVersion).\(header.minorVersion)")
      ),
      ("file_bytes", .integer(header.fileByteCount)),
      ("raw_bytes", .integer(header.rawByteCount)),
      ("stored_bytes", .integer(blob.reader.directory.storedByteCount)),
      ("sha256", .string(SHA256.hexadecimal(header.digest))),
      ("parameters", .integer(parameterCount)),
      ("bits_per_weight", .number(bits.raw)),
      ("stored_bits_per_weight", .number(bits.stored)),
      ("configuration", JSONValue(blob.configuration.metadata)),
      ("schedule", schedule),
      ("tokenizer", tokenizerJSON),
      ("chat_template", .bool(hasChatTemplate)),
      ("provenance", provenanceJSON),
    ])
    if withTensors { object["tensors"] = .array(blob.records.map(json)) }
    return .object(object)
  }

  private var schedule: JSONValue {
    let schedule = LayerSchedule(blob.configuration)
    return .object(
      JSONObject([
        ("stored_layers", .integer(blob.configuration.layerCount)),
        ("executed_layers", .integer(schedule.blocks.count)),
        ("cache_slots", .integer(schedule.cacheSlotCount)),
        ("order", .array(schedule.blocks.map { .integer($0.storedLayer) })),
      ]))
  }

  private var tokenizerJSON: JSONValue {
    guard let tokenizer else { return .null }
    let record = blob.reader.directory[RecordNames.tokenizer]
    return .object(
      JSONObject([
        ("tokens", .integer(tokenizer.vocabularySize)),
        ("raw_bytes", .integer(record?.rawByteCount ?? 0)),
        ("stored_bytes", .integer(record?.storedByteCount ?? 0)),
        ("bos_token_id", tokenizer.bosTokenID.map { .integer(Int($0)) } ?? .null),
        ("eos_token_id", tokenizer.eosTokenID.map { .integer(Int($0)) } ?? .null),
      ]))
  }

  private var provenanceJSON: JSONValue {
    guard let provenance else { return .null }
    guard var object = JSONValue(provenance).object else { return .null }
    // The recipe is kept as text; here it is part of the document.
    if let text = provenance.string("recipe"),
      let recipe = try? JSONParser.parse(Array(text.utf8), file: "recipe")
    {
      object["recipe"] = recipe
    }
    return .object(object)
  }

  private func json(_ record: BlobRecord) -> JSONValue {
    .object(
      JSONObject([
        ("name", .string(record.name)),
        ("shape", .array(record.shape.map { .integer($0) })),
        ("format", .string(record.format?.name ?? "")),
        ("offset", .integer(record.offset)),
        ("raw_bytes", .integer(record.rawByteCount)),
        ("stored_bytes", .integer(record.storedByteCount)),
        ("frames", .integer(record.frames.count)),
      ]))
  }

  // MARK: - Text

  func text(withTensors: Bool) -> String {
    let header = blob.reader.header
    let bits = bitsPerWeight
    let configuration = blob.configuration
    let schedule = LayerSchedule(configuration)
    var rows = [
      ["file", blob.reader.source.name],
      ["format", "\(BlobHeader.majorVersion).\(header.minorVersion)"],
      [
        "size",
        "\(Decimal.text(Double(header.fileByteCount) / 0x1p20, digits: 1)) MiB, "
          + "\(Decimal.text(Double(header.rawByteCount) / 0x1p20, digits: 1)) MiB in memory",
      ],
      ["sha256", SHA256.hexadecimal(header.digest)],
      [
        "weights",
        "\(parameterCount) parameters, \(Decimal.text(bits.raw, digits: 2)) bits each, "
          + "\(Decimal.text(bits.stored, digits: 2)) in the file",
      ],
      [
        "layers",
        "\(configuration.layerCount) stored, \(schedule.blocks.count) executed",
      ],
      [
        "tokenizer",
        tokenizer.map { "\($0.vocabularySize) tokens" } ?? "none: the model takes ids alone",
      ],
    ]
    rows.append(["chat template", hasChatTemplate ? "yes" : "none"])
    for (key, value) in configuration.metadata.entries {
      rows.append([key, JSONValue(value).plainText])
    }
    if let provenance { rows += text(provenance) }
    var lines = TextTable.lines(rows, leftAligned: [0, 1])
    if withTensors { lines += [""] + tensorTable }
    return lines.joined(separator: "\n")
  }

  private func text(_ provenance: MetadataTable) -> [[String]] {
    var rows: [[String]] = []
    for key in ["converter", "recipe"] {
      if let value = provenance.string(key) { rows.append([key, InputFault.escaped(value)]) }
    }
    if let error = provenance.float("relative_rms_error") {
      rows.append(["relative error", Decimal.text(error, digits: 5)])
    }
    for note in provenance.strings("applied_defaults") ?? [] {
      rows.append(["default", InputFault.escaped(note)])
    }
    let names = provenance.strings("source.names") ?? []
    for (name, digest) in zip(names, provenance.strings("source.sha256") ?? []) {
      rows.append(["source", InputFault.escaped("\(digest)  \(name)")])
    }
    return rows
  }

  private var tensorTable: [String] {
    var rows = [["tensor", "shape", "format", "raw bytes", "stored bytes"]]
    for record in blob.records {
      rows.append([
        record.name, record.shape.map { String($0) }.joined(separator: " x "),
        record.format?.name ?? "", String(record.rawByteCount), String(record.storedByteCount),
      ])
    }
    return TextTable.lines(rows, leftAligned: [0, 1, 2])
  }
}
