extension SampleSeries {
  /// The series as comma-separated values: a line of names, then a line for each moment.
  ///
  /// A value that was not seen is empty. Columns are called by quantity, and by name where they have one:
  /// `owner_bytes:weights`.
  public var csv: String {
    var text = "seconds"
    for column in columns {
      let name = column.quantity.rawValue + (column.name.isEmpty ? "" : ":\(column.name)")
      text += "," + SampleSeries.quoted(name)
    }
    text += "\n"
    for (row, time) in times.enumerated() {
      text += SampleSeries.number(time)
      for column in columns {
        text += ","
        if let value = column.values[row] { text += SampleSeries.number(value) }
      }
      text += "\n"
    }
    return text
  }

  /// A name that may hold anything, as RFC 4180 quotes it; it begins with a quantity, so no spreadsheet takes it for a formula.
  private static func quoted(_ name: String) -> String {
    guard name.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return name }
    return "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// The fewest digits that read back equal, and none behind the point of a whole number.
  private static func number(_ value: Double) -> String {
    guard let whole = Int(exactly: value), abs(whole) < 1 << 53 else { return "\(value)" }
    return String(whole)
  }
}
