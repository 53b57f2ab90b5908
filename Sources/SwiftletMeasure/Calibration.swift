/// Fits a board's three energy coefficients to phases whose energy was measured: E = P t + a n + b m.
///
/// Weighted least squares on energies relative to their size, by the normal equations of three unknowns.
public struct Calibration {
  /// A phase's time, instructions, bytes and joules.
  public struct Point: Equatable, Sendable {
    /// Seconds.
    public var seconds: Double
    /// Instructions, all threads together.
    public var instructionCount: Double
    /// Bytes from and to memory.
    public var byteCount: Double
    /// Joules, idle power included.
    public var joules: Double

    /// Collects the four.
    public init(seconds: Double, instructionCount: Double, byteCount: Double, joules: Double) {
      self.seconds = seconds
      self.instructionCount = instructionCount
      self.byteCount = byteCount
      self.joules = joules
    }
  }

  /// The fit: idle watts, joules per instruction, joules per byte.
  public let coefficients: [Double]
  /// Their standard errors.
  public let standardErrors: [Double]

  /// Fits `points`.
  ///
  /// - Returns: nil with fewer than four points, or where they do not tell the three apart.
  public init?(_ points: [Point]) {
    guard points.count >= 4, points.allSatisfy({ $0.joules > 0 && $0.seconds > 0 }) else {
      return nil
    }
    // Columns of like size keep the equations well behaved.
    let rows = points.map {
      [$0.seconds / $0.joules, $0.instructionCount / $0.joules, $0.byteCount / $0.joules]
    }
    let scales = (0..<3).map { column in rows.map { abs($0[column]) }.max() ?? 0 }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let scaled = rows.map { row in (0..<3).map { row[$0] / scales[$0] } }
    var normal = [[Double]](repeating: [0, 0, 0], count: 3)
    var right = [0.0, 0, 0]
    for row in scaled {
      for i in 0..<3 {
        right[i] += row[i]
        for j in 0..<3 { normal[i][j] += row[i] * row[j] }
      }
    }
    guard let inverse = Calibration.inverse(normal) else { return nil }
    let solution = (0..<3).map { i in (0..<3).reduce(0) { $0 + inverse[i][$1] * right[$1] } }
    let residual = scaled.reduce(0) { sum, row in
      let difference = 1 - (0..<3).reduce(0) { $0 + row[$1] * solution[$1] }
      return sum + difference * difference
    }
    let variance = residual / Double(points.count - 3)
    coefficients = (0..<3).map { solution[$0] / scales[$0] }
    standardErrors = (0..<3).map { (variance * max(0, inverse[$0][$0])).squareRoot() / scales[$0] }
  }

  /// The inverse of a symmetric matrix of three rows; nil if its columns are nearly dependent.
  private static func inverse(_ m: [[Double]]) -> [[Double]]? {
    func minor(_ i: Int, _ j: Int) -> Double {
      let rows = [0, 1, 2].filter { $0 != i }
      let columns = [0, 1, 2].filter { $0 != j }
      return m[rows[0]][columns[0]] * m[rows[1]][columns[1]] - m[rows[0]][columns[1]]
        * m[rows[1]][columns[0]]
    }
    let determinant = (0..<3).reduce(0) { $0 + ($1 % 2 == 0 ? 1 : -1) * m[0][$1] * minor(0, $1) }
    guard determinant > 1e-9 * m[0][0] * m[1][1] * m[2][2] else { return nil }
    return (0..<3).map { i in
      (0..<3).map { j in ((i + j) % 2 == 0 ? 1 : -1) * minor(j, i) / determinant }
    }
  }

  /// The points of a report: phases whose energy was measured for the whole board, and whose work is known.
  ///
  /// - Parameters:
  ///   - report: a measurement.
  ///   - instructions: instructions of a phase where the processor did not count them.
  /// - Returns: one for each such phase.
  public static func points(
    of report: MeasurementReport,
    instructions: (MeasurementReport.Phase) -> Double?
  ) -> [Point] {
    report.phases.compactMap { phase in
      guard phase.energy.kind == .measured, phase.energy.covers == "board",
        let joules = phase.energy.value, let seconds = phase.duration.value, let work = phase.work,
        let count = phase.counters.first(where: { $0.name == "instructions" })?.figure.value
          ?? instructions(phase)
      else { return nil }
      return Point(
        seconds: seconds, instructionCount: count,
        byteCount: Double(work.weightByteCount + work.kvByteCount), joules: joules)
    }
  }
}
