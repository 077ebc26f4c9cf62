import Foundation
import Journal

extension MessageOutbox {
  /// Tries to send one message; nil when its sender rests.
  func attempt(_ message: OutboxMessage, at moment: Date) -> DeliveryOutcome? {
    if let known = memory.withLock({ $0.unrecorded[message.id] }) { return known }
    guard let sender = settings.senders.first(where: { $0.accepts(message) }) else {
      return .givenUp(reason: "没有为这类消息配置发送方式", sender: nil)
    }
    let resting = memory.withLock { $0.resting[sender.name] }
    if let resting, resting > moment { return nil }
    var outgoing = message
    let address: String?
    do {
      address = try self.address(message)
      outgoing.text = try wording(message)
    } catch {
      // The text of an error may hold what was asked for; its type may be kept.
      return .failed(reason: "取不到联系方式或内容（\(type(of: error))）", sender: nil)
    }
    if message.audience == .caller, address?.isEmpty ?? true {
      return .givenUp(reason: "没有联系方式", sender: nil)
    }
    return attempt(outgoing, to: address, by: sender, at: moment)
  }

  private func attempt(
    _ message: OutboxMessage, to address: String?, by sender: any MessageSender, at moment: Date
  ) -> DeliveryOutcome {
    do {
      try sender.send(message, to: address)
      return .sent(sender: sender.name)
    } catch let failure as SendFailure {
      switch failure.remedy {
      case .giveUp: return .givenUp(reason: failure.reason, sender: sender.name)
      case .retry: return .failed(reason: failure.reason, sender: sender.name)
      case .rest:
        memory.withLock { $0.resting[sender.name] = moment.addingTimeInterval(Self.rest) }
        return .failed(reason: failure.reason, sender: sender.name)
      }
    } catch {
      return .failed(reason: "发送出错（\(type(of: error))）", sender: sender.name)
    }
  }

  /// Writes into the journal what became of a try, and counts it.
  ///
  /// - Returns: true when the message is done with, so that one behind it may go.
  func record(
    _ outcome: DeliveryOutcome, of message: OutboxMessage, at moment: Date,
    in count: inout DeliveryCount
  ) throws -> Bool {
    memory.withLock { $0.unrecorded[message.id] = outcome }
    let attempt = message.attempts + 1
    let next: Date?
    var entries: [NewEntry] = []
    switch outcome {
    case .sent(let sender):
      next = nil
      let body = OutboxEntry.Sent(sender: sender, attempt: attempt)
      entries.append(try message.entry(OutboxEntry.Sent.type, body))
    case .failed(let reason, let sender), .givenUp(let reason, let sender):
      next =
        outcome.mayBeTriedAgain ? BackOff.nextTry(after: attempt, failedAt: moment) : nil
      let body = OutboxEntry.Failed(
        attempt: attempt, nextTry: next.map(\.milliseconds), reason: reason, sender: sender)
      entries.append(try message.entry(OutboxEntry.Failed.type, body))
      if next == nil {
        let body = OutboxEntry.GivenUp(reason: reason)
        entries.append(try message.entry(OutboxEntry.GivenUp.type, body))
      }
    }
    try journal.append(entries, by: Self.actor)
    memory.withLock { $0.unrecorded[message.id] = nil }
    if case .sent = outcome {
      count.sent += 1
    } else if next == nil {
      count.givenUp += 1
    } else {
      count.failed += 1
    }
    return next == nil
  }
}

extension OutboxMessage {
  fileprivate func entry(_ type: String, _ body: some Encodable) throws -> NewEntry {
    try NewEntry(stream: stream, type: type, encoding: body)
  }
}
