import SwiftletSystem
import Synchronization

/// A source whose reads fail on request: all of them, or one of them.
final class FaultySource: ByteSource {
  enum Fault: CaseIterable {
    /// The system reports an error.
    case error
    /// The file ends in the middle.
    case end
    /// A bit in the middle of what was read is wrong.
    case flippedBit
  }

  private struct State {
    var fault: Fault?
    var faultyRead: Int?
    var readCount = 0
  }

  private let file: FileByteSource
  private let state = Mutex(State())

  init(_ file: FileByteSource) { self.file = file }

  var name: String { file.name }
  var byteCount: Int { file.byteCount }
  var readCount: Int { state.withLock { $0.readCount } }
  /// What goes wrong, if anything.
  var fault: Fault? {
    get { state.withLock { $0.fault } }
    set { state.withLock { $0.fault = newValue } }
  }
  /// Which read goes wrong, counted from 0; nil for every one.
  var faultyRead: Int? {
    get { state.withLock { $0.faultyRead } }
    set { state.withLock { $0.faultyRead = newValue } }
  }

  func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
  {
    let fault = state.withLock { state in
      state.readCount += 1
      return state.faultyRead ?? state.readCount - 1 == state.readCount - 1 ? state.fault : nil
    }
    let place = InputFault(
      file: name, place: "byte \(offset)", expected: "\(destination.count) bytes", found: "a fault")
    switch fault {
    case .error: throw .readFailed(place)
    case .end: throw .truncated(place)
    case .flippedBit:
      try unsafe file.read(at: offset, into: destination)
      if unsafe !destination.isEmpty { unsafe destination[destination.count / 2] ^= 4 }
    case nil: try unsafe file.read(at: offset, into: destination)
    }
  }
}
