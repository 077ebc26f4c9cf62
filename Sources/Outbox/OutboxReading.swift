import Foundation
import Hotline
import Journal

extension MessageOutbox {
  /// Messages, the last first.
  ///
  /// - Parameter after: the id of the last message of the page before.
  /// - Throws: `InputProblem` when `after` is no message's id.
  public func list(
    state: OutboxMessage.State? = nil, kind: String? = nil, ticket: String? = nil,
    limit: Int = 50, after id: String? = nil
  ) throws -> [OutboxMessage] {
    try pool.read { connection in
      var number: Int?
      if let id {
        guard let found = try OutboxTable.one(id, connection) else {
          throw InputProblem(
            code: "unknown_message", field: "after", message: "没有这条消息，应为上一页最后一条消息的编号")
        }
        number = found.number
      }
      return try OutboxTable.list(
        state: state, kind: kind, ticket: ticket, before: number, limit: limit, connection)
    }
  }

  /// How many messages wait, how many were given up, and since when the oldest waiting one does.
  public func backlog() throws -> (queued: Int, failed: Int, oldest: Date?) {
    try pool.read { connection in
      let queued = try connection.row("SELECT count(*) FROM outbox WHERE state = 'queued'")
      let failed = try connection.row("SELECT count(*) FROM outbox WHERE state = 'failed'")
      let oldest = try connection.row(
        "SELECT at FROM outbox WHERE state = 'queued' ORDER BY number LIMIT 1")
      return (
        queued?.int(0) ?? 0, failed?.int(0) ?? 0, oldest.map { Date(milliseconds: $0.int(0)) }
      )
    }
  }

  /// Sends messages again that were given up, all of them or none, and wakes the thread.
  ///
  /// - Parameters:
  ///   - actor: the officer who wants it.
  ///   - once: the mark of a key under which it is done only once.
  /// - Throws: `InputProblem` when one is unknown or was not given up; `OnceKeyReused`.
  public func requeue(_ ids: [String], by actor: String, once mark: OnceMark? = nil) throws {
    var seen: Set<String> = []
    let ids = ids.filter { seen.insert($0).inserted }
    let entries = try ids.enumerated().map { index, id in
      try NewEntry(
        stream: OutboxMessage.stream(id), type: OutboxEntry.Requeued.type,
        encoding: OutboxEntry.Requeued(once: index == 0 ? mark : nil))
    }
    guard !entries.isEmpty else { return }
    try journal.append(by: actor) { connection in
      if try OnceProjection.entry(under: mark, by: actor, connection) != nil { return [] }
      for id in ids {
        guard let (_, message) = try OutboxTable.one(id, connection) else {
          throw InputProblem(code: "unknown_message", field: "id", message: "没有这条消息")
        }
        guard message.state == .failed else {
          throw InputProblem(
            code: "message_not_failed", field: "id", message: "消息 \(id) 没有发送失败，只有发送失败的才能重发")
        }
      }
      return entries
    }
    wake()
  }
}
