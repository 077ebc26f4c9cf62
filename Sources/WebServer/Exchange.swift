/// One request while it arrives; used by one server thread at a time.
final class Exchange {
  let clock: ConnectionClock
  let target: [UInt8]
  let started = monotonicNow()
  /// Set by the first call for a request, in which no response may be queued.
  var hasHeaders = false
  private(set) var body: [UInt8] = []
  /// Bytes read and dropped since the request was refused.
  private(set) var dropped = 0
  /// Why the rest of the body is only dropped.
  private(set) var refusal: Problem?

  init(clock: ConnectionClock, target: [UInt8]) {
    self.clock = clock
    self.target = target
  }

  /// Keeps a part of the body.
  func take(_ bytes: UnsafeRawBufferPointer) {
    if refusal == nil { body.append(contentsOf: bytes) } else { dropped += bytes.count }
  }

  /// Gives up the body kept so far; what still comes is dropped.
  func refuse(_ problem: Problem) {
    refusal = problem
    body = []
  }
}
