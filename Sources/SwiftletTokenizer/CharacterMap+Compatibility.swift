#if !SWIFTLET_WITHOUT_CALIBRATION
  extension CompatibilityTable {
    /// Each character of the table, in order, with its decomposition.
    static func decompositions() -> [(character: Unicode.Scalar, parts: [Unicode.Scalar])] {
      var result: [(Unicode.Scalar, [Unicode.Scalar])] = []
      for entry in texts.flatMap({ $0.split(separator: ";") }) {
        let words = entry.split(separator: " ")
        let ends = words[0].split(separator: "-").map(scalar)
        let target = words.dropFirst().map(scalar)
        for value in ends[0].value...(ends.last ?? ends[0]).value {
          guard let character = Unicode.Scalar(value),
            let first = Unicode.Scalar(target[0].value + value - ends[0].value)
          else { preconditionFailure("entry \(entry) of the table of decompositions") }
          result.append((character, [first] + target.dropFirst()))
        }
      }
      return result
    }

    private static func scalar(_ text: Substring) -> Unicode.Scalar {
      guard let scalar = UInt32(text, radix: 16).flatMap(Unicode.Scalar.init) else {
        preconditionFailure("\(text) in the table of decompositions")
      }
      return scalar
    }
  }

  extension CharacterMap.Parts {
    /// The map of normalization form KC.
    ///
    /// - Parameter decompositions: Those of `CompatibilityTable`, in its order.
    /// - Returns: Each character by its decomposition, which still has to be brought to form C.
    static func compatibility(
      _ decompositions: [(character: Unicode.Scalar, parts: [Unicode.Scalar])]
    ) -> CharacterMap.Parts {
      CharacterMap.Parts(
        decompositions.map { character, parts in
          (Array(character.utf8), parts.flatMap { Array($0.utf8) })
        })
    }

    /// A map of keys, each with the text that it is replaced by; neither may contain a byte of zero.
    ///
    /// - Parameter entries: In strictly ascending order of the keys' bytes; no key is empty.
    init(_ entries: [(key: [UInt8], text: [UInt8])]) {
      self.init()
      var places: [UInt32] = []
      for entry in entries {
        places.append(UInt32(texts.count))
        texts += entry.text + [0]
      }
      var builder = DoubleArrayBuilder(keys: entries.map(\.key), values: places)
      builder.place(0..<entries.count, depth: 0, at: 0)
      units = builder.units
    }
  }

  /// Makes a double array as `CharacterMap` follows it: the unit of a node's child under the byte b lies at the node's base
  /// XOR b, the node's value at the base itself.
  private struct DoubleArrayBuilder {
    let keys: [[UInt8]]
    let values: [UInt32]
    private(set) var units: [UInt32] = [0]
    private var isTaken = [true]
    /// Bases of nodes.
    ///
    /// No two share one: a label tells which byte leads to a unit, not from where.
    private var bases: Set<Int> = []
    /// All before it are taken.
    private var firstFree = 1

    init(keys: [[UInt8]], values: [UInt32]) {
      self.keys = keys
      self.values = values
    }

    /// Places all below a node.
    ///
    /// - Parameters:
    ///   - range: Keys that begin with the node's bytes.
    ///   - depth: How many those are.
    ///   - node: Its unit.
    mutating func place(_ range: Range<Int>, depth: Int, at node: Int) {
      guard !range.isEmpty else { return }
      var range = range
      let isKey = keys[range.lowerBound].count == depth
      let value = values[range.lowerBound]
      if isKey { range.removeFirst() }
      var children: [(byte: UInt8, range: Range<Int>)] = []
      while let first = range.first {
        let byte = keys[first][depth]
        let end = range.first { keys[$0][depth] != byte } ?? range.upperBound
        children.append((byte, first..<end))
        range = end..<range.upperBound
      }
      let base = freeBase((isKey ? [0] : []) + children.map(\.byte))
      // Offsets under 2^21 are stored as they are; the limit of units is half of that.
      units[node] |= UInt32(node ^ base) << 10 | (isKey ? 1 << 8 : 0)
      if isKey { units[base] = 1 << 31 | value }
      for child in children { units[base ^ Int(child.byte)] = UInt32(child.byte) }
      for child in children {
        place(child.range, depth: depth + 1, at: base ^ Int(child.byte))
      }
    }

    /// Takes the units at a base XOR each of `bytes`, all of which were free.
    private mutating func freeBase(_ bytes: [UInt8]) -> Int {
      while firstFree < isTaken.count, isTaken[firstFree] { firstFree += 1 }
      var place = firstFree
      while true {
        let base = place ^ Int(bytes[0])
        if !bases.contains(base),
          bytes.allSatisfy({ base ^ Int($0) >= isTaken.count || !isTaken[base ^ Int($0)] })
        {
          bases.insert(base)
          let end = (bytes.map { base ^ Int($0) }.max() ?? 0) + 1
          if end > units.count {
            units += [UInt32](repeating: 0, count: end - units.count)
            isTaken += [Bool](repeating: false, count: end - isTaken.count)
          }
          for byte in bytes { isTaken[base ^ Int(byte)] = true }
          return base
        }
        place += 1
      }
    }
  }
#endif
