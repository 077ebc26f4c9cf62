import Foundation
import Hotline
import Journal
import Outbox

/// A message to a caller or a unit, as programs read it.
public struct MessageDocument: Encodable, Sendable {
  /// The id.
  public let id: String
  let ticket, to, kind, text, at, state: String
  let unit, nextTry, lastError, doneAt: String?
  let attempts: Int

  enum CodingKeys: String, CodingKey {
    case id, ticket, to, kind, text, at, state, unit, attempts
    case nextTry = "next_try"
    case lastError = "last_error"
    case doneAt = "done_at"
  }

  init(_ message: OutboxMessage) {
    (id, ticket, kind, text) = (message.id, message.ticket, message.kind, message.text)
    (to, unit) = (message.audience.rawValue, message.unit)
    (state, attempts) = (message.state.rawValue, message.attempts)
    at = ShanghaiTime.text(message.at)
    nextTry = message.nextTry.map(ShanghaiTime.text)
    lastError = message.lastError
    doneAt = message.doneAt.map(ShanghaiTime.text)
  }
}

extension Desk {
  /// The states of a message.
  public static let messageStates = OutboxMessage.State.allCases.map(\.rawValue)

  /// Messages, the last first.
  ///
  /// - Parameters:
  ///   - state: one of `messageStates`; nil for all.
  ///   - id: the last message of the page before.
  public func messages(
    state: String?, ticket: String?, limit: Int, after id: String?
  ) throws -> [MessageDocument] {
    try outbox.list(
      state: state.flatMap(OutboxMessage.State.init), ticket: ticket, limit: limit, after: id
    ).map(MessageDocument.init)
  }

  /// Sends a message again that was given up.
  ///
  /// - Parameter key: a key of the sender's under which it is done only once.
  public func requeueMessage(_ id: String, by seat: DeskSeat, key: String? = nil) throws {
    let mark = try OnceMark(key: key, asking: "requeue \(id)", keys: keys)
    try outbox.requeue([id], by: seat.name, once: mark)
  }

  /// Sends messages on a thread of its own until `stopMessages`.
  ///
  /// - Parameter complain: is told when a round fails or a message is given up.
  public func startMessages(complain: @escaping @Sendable (String) -> Void) {
    outbox.run { result in
      switch result {
      case .success(let count):
        if count.givenUp > 0 { complain("有 \(count.givenUp) 条消息多次发送失败，已停发，可在消息列表里重发") }
      case .failure(let error): complain("消息没有发出，稍后再试：\(type(of: error))")
      }
    }
  }

  /// Ends the sending of messages.
  public func stopMessages() { outbox.stop() }
}
