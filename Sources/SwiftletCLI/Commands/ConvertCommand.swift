public import ArgumentParser
public import SwiftletConvert
public import SwiftletFormat
import SwiftletSystem
import SwiftletTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `swiftlet convert`: a checkpoint folder to a blob.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Converts a checkpoint to a .swiftlet file.",
    discussion: """
      The checkpoint is a folder in the layout of Hugging Face: config.json, weights in safetensors or \
      PyTorch files, and tokenizer files if there are any; or a GGUF file, which has all of it. The file \
      appears under its name complete or not at all.
      """)

  @Argument(help: "A checkpoint folder or a GGUF file.")
  var checkpoint: String

  @Option(name: [.customShort("o"), .customLong("output")], help: "The file to write.")
  var output: String

  @Option(help: "Bits of a weight: 4, 8, 16 or 32. (default: 4)")
  var bits: Int?

  @Option(help: "Columns that share a scale: 32, 64 or 128. (default: 32)")
  var groupSize: Int?

  @Option(help: "Bits of a scale of 4-bit weights: 16, or 8 for smaller files. (default: 16)")
  var scaleBits: Int?

  @Option(help: "A JSON file that says which matrices take how many bits.")
  var recipe: String?

  @Option(
    help: """
      Bits per weight, like 4.5: each matrix gets 4 or 8 bits and a group size by what it costs the model on the \
      calibration text.
      """)
  var targetBpw: Double?

  @Option(help: "The same for a size of the file, like 70MiB.")
  var targetSize: String?

  @Option(
    help: "Which weights zstd compresses: speed (what saves a fourth) or size (what saves 2 %).")
  var compression = WeightCompression.speed

  @Option(
    help: """
      How codes are found: nearest, search (the least error of the weights) or calibrated (the least error of what the \
      model makes of a text; minutes instead of seconds). (default: search, or calibrated with --calibration)
      """)
  var method: Recipe.Method?

  @Option(
    help: "A text, or token ids in a .json file, to calibrate with. (default: the program's own)")
  var calibration: String?

  @Option(
    help: """
      Tokens of the calibration text that are used, in windows evenly out of it; time grows with them. (default: \
      \(Converter.Options.defaultCalibrationTokenLimit))
      """)
  var calibrationTokens: Int?

  @Option(
    help: """
      With calibrated 4 bits: what a bit of the file is worth to rounding, in squared steps of the grid, like 0.05; \
      the file becomes smaller with --compression size. (default: 0)
      """)
  var bitWorth: Double?

  @Option(help: "Threads that quantize. (default: the processors of the machine)")
  var threads: Int?

  @Option(
    help: """
      How often to go through the calibration text behind calibration, to tune gains and scales; 0 leaves them.
      """)
  var distillPasses: Int?

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Flag(help: "Print the report as JSON.")
  var json = false

  func validate() throws {
    let hasBits = bits != nil || groupSize != nil || scaleBits != nil
    if recipe != nil, hasBits {
      throw ValidationError(
        "--recipe decides bits and group sizes; leave out --bits, --group-size, --scale-bits")
    }
    if targetBpw != nil || targetSize != nil {
      guard recipe == nil, !hasBits, targetBpw == nil || targetSize == nil else {
        throw ValidationError(
          "--target-bpw or --target-size decides bits and group sizes; "
            + "leave out the other, --recipe, --bits, --group-size, --scale-bits")
      }
    }
    if let targetBpw, !(targetBpw > 0 && targetBpw <= 32) {
      throw ValidationError("--target-bpw takes a number above 0 and up to 32")
    }
    guard [4, 8, 16, 32].contains(bits ?? 4) else {
      throw ValidationError("--bits takes 4, 8, 16 or 32")
    }
    if let bitWorth {
      guard recipe == nil, (0...Recipe.largestBitWorth).contains(bitWorth) else {
        throw ValidationError("--bit-worth takes a number from 0 to 1, and no --recipe beside it")
      }
    }
    if let calibrationTokens, calibrationTokens < CalibrationText.leastTokenCount {
      throw ValidationError(
        "--calibration-tokens takes a number from \(CalibrationText.leastTokenCount)")
    }
    if recipe != nil, method != nil { throw ValidationError("--recipe decides the method") }
    if method != nil || calibration != nil, bits ?? 4 > 8 {
      throw ValidationError("--method and --calibration go with --bits 4 or 8")
    }
    if calibration != nil, method ?? .calibrated != .calibrated, targetBpw == nil, targetSize == nil
    {
      throw ValidationError("--calibration goes with --method calibrated, or with a target")
    }
    if let groupSize {
      guard QuantizationScheme.GroupSize(rawValue: groupSize) != nil else {
        throw ValidationError("--group-size takes 32, 64 or 128")
      }
      guard bits ?? 4 <= 8 else { throw ValidationError("--group-size goes with --bits 4 or 8") }
    }
    if let scaleBits {
      guard scaleBits == 16 || scaleBits == 8 && bits ?? 4 == 4 else {
        throw ValidationError("--scale-bits takes 16, or 8 with --bits 4")
      }
    }
    guard (0...100).contains(distillPasses ?? 0) else {
      throw ValidationError("--distill-passes takes a number from 0 to 100")
    }
    guard (1...256).contains(threads ?? 1) else {
      throw ValidationError("--threads takes a number from 1 to 256")
    }
  }

  func run() throws {
    let recipe = try chosenRecipe()
    guard recipe.method == .calibrated || distillPasses ?? 0 == 0 else {
      throw CommandFailure.usage(
        "--distill-passes: the recipe \(recipe.name) has the method \(recipe.method.rawValue)")
    }
    let model = try CheckpointModel.open(checkpoint)
    let progress = ProgressLine()
    let processors = max(1, min(256, sysconf(CInt(_SC_NPROCESSORS_ONLN))))
    var options = Converter.Options(
      recipe: recipe, threadCount: threads ?? processors, compression: compression,
      isReplacing: force, calibration: try calibrationText(recipe))
    if let calibrationTokens { options.calibrationTokenLimit = calibrationTokens }
    options.distillationPassCount = distillPasses ?? Converter.Options.defaultDistillationPassCount
    let converter = Converter(
      model: model, options: options,
      isStopped: { Interrupts.wasRequested },
      progress: { progress.update($0.subject, done: $0.doneByteCount, total: $0.totalByteCount) })
    defer { progress.finish() }
    let report = try converter.convert(to: output)
    progress.finish()
    if json { Console.print(report.json) } else { Console.print(report.text) }
  }

  private func calibrationText(_ recipe: Recipe) throws -> CalibrationText? {
    guard recipe.needsText else {
      guard calibration == nil else {
        throw CommandFailure.usage(
          "--calibration: the recipe \(recipe.name) has the method \(recipe.method.rawValue)")
      }
      return nil
    }
    guard let text = CalibrationText.standard else {
      throw CommandFailure.usage(
        "recipe \(recipe.name): this program, which is kept small for boards, cannot calibrate or choose formats; "
          + "convert elsewhere, as the file is the same on every machine")
    }
    guard let calibration else { return text }
    let source = try FileByteSource(path: calibration)
    guard !calibration.hasSuffix(".json") else {
      return CalibrationText(name: calibration, content: .ids(try TokenIDs.read(source)))
    }
    return CalibrationText(name: calibration, content: .text(try InputText.read(source)))
  }

  private func sizeTarget() throws -> SizeTarget? {
    if let targetBpw { return .bitsPerWeight(targetBpw) }
    guard let targetSize else { return nil }
    guard let count = ByteSize.parse(targetSize) else {
      throw CommandFailure.usage("--target-size \(targetSize): expected a size like 70MiB")
    }
    return .fileByteCount(count)
  }

  private func chosenRecipe() throws -> Recipe {
    if let recipe { return try Recipe.read(path: recipe) }
    if let target = try sizeTarget() {
      return try withBitWorth(Recipe(target: target, method: method ?? .calibrated))
    }
    let size = groupSize.flatMap(QuantizationScheme.GroupSize.init(rawValue:)) ?? .columns32
    let scaleBits = scaleBits.flatMap(QuantizationScheme.ScaleBits.init(rawValue:)) ?? .sixteen
    guard var recipe = Recipe.builtIn(bits: bits ?? 4, groupSize: size, scaleBits: scaleBits)
    else {
      throw CommandFailure.usage("no recipe for \(bits ?? 4) bits")
    }
    recipe.method = method ?? (calibration == nil ? .search : .calibrated)
    return try withBitWorth(recipe)
  }

  private func withBitWorth(_ recipe: Recipe) throws -> Recipe {
    guard let bitWorth, bitWorth > 0 else { return recipe }
    guard recipe.method == .calibrated else {
      throw CommandFailure.usage("--bit-worth goes with --method calibrated")
    }
    var recipe = recipe
    recipe.bitWorth = bitWorth
    return recipe
  }
}

extension WeightCompression: ExpressibleByArgument {}
extension Recipe.Method: ExpressibleByArgument {}
