// The program for boards does not choose formats.
#if !SWIFTLET_WITHOUT_CALIBRATION
  /// Gives each tensor one of its formats, so that the sum of losses is small and the sum of bytes within a limit.
  ///
  /// Of each tensor's formats only those count that lie on the lower convex hull of loss over bytes. All begin with their
  /// smallest; then the step that saves most loss for a byte is taken, and the next, and those that no longer fit are left
  /// out. What it finds is the optimum for the bytes that it uses, and no worse than the optimum for the limit by more than
  /// the largest step that did not fit (the greedy solution of the multiple-choice knapsack problem, Sinha and Zoltners, 1979).
  package struct FormatAllocation {
    /// One format of a tensor.
    package struct Candidate: Equatable {
      /// Bytes of the tensor in that format.
      package var byteCount: Int
      /// What it costs, in any unit that can be added up.
      package var loss: Double

      /// Collects the two.
      package init(byteCount: Int, loss: Double) {
        self.byteCount = byteCount
        self.loss = loss
      }
    }

    /// The index of the candidate chosen for each tensor; nil where not even the smallest fit.
    package static func choose(_ tensors: [[Candidate]], byteLimit: Int) -> [Int]? {
      var chosen: [Int] = []
      var steps: [Step] = []
      var byteCount = 0
      for (tensor, candidates) in tensors.enumerated() {
        let hull = hull(candidates)
        guard let first = hull.first else { preconditionFailure("a tensor without formats") }
        chosen.append(first)
        byteCount += candidates[first].byteCount
        for (before, after) in zip(hull, hull.dropFirst()) {
          let added = candidates[after].byteCount - candidates[before].byteCount
          let saved = candidates[before].loss - candidates[after].loss
          steps.append(
            Step(
              tensor: tensor, candidate: after, before: before, byteCount: added,
              gain: saved / Double(added)))
        }
      }
      guard byteCount <= byteLimit else { return nil }
      // Steps of one tensor have falling gains, so they come in their order; of equal ones the earlier tensor's is first.
      steps.sort { ($1.gain, $0.tensor, $0.candidate) < ($0.gain, $1.tensor, $1.candidate) }
      for step in steps where chosen[step.tensor] == step.before {
        guard byteCount + step.byteCount <= byteLimit else { continue }
        chosen[step.tensor] = step.candidate
        byteCount += step.byteCount
      }
      return chosen
    }

    private struct Step {
      let tensor: Int
      let candidate: Int
      /// The candidate that it is a step from.
      let before: Int
      let byteCount: Int
      let gain: Double
    }

    /// The candidates on the lower convex hull, from the smallest to the one with the least loss.
    private static func hull(_ candidates: [Candidate]) -> [Int] {
      let order = candidates.indices.sorted {
        (candidates[$0].byteCount, candidates[$0].loss, $0)
          < (candidates[$1].byteCount, candidates[$1].loss, $1)
      }
      var hull: [Int] = []
      for index in order {
        let candidate = candidates[index]
        if let last = hull.last, candidate.loss >= candidates[last].loss { continue }
        while let last = hull.last, hull.count > 1 {
          let (a, b) = (candidates[hull[hull.count - 2]], candidates[last])
          // b is above the line from a to the candidate, or on it.
          let along = (a.loss - b.loss) * Double(candidate.byteCount - a.byteCount)
          let straight = (a.loss - candidate.loss) * Double(b.byteCount - a.byteCount)
          guard along <= straight else { break }
          hull.removeLast()
        }
        hull.append(index)
      }
      return hull
    }
  }
#endif
