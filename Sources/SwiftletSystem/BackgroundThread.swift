#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A thread that runs one function to its end.
public final class BackgroundThread {
  /// Stack of the thread, counted in the memory plan as a whole: kernels need some 20 KiB, reading, checksums
  /// and zstd less.
  public static let stackByteCount = 64 << 10

  private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private let thread: pthread_t

  /// Starts `body` on a thread of its own; nil if the system gives no more threads.
  public init?(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setstacksize(&attributes, BackgroundThread.stackByteCount)
    defer { unsafe pthread_attr_destroy(&attributes) }
    let start = unsafe Unmanaged.passRetained(Start(body))
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, &attributes,
      { argument in
        let argument: UnsafeMutableRawPointer? = unsafe argument
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    guard status == 0 else {
      unsafe start.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits for the end of the function; once.
  public func join() { pthread_join(thread, nil) }
}
