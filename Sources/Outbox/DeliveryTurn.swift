import Foundation

/// Lets one at a time send messages, among the threads of a program and the programs of a machine.
final class DeliveryTurn: Sendable {
  private let lock = NSLock()
  private let path: String?

  /// - Parameter path: a file to lock; nil for threads of this program alone.
  init(path: String?) { self.path = path }

  /// Runs the body when it is this program's turn; threads wait for each other.
  ///
  /// - Returns: nil, without running the body, while another program is sending.
  func take<Result>(_ body: () throws -> Result) throws -> Result? {
    lock.lock()
    defer { lock.unlock() }
    guard let path else { return try body() }
    let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    // Closing gives the lock back, also when the program dies.
    defer { close(file) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return nil }
    return try body()
  }
}
