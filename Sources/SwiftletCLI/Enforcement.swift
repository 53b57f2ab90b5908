import SwiftletSystem
import Synchronization

/// The system's limit under the memory cap, if `--enforce` asked for one.
///
/// It belongs to the process: `Program` takes it back before every exit.
enum Enforcement {
  private static let current = Mutex<MemoryEnforcement?>(nil)

  /// Sets the limit.
  static func begin(_ capByteCount: Int) throws(MemoryEnforcementError) {
    var enforcement: MemoryEnforcement? = try .apply(capByteCount: capByteCount)
    current.withLock { $0 = enforcement.take() }
  }

  /// Who holds the cap, for reports: `cgroup v1`, `RLIMIT_DATA`; nil without `--enforce`.
  static var name: String? { current.withLock { $0?.kind.rawValue } }

  /// Takes the limit back.
  static func end() { current.withLock { $0 = nil } }
}
