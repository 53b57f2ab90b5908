import SwiftletJSON
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The most memory that a run of `swiftlet` had resident over its whole life, as the kernel counts it.
///
/// Through Python, which is small: a process started by the tests themselves begins its count with what the
/// tests have resident.
enum PeakMemory {
  struct Run {
    let status: Int32
    let peakByteCount: Int
    let processorSeconds: Double
    let output: String
    let error: String
  }

  static let isAvailable = unsafe access("/usr/bin/python3", X_OK) == 0
  static let message: Comment = "no python3 to measure a process with"

  // On few lines, none of which begins like an import of ours.
  private static let script =
    "import json, resource, subprocess, sys; "
    + "run = subprocess.run(sys.argv[1:], capture_output=True, text=True); "
    + "use = resource.getrusage(resource.RUSAGE_CHILDREN); "
    + "print(json.dumps(dict(status=run.returncode, peak=use.ru_maxrss * 1024, "
    + "cpu=use.ru_utime + use.ru_stime, out=run.stdout, err=run.stderr)))"

  static func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Run {
    let swiftlet = try #require(CommandRun.swiftletPath)
    let run = try CommandRun(
      program: "/usr/bin/python3", ["-c", script, swiftlet] + arguments, in: folder)
    let object = try #require(run.json().object, "\(run.error)")
    return Run(
      status: Int32(try #require(object["status"]?.integer)),
      peakByteCount: try #require(object["peak"]?.integer),
      processorSeconds: try #require(object["cpu"]?.double),
      output: try #require(object["out"]?.string), error: try #require(object["err"]?.string))
  }
}
