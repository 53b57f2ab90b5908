import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem

/// A measurement in a few lines for people; the files have the rest.
final class MeasurementText {
  private let report: MeasurementReport

  init(_ report: MeasurementReport) { self.report = report }

  var text: String {
    var rows = [
      [
        "model",
        "\(report.model.name), \(Decimal.text(report.model.bitsPerWeight, digits: 2)) bits a weight",
      ],
      ["workload", "\(report.workload.name), \(report.workload.repetitionCount) repetitions"],
      ["peak memory", figure(report.memory.peak, scale: 1 / 0x1p20, unit: "MiB", digits: 1)],
      ["planned", "\(MemoryPlan.mebibytes(report.memory.plan.peakByteCount)) MiB"],
    ]
    for phase in report.phases {
      let name = phase.name.rawValue
      rows.append([name, figure(phase.duration, unit: "s", digits: 2)])
      if let rate = phase.tokensPerSecond {
        rows.append(["  speed", figure(rate, unit: "tokens/s", digits: 1)])
      }
      rows.append(["  energy", figure(phase.energy, unit: "J", digits: 2)])
      if let perToken = phase.energyPerToken {
        rows.append(["  per token", figure(perToken, scale: 1000, unit: "mJ", digits: 2)])
      }
    }
    if let idle = report.idle {
      rows.append(["idle power", figure(idle.power, unit: "W", digits: 2)])
    }
    let rule = PaperRule(report)
    rows.append([
      "paper's rule",
      "\(Decimal.text(rule.joulesPerToken * 1000, digits: 2)) mJ per token: an assumption of the MobileLLM paper, "
        + "0.1 J per token for each 1e9 parameters",
    ])
    if let battery = report.battery {
      rows.append([
        "battery",
        "\(Decimal.text(battery.wattHours, digits: 1)) Wh: "
          + figure(battery.tokensPerCharge, unit: "tokens", digits: 0),
      ])
    }
    if let celsius = report.thermal.during?.celsius, celsius.value != nil {
      rows.append(["temperature", figure(celsius, unit: "°C", digits: 1)])
    }
    if let sampler = report.sampler {
      rows.append(["sampling", figure(sampler.share, unit: "% of a core", digits: 2)])
    }
    var lines = TextTable.lines(rows, leftAligned: [0, 1])
    lines += report.warnings.map { "warning: " + $0 }
    return lines.joined(separator: "\n")
  }

  private func figure(_ figure: Figure, scale: Double = 1, unit: String, digits: Int) -> String {
    guard let value = figure.value else {
      return "unavailable: \(InputFault.escaped(figure.reason ?? "unknown"))"
    }
    var text = "\(Decimal.text(value * scale, digits: digits)) \(unit)"
    if let interval = figure.interval {
      text +=
        " (\(Decimal.text(interval.lowerBound * scale, digits: digits)) to "
        + "\(Decimal.text(interval.upperBound * scale, digits: digits)))"
    }
    return text + (figure.kind == .modelled ? ", modelled" : "")
  }
}
