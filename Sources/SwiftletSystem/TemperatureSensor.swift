/// A thermometer that the kernel shows.
public struct TemperatureSensor: Equatable, Sendable {
  /// What it measures, like `cpu-thermal`.
  public var name: String
  /// Thousandths of a degree Celsius.
  public var millidegrees: Int
  /// Where the kernel switches the machine off; nil if it does not say.
  public var criticalMillidegrees: Int?

  /// A sensor with its reading.
  public init(name: String, millidegrees: Int, criticalMillidegrees: Int?) {
    self.name = name
    self.millidegrees = millidegrees
    self.criticalMillidegrees = criticalMillidegrees
  }

  /// More zones or trip points than a machine has.
  private static let limit = 64

  /// Reads `/sys/class/thermal`; a zone without a reading is left out.
  static func all(root: String) -> [TemperatureSensor] {
    (0..<limit).compactMap { number in
      let folder = "\(root)/sys/class/thermal/thermal_zone\(number)"
      guard let name = KernelFile.line(at: folder + "/type"),
        let reading = KernelFile.number(at: folder + "/temp")
      else { return nil }
      let critical = (0..<limit).lazy.map { "\(folder)/trip_point_\($0)" }
        .first { KernelFile.line(at: $0 + "_type") == "critical" }
      return TemperatureSensor(
        name: name, millidegrees: reading,
        criticalMillidegrees: critical.flatMap { KernelFile.number(at: $0 + "_temp") })
    }
  }
}
