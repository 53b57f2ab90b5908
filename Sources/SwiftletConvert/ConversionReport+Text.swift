internal import SwiftletSystem
internal import SwiftletTensor

extension ConversionReport {
  /// The report for people: the figures that matter, then the tensors by role with their worst layer.
  public var text: String {
    var lines: [String] = []
    let mebibytes = Decimal.text(Double(fileByteCount) / 0x1p20, digits: 1)
    lines.append("\(path): \(mebibytes) MiB, recipe \(recipe.name)")
    lines.append(
      "\(parameterCount) parameters, \(Decimal.text(bitsPerWeight, digits: 2)) bits per weight, "
        + "\(Decimal.text(storedBitsPerWeight, digits: 2)) in the file "
        + "(zstd saves \(Decimal.text(100 * compressionGain, digits: 1)) %)")
    if let tokenizerByteCount {
      lines.append("tokenizer: \(tokenizerByteCount) bytes")
    } else {
      lines.append("tokenizer: none in the checkpoint; the model takes ids and refuses text")
    }
    if let calibration {
      lines.append(
        "calibrated with \(calibration.tokenCount) tokens of \(calibration.name): relative error of outputs "
          + Decimal.text(calibration.relativeOutputError, digits: 5))
    }
    switch distillation {
    case .tuned(let before, let after):
      lines.append(
        "distilled: divergence from the float model on held-out text "
          + Decimal.text(before, digits: 5) + " before, " + Decimal.text(after, digits: 5)
          + " after")
    case .skipped(let reason): lines.append("not distilled: \(reason)")
    case nil: break
    }
    lines.append("")
    lines += table
    lines.append("")
    if !appliedDefaults.isEmpty {
      lines.append("defaults applied:")
      lines += appliedDefaults.map { "  " + $0 }
    }
    lines.append("sources:")
    lines += sources.map { "  \($0.sha256)  \($0.name)" }
    return lines.joined(separator: "\n")
  }

  /// One line per kind and format of tensor: layers are summed up, since they differ by their number alone.
  private var table: [String] {
    var rows = [["tensors", "count", "format", "raw KiB", "stored KiB", "rel. error", "worst"]]
    var kinds: [(name: String, format: WeightFormat, tensors: [Tensor])] = []
    for tensor in tensors {
      let kind = ConversionReport.kind(tensor.name)
      if let index = kinds.firstIndex(where: { $0.name == kind && $0.format == tensor.format }) {
        kinds[index].tensors.append(tensor)
      } else if let last = kinds.lastIndex(where: { $0.name == kind }) {
        kinds.insert((kind, tensor.format, [tensor]), at: last + 1)
      } else {
        kinds.append((kind, tensor.format, [tensor]))
      }
    }
    for (name, format, tensors) in kinds {
      var sum = ErrorStatistics()
      var worst = 0.0
      for statistics in tensors.compactMap(\.statistics) {
        sum.add(statistics)
        worst = max(worst, statistics.relativeRMSError)
      }
      let isMeasured = tensors.contains { $0.statistics != nil } && sum.squaredError > 0
      rows.append([
        name, String(tensors.count), format.name,
        Decimal.text(Double(tensors.reduce(0) { $0 + $1.rawByteCount }) / 1024, digits: 1),
        Decimal.text(Double(tensors.reduce(0) { $0 + $1.storedByteCount }) / 1024, digits: 1),
        isMeasured ? Decimal.text(sum.relativeRMSError, digits: 5) : "exact",
        isMeasured ? Decimal.text(worst, digits: 5) : "",
      ])
    }
    return TextTable.lines(rows, leftAligned: [0, 2])
  }

  /// The name without the number of the layer or part.
  private static func kind(_ name: String) -> String {
    let parts = name.split(separator: ".", maxSplits: 2)
    if parts.count == 2, Int(parts[1]) != nil { return String(parts[0]) }
    return parts.count == 3 && parts[0] == "layers" ? "layers.*.\(parts[2])" : name
  }
}
