internal import SwiftletArchitecture
internal import SwiftletCheckpoint
internal import SwiftletFormat
internal import SwiftletSystem
internal import SwiftletTensor

extension Converter {
  /// The items with formats under which the model has the size asked for, chosen by what each matrix loses in each.
  ///
  /// - Parameters:
  ///   - items: with the recipe's formats.
  ///   - target: the size.
  ///   - tokens: the calibration text.
  ///   - otherByteCount: bytes of the file that are no tensors.
  ///   - pool: the workers.
  ///   - output: the file, for errors.
  /// - Returns: the items in their order.
  /// - Throws: `ConversionError`; the program for boards always does.
  func chooseFormats(
    _ items: [ConversionItem], _ target: SizeTarget, tokens: [Int32], otherByteCount: Int,
    pool: WorkerPool, output: String
  ) throws(ConversionError) -> [ConversionItem] {
    #if SWIFTLET_WITHOUT_CALIBRATION
      throw .calibrationFailed(
        InputFault(
          file: output, place: "size", expected: "a program that can choose formats",
          found: "the one for boards, which is kept small"))
    #else
      return try allocate(
        items, target, losses: try sensitivities(items, tokens, pool: pool, output: output),
        otherByteCount: otherByteCount, output: output)
    #endif
  }

  /// Source bytes that are read for it.
  static func sensitivityByteCount(_ items: [ConversionItem]) -> Int {
    items.reduce(0) { $0 + ($1.specification.id.layer == nil ? 0 : $1.sourceByteCount) }
  }
}

#if !SWIFTLET_WITHOUT_CALIBRATION
  extension Converter {
    /// What each matrix loses in each of `SizeTarget.candidates`.
    private func sensitivities(
      _ items: [ConversionItem], _ tokens: [Int32], pool: WorkerPool, output: String
    ) throws(ConversionError) -> [WeightID: [Double]] {
      do {
        let sensitivity = try Sensitivity(
          converter: self, items: items, tokens: tokens, pool: pool, output: output)
        try sensitivity.measure()
        return sensitivity.losses
      } catch let error as ConversionError {
        throw error
      } catch let error as CheckpointError {
        throw .checkpoint(error)
      } catch {
        throw .memoryRefused(
          InputFault(
            file: output, place: "sensitivity", expected: "memory for a layer", found: "\(error)"))
      }
    }

    /// The items with formats under which the model has the size asked for.
    ///
    /// - Parameters:
    ///   - items: with the recipe's formats, which stay where the recipe names the role.
    ///   - target: the size.
    ///   - losses: of each matrix, one for each of `SizeTarget.candidates`.
    ///   - otherByteCount: bytes of the file that are no tensors.
    ///   - output: the file, for errors.
    /// - Returns: the items in their order.
    /// - Throws: `.targetTooSmall`.
    private func allocate(
      _ items: [ConversionItem], _ target: SizeTarget, losses: [WeightID: [Double]],
      otherByteCount: Int, output: String
    ) throws(ConversionError) -> [ConversionItem] {
      let isFree = items.map {
        $0.specification.kind == .matrix && options.recipe.roles[$0.specification.id.role] == nil
      }
      var fixedByteCount = 0
      var parameterCount = 0
      var tensors: [[FormatAllocation.Candidate]] = []
      for (item, isFree) in zip(items, isFree) {
        if item.tensor != nil { parameterCount += item.specification.elementCount }
        guard isFree else {
          fixedByteCount += item.rawByteCount(in: item.format)
          continue
        }
        let loss = losses[item.specification.id] ?? SizeTarget.candidates.map { _ in 0 }
        tensors.append(
          zip(SizeTarget.candidates, loss).map { scheme, loss in
            FormatAllocation.Candidate(
              byteCount: item.rawByteCount(in: .quantized(scheme)),
              loss: SizeTarget.rounded(loss))
          })
      }
      let limit: Int
      switch target {
      case .bitsPerWeight(let bits):
        limit = Int(min(bits, 64) * Double(parameterCount) / 8) - fixedByteCount
      case .fileByteCount(let count):
        limit = count - fixedByteCount - otherByteCount - Converter.overheadByteCount(items.count)
      }
      guard let chosen = FormatAllocation.choose(tensors, byteLimit: limit) else {
        let least = tensors.reduce(0) { $0 + ($1.map(\.byteCount).min() ?? 0) } - limit
        throw .targetTooSmall(tooSmall(target, by: least, parameterCount: parameterCount, output))
      }
      var result = items
      var next = chosen.makeIterator()
      for index in items.indices where isFree[index] {
        guard let candidate = next.next() else { break }
        result[index].format = .quantized(SizeTarget.candidates[candidate])
      }
      return result
    }

    /// More than what a file of so many tensors has beside them, the tokenizer and the template: header, directory,
    /// configuration, provenance.
    private static func overheadByteCount(_ tensorCount: Int) -> Int {
      (16 << 10) + tensorCount * 512
    }

    private func tooSmall(
      _ target: SizeTarget, by missing: Int, parameterCount: Int, _ output: String
    ) -> InputFault {
      switch target {
      case .bitsPerWeight(let bits):
        let more = 8 * Double(missing) / Double(max(1, parameterCount))
        // Rounded up, so that what is named can be had.
        let least = ((bits + more) * 1000).rounded(.up) / 1000
        return InputFault(
          file: output, place: "bits per weight",
          expected: "at least \(Decimal.text(least, digits: 3))",
          found: Decimal.text(bits, digits: 3))
      case .fileByteCount(let count):
        return InputFault(
          file: output, place: "bytes", expected: "at least \(count + missing)", found: "\(count)")
      }
    }
  }

  extension ConversionItem {
    /// Bytes before compression in a format.
    func rawByteCount(in format: WeightFormat) -> Int {
      guard specification.kind == .matrix else { return specification.elementCount * 4 }
      guard
        let layout = TileLayout(
          rows: specification.shape[0], columns: specification.shape[1], format: format)
      else { preconditionFailure("the table of a validated configuration has \(self)") }
      return layout.byteCount
    }
  }

  extension SizeTarget {
    /// A loss with so few bits that machines agree on it although their libraries' logarithms differ in the last.
    static func rounded(_ loss: Double) -> Double {
      guard loss > 0, loss.isFinite else { return loss > 0 ? Double.greatestFiniteMagnitude : 0 }
      let unit = 0x1p-20 * Double(sign: .plus, exponent: loss.exponent, significand: 1)
      return (loss / unit).rounded() * unit
    }
  }
#endif
