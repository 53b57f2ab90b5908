import SwiftletArchitecture
import SwiftletFormat
import SwiftletKernels
import SwiftletMeasure
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem

extension Measurement {
  func modelDescription(_ model: BlobModel, _ digest: String) -> MeasurementReport.Model {
    let file = engineArguments.file
    let parameters = model.table.parameterCount
    let bytes = model.records.reduce(0) { $0 + $1.rawByteCount }
    return MeasurementReport.Model(
      name: String(file.split(separator: "/").last ?? "model"), file: file,
      fileByteCount: model.reader.header.fileByteCount, sha256: digest, parameterCount: parameters,
      bitsPerWeight: 8 * Double(bytes) / Double(max(1, parameters)), recipe: nil,
      weightBytesPerToken: model.weightBytesPerToken)
  }

  func boardDescription(_ machine: SwiftletSystem.Board, _ profile: BoardProfile?)
    -> MeasurementReport.Board
  {
    MeasurementReport.Board(
      model: machine.model, profile: profile?.name,
      cores: machine.cores.map { "\($0.numbers.count) x \($0.name)" },
      memoryByteCount: machine.memory.totalByteCount)
  }

  func environment(_ engine: Engine, _ machine: SwiftletSystem.Board)
    -> MeasurementReport.Environment
  {
    MeasurementReport.Environment(
      kernels: engine.kernels.name, threadCount: options.threadCount,
      kvFormat: engine.cache.shape.format.rawValue, context: engine.capacity,
      residency: engine.residency.rawValue, governor: machine.clockGovernor,
      system: KernelFile.line(at: root + "/proc/sys/kernel/osrelease").map { "Linux \($0)" })
  }

  func description(_ run: WorkloadRun) -> MeasurementReport.Workload {
    MeasurementReport.Workload(
      name: workload.name, summary: workload.summary,
      promptTokenCount: workload.turns.reduce(0) { $0 + $1.promptTokenCount },
      generatedTokenCount: workload.turns.reduce(0) { $0 + $1.generatedTokenCount },
      turnCount: workload.turns.count, repetitionCount: run.repetitionCount,
      durationSeconds: workload.seconds)
  }

  func memory(_ engine: Engine) -> MeasurementReport.Memory {
    let peak: Figure =
      ProcessMemory.current().map {
        .measured(
          Double($0.peakResidentByteCount), unit: "B", source: "VmHWM", covers: "this process")
      } ?? .unavailable("/proc cannot be read", unit: "B")
    return MeasurementReport.Memory(
      capByteCount: options.memoryCapByteCount, enforcedBy: Enforcement.name, plan: engine.plan,
      peak: peak,
      groupPeak: Enforcement.name == nil
        ? nil
        : MemoryCgroup.current()?.peakByteCount.map {
          .measured(Double($0), unit: "B", source: "memory.peak", covers: "control group")
        })
  }

  /// The worst of what the samples saw.
  func during(_ series: SampleSeries) -> MeasurementReport.Thermal.State {
    func values(_ quantity: SampleSeries.Quantity) -> [Double] {
      series.columns(quantity).flatMap(\.values).compactMap(\.self)
    }
    let flags = values(.throttling).reduce(Throttling()) {
      $0.union(Throttling(rawValue: Int($1)))
    }
    return MeasurementReport.Thermal.State(
      celsius: values(.celsius).max().map {
        .measured($0, unit: "°C", source: "/sys/class/thermal", covers: "the hottest zone")
      } ?? .unavailable("no thermometer", unit: "°C"),
      clock: values(.hertz).min().map {
        .measured($0, unit: "Hz", source: "scaling_cur_freq", covers: "the fastest core")
      } ?? .unavailable("the kernel tells no clock", unit: "Hz"),
      throttling: series.columns(.throttling).isEmpty ? nil : flags.words)
  }

  func battery(_ wattHours: Double, _ report: MeasurementReport) -> MeasurementReport.Battery {
    let perToken = report.phase(.decode)?.energyPerToken
    let figure: Figure
    if let perToken, let value = perToken.value, value > 0 {
      let joules = wattHours * 3600
      let interval = perToken.interval.flatMap { interval in
        interval.lowerBound > 0
          ? joules / interval.upperBound...joules / interval.lowerBound : nil
      }
      if perToken.kind == .modelled {
        figure = .modelled(
          joules / value, interval: interval ?? joules / value...joules / value, unit: "tokens",
          source: perToken.source, covers: "decoding alone")
      } else {
        figure = .measured(
          joules / value, unit: "tokens", source: perToken.source, covers: "decoding alone",
          interval: interval)
      }
    } else {
      figure = .unavailable("the energy of a token is not known", unit: "tokens")
    }
    return MeasurementReport.Battery(wattHours: wattHours, tokensPerCharge: figure)
  }

  func warnings(_ report: MeasurementReport, _ machine: SwiftletSystem.Board) -> [String] {
    var warnings: [String] = []
    for words in report.thermal.during?.throttling ?? [] {
      warnings.append("While it ran \(words): figures of speed are not the board's best.")
    }
    if let peak = report.memory.peak.value, let cap = report.memory.capByteCount, peak > Double(cap)
    {
      warnings.append("The peak is above the cap.")
    }
    for meter in report.meters where meter.failedReadCount > 0 {
      warnings.append(
        "\(meter.name): \(meter.failedReadCount) of \(meter.failedReadCount + meter.readCount) readings failed: "
          + (meter.fault ?? "unknown"))
    }
    if let account = report.sampler, account.missedCount > account.sampleCount / 10 {
      warnings.append("\(account.missedCount) samples were missed: the machine was busy.")
    }
    if let share = report.sampler?.share.value, share > 1 {
      warnings.append("Sampling took \(Decimal.text(share, digits: 1)) % of a core.")
    }
    return warnings
  }
}

extension BoardSampler {
  /// Heat and clock now.
  var state: MeasurementReport.Thermal.State { heatState() }
}
