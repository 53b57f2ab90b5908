import SwiftletKernels
import SwiftletTensor

/// What is to be measured.
struct Options {
  static let usage = """
    usage: KernelBench [--models NAMES] [--formats NAMES] [--tokens NUMBERS] [--kernels NAMES]
                       [--samples COUNT] [--quick] [--json]
      --models NAMES    of 125M, 350M, 1B: whose shapes (125M)
      --formats NAMES   like int4-g32-zp,int8-g32 (all: int4 and int8, g32, g64, g128, with zp and without; float16,
                        bfloat16, float32)
      --tokens NUMBERS  tokens in a call of the matrix kernels (1,8,64)
      --kernels NAMES   kernel sets (all that this processor has)
      --samples COUNT   (9)
      --quick           one short sample of each: whether all of them run
      --json            one JSON object
    """

  struct Unusable: Error {
    let message: String
  }

  var models = Array(ModelShapes.all.prefix(1))
  var formats = Options.allFormats
  var tokenCounts = [1, 8, 64]
  var sets = KernelSet.all
  var samples = 9
  var sampleDuration = Duration.milliseconds(1)
  var isJSON = false

  static let allFormats: [WeightFormat] =
    [.four, .eight].flatMap { bits in
      QuantizationScheme.GroupSize.allCases.flatMap { groupSize in
        [false, true].map {
          .quantized(
            QuantizationScheme(bits: bits, groupSize: groupSize, hasZeroPoints: $0))
        }
          + [
            .quantized(
              QuantizationScheme(
                bits: bits, groupSize: groupSize, hasZeroPoints: true, scaleBits: .eight))
          ]
      }
    } + [.float16, .bfloat16, .float32]

  /// A format's name as one word.
  static func name(_ format: WeightFormat) -> String {
    String(format.name.map { $0 == " " ? "-" : $0 })
  }

  /// Reads a command line, the program's name left out.
  init(_ arguments: [String]) throws(Unusable) {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "--json": isJSON = true
      case "--quick": (samples, sampleDuration) = (1, .zero)
      default:
        guard let text = rest.popFirst() else {
          throw Unusable(message: "\(option): unknown, or its value is missing")
        }
        let words = text.split(separator: ",").map(String.init)
        switch option {
        case "--models": models = try Options.pick(words, ModelShapes.all, option) { $0.name }
        case "--formats":
          formats = try Options.pick(words, Options.allFormats, option, Options.name)
        case "--kernels": sets = try Options.pick(words, KernelSet.all, option) { $0.name }
        case "--tokens":
          tokenCounts = try words.map { word throws(Unusable) in try Options.count(word, option) }
        case "--samples": samples = try Options.count(text, option)
        default: throw Unusable(message: "\(option): unknown")
        }
      }
    }
  }

  private static func count(_ text: String, _ option: String) throws(Unusable) -> Int {
    guard let count = Int(text), (1...4096).contains(count) else {
      throw Unusable(message: "\(option): expected numbers from 1 to 4096, found \(text)")
    }
    return count
  }

  private static func pick<Choice>(
    _ words: [String], _ choices: [Choice], _ option: String, _ name: (Choice) -> String
  ) throws(Unusable) -> [Choice] {
    try words.map { word throws(Unusable) in
      guard let choice = choices.first(where: { name($0) == word }) else {
        let names = choices.map(name).joined(separator: ", ")
        throw Unusable(message: "\(option): expected of \(names), found \(word)")
      }
      return choice
    }
  }
}
