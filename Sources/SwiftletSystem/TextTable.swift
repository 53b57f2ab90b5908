/// Columns of text for a terminal.
public enum TextTable {
  /// Lines of padded cells, two spaces between columns.
  ///
  /// - Parameters:
  ///   - rows: Cells, the heading first; all rows as long as the first.
  ///   - leftAligned: Columns that start at their left edge; numbers end at their right one.
  /// - Returns: The lines, without spaces at their ends.
  public static func lines(_ rows: [[String]], leftAligned: Set<Int>) -> [String] {
    guard let columnCount = rows.first?.count else { return [] }
    let widths = (0..<columnCount).map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += leftAligned.contains(column) ? cell + padding : padding + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
