package import CSwiftletKernels
package import SwiftletSystem

/// All kernels of one engine (scalar, NEON, AVX2, ...): the only place where instruction sets differ.
///
/// Every set gives the same bits (`swiftlet_kernels.h`), so the choice is one of speed alone. Its
/// methods take raw pointers from callers that own the memory, and check the shapes they are told.
@safe public struct KernelSet: Sendable, Equatable {
  // Points at a constant of the C target, which lives as long as the program.
  private nonisolated(unsafe) let table: UnsafePointer<swiftlet_kernel_set>

  private init(_ table: UnsafePointer<swiftlet_kernel_set>) { unsafe self.table = unsafe table }

  /// The C functions of this set.
  package var functions: UnsafePointer<swiftlet_kernel_set> { unsafe table }

  /// "scalar", "neon", "avx2", ...: what `--kernels` takes.
  public var name: String { unsafe String(cString: table.pointee.name) }

  /// Every set compiled for this architecture, best first, usable on this CPU or not.
  package static let compiled: [KernelSet] = {
    var first: UnsafePointer<UnsafePointer<swiftlet_kernel_set>?>?
    let count = unsafe swiftlet_kernel_sets(&first)
    guard let first = unsafe first else { return [] }
    return (0..<count).compactMap { index in
      guard let table = unsafe first[index] else { return nil }
      return unsafe KernelSet(table)
    }
  }()

  /// The features that the CPU must have.
  package var requiredFeatures: CPUFeatures {
    unsafe CPUFeatures(rawValue: table.pointee.required_features)
  }

  /// The sets that this CPU can run, best first; the last is "scalar".
  public static let all: [KernelSet] = compiled.filter {
    CPUFeatures.current.isSuperset(of: $0.requiredFeatures)
  }

  /// The fastest set that this CPU can run.
  public static var best: KernelSet {
    guard let first = all.first else {
      preconditionFailure("the scalar kernels are not compiled in")
    }
    return first
  }

  /// The set called `name`; nil when there is none or the CPU lacks its instructions.
  public static func named(_ name: String) -> KernelSet? { all.first { $0.name == name } }

  /// Whether both are the same table.
  public static func == (left: KernelSet, right: KernelSet) -> Bool {
    unsafe left.table == right.table
  }
}
