import Foundation
import Journal
import Lifecycle
import Synchronization

/// Values that were parsed or written as JSON lately, so that one command does not parse the same
/// ticket three times.
///
/// A value is known by the very text that is stored, so what is found is never outdated, whatever
/// was taken back or done by another process.
final class TextMemory<Value: Sendable>: Sendable {
  /// A text told apart by its bytes; comparing as Swift texts do would fold every character first.
  private struct Key: Hashable {
    let text: String

    static func == (first: Key, second: Key) -> Bool {
      first.text.utf8.count == second.text.utf8.count
        && first.text.utf8.elementsEqual(second.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      let utf8 = text.utf8
      hasher.combine(utf8.count)
      let hashed: Void? = utf8.withContiguousStorageIfAvailable {
        hasher.combine(bytes: UnsafeRawBufferPointer($0))
      }
      if hashed == nil { for byte in utf8 { hasher.combine(byte) } }
    }
  }

  private struct Known {
    var latest: [Key: Value] = [:]
    var former: [Key: Value] = [:]
  }

  private let known = Mutex(Known())
  private let most: Int

  /// Makes a memory of two generations of so many values.
  init(most: Int) { self.most = most }

  subscript(text: String) -> Value? {
    let key = Key(text: text)
    return known.withLock { $0.latest[key] ?? $0.former[key] }
  }

  func keep(_ value: Value, as text: String) {
    let key = Key(text: text)
    known.withLock { known in
      if known.latest.count >= most {
        known.former = known.latest
        known.latest = [:]
      }
      known.latest[key] = value
    }
  }
}

/// A ticket as a column holds it.
enum StoredTicket {
  private static let memory = TextMemory<Ticket>(most: 1_000)

  /// The ticket as JSON.
  static func text(_ ticket: Ticket) throws -> String {
    let text = String(decoding: try JSONEncoder().encode(ticket), as: UTF8.self)
    memory.keep(ticket, as: text)
    return text
  }

  /// The ticket that a column holds.
  static func ticket(_ text: String) throws -> Ticket {
    if let known = memory[text] { return known }
    let ticket = try JSONDecoder().decode(Ticket.self, from: Data(text.utf8))
    memory.keep(ticket, as: text)
    return ticket
  }
}

extension TicketEntry {
  /// Entries between being written down and being brought into the tables.
  private static let memory = TextMemory<TicketEntry>(most: 8_000)

  /// The entry as the journal takes it.
  func change(of stream: String, expectedVersion: Int) throws -> NewEntry {
    let change = try NewEntry(
      stream: stream, expectedVersion: expectedVersion, type: Self.type, encoding: self)
    Self.memory.keep(self, as: change.body)
    return change
  }

  /// The entry that the journal holds.
  static func reading(_ entry: JournalEntry) throws -> TicketEntry {
    try memory[entry.body] ?? entry.decoded(TicketEntry.self)
  }
}
