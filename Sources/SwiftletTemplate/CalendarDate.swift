/// A moment in local time, as templates may ask for it.
public struct CalendarDate: Equatable, Sendable {
  /// Of the common era.
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  /// 0 to 23.
  public var hour: Int
  /// 0 to 59.
  public var minute: Int
  /// 0 to 60.
  public var second: Int
  /// 0 is Sunday.
  public var weekday: Int
  /// 1 to 366.
  public var dayOfYear: Int

  /// Collects the numbers.
  public init(
    year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, weekday: Int,
    dayOfYear: Int
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.weekday = weekday
    self.dayOfYear = dayOfYear
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let days = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  /// The date in a format of `strftime`, in English; nil if the format has something else.
  func text(_ format: String) -> String? {
    guard (1...12).contains(month), (0...6).contains(weekday) else { return nil }
    func padded(_ value: Int, _ width: Int = 2) -> String {
      let digits = "\(value)"
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    var result = ""
    var scalars = format.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      guard var code = scalars.next() else { return nil }
      let isPlain = code == "-"
      if isPlain {
        guard let next = scalars.next(), "dmHMSIj".unicodeScalars.contains(next) else { return nil }
        code = next
      }
      let hour12 = hour % 12 == 0 ? 12 : hour % 12
      let numbers: [Unicode.Scalar: (Int, Int)] = [
        "d": (day, 2), "m": (month, 2), "H": (hour, 2), "M": (minute, 2), "S": (second, 2),
        "I": (hour12, 2), "j": (dayOfYear, 3), "Y": (year, 4), "y": (year % 100, 2),
      ]
      if let (value, width) = numbers[code] {
        result += isPlain ? "\(value)" : padded(value, width)
        continue
      }
      switch code {
      case "B": result += CalendarDate.months[month - 1]
      case "b", "h": result += String(CalendarDate.months[month - 1].prefix(3))
      case "A": result += CalendarDate.days[weekday]
      case "a": result += String(CalendarDate.days[weekday].prefix(3))
      case "p": result += hour < 12 ? "AM" : "PM"
      case "e": result += day < 10 ? " \(day)" : "\(day)"
      case "F": result += "\(padded(year, 4))-\(padded(month))-\(padded(day))"
      case "T": result += "\(padded(hour)):\(padded(minute)):\(padded(second))"
      case "%": result += "%"
      default: return nil
      }
    }
    return result
  }
}
