extension BoardProfile {
  /// The boards that the program knows: the files of `configs/boards`, which are built into it.
  public static let builtIn: [BoardProfile] = BuiltInBoards.texts.map { text in
    do throws(MeasurementError) {
      return try BoardProfile(bytes: Array(text.utf8), file: "built-in board")
    } catch {
      preconditionFailure("a built-in board that cannot be read: \(error)")
    }
  }

  /// The built-in board of a name; nil if there is none.
  public static func named(_ name: String) -> BoardProfile? {
    builtIn.first { $0.name == name }
  }

  /// The built-in board that a machine of this name is; nil if none is.
  ///
  /// - Parameter model: what the device tree says, like `Raspberry Pi 5 Model B Rev 1.0`.
  /// - Returns: of several the one whose name agrees longest.
  public static func matching(model: String) -> BoardProfile? {
    func agreement(_ profile: BoardProfile) -> Int {
      profile.matches.filter { !$0.isEmpty && model.hasPrefix($0) }.map(\.utf8.count).max() ?? 0
    }
    let best = builtIn.max { agreement($0) < agreement($1) }
    return best.flatMap { agreement($0) > 0 ? $0 : nil }
  }
}
