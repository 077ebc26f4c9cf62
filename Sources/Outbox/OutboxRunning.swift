import Foundation

extension MessageOutbox {
  /// Sends what is due on a thread of its own until `stop`; a second call does nothing.
  ///
  /// The thread keeps the outbox alive. A database that fails is left alone for longer and longer,
  /// up to ten minutes.
  ///
  /// - Parameter pause: seconds between two looks at the table when nobody calls `wake`.
  /// - Parameter report: learns what each round did, unless it did nothing; called on the thread,
  ///   and must not call `stop`.
  public func run(
    every pause: TimeInterval = 10,
    report: @escaping @Sendable (Result<DeliveryCount, any Error>) -> Void = { _ in }
  ) {
    guard signal.begin() else { return }
    let thread = Thread { [self] in
      var wait = pause
      while !signal.mustStop {
        do {
          // A small round ends soon, so that hours and waits are looked at anew.
          let count = try deliver(at: now(), limit: 20) { signal.mustStop }
          wait = pause
          if count.tried > 0 {
            report(.success(count))
            continue
          }
        } catch {
          report(.failure(error))
          wait = min(wait * 2, 600)
        }
        signal.pause(wait)
      }
      signal.end()
    }
    thread.name = "outbox"
    thread.start()
  }

  /// Lets the thread look at once, as there are new messages.
  public func wake() { signal.wake() }

  /// Ends the thread and waits for it, at most as long as one message takes.
  public func stop() { signal.stop() }
}
