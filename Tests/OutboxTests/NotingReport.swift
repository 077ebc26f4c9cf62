import Outbox
import Synchronization

/// What a running outbox has reported.
final class NotingReport: Sendable {
  private let counts = Mutex((sent: 0, failed: 0))

  @Sendable func note(_ result: Result<DeliveryCount, any Error>) {
    counts.withLock { counts in
      switch result {
      case .success(let count): counts.sent += count.sent
      case .failure: counts.failed += 1
      }
    }
  }

  var sent: Int { counts.withLock { $0.sent } }
  var failed: Int { counts.withLock { $0.failed } }
}
