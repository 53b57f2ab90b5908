import SwiftletJSON
import SwiftletSystem
import SwiftletTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Times each kernel by itself, on one thread, with operands that stay in the cache where they fit.
@main struct KernelBench {
  static func main() throws {
    let options: Options
    do {
      options = try Options(Array(CommandLine.arguments.dropFirst()))
    } catch {
      print("\(error.message)\n\(Options.usage)")
      exit(64)
    }
    var measurements: [Measurement] = []
    for model in options.models {
      for format in options.formats {
        for tokenCount in options.tokenCounts {
          // The head is computed for one token only.
          for (rows, columns) in model.blockMatrices + (tokenCount == 1 ? [model.head] : []) {
            let benchmark = try MatrixBenchmark(
              rows: rows, columns: columns, format: format, tokenCount: tokenCount)
            for set in options.sets { measurements.append(benchmark.measure(set, options)) }
          }
        }
      }
      for count in [model.hiddenSize, model.intermediateSize] {
        let benchmark = try VectorBenchmark(count: count, headDimension: model.headDimension)
        for set in options.sets { measurements += benchmark.measure(set, options) }
      }
    }
    if options.isJSON {
      let report = JSONObject([
        ("samples", .integer(options.samples)),
        ("rows", .array(measurements.map(\.json))),
      ])
      print(JSONValue.object(report).text)
    } else {
      let rows = [Measurement.heading] + measurements.map(\.cells)
      print(TextTable.lines(rows, leftAligned: [0, 1, 2]).joined(separator: "\n"))
    }
  }
}
