import Foundation
import Lifecycle

extension TicketOffice {
  /// A ticket's events with their texts as they were written, as far as they have not been erased.
  ///
  /// For papers that go to somebody who may read them; whoever asks must put that on record.
  public func originals(of number: String) throws -> [TicketEvent] {
    let entries = try entries(of: number)
    return try pool.read { connection in
      try entries.flatMap { _, body -> [TicketEvent] in
        guard let sealed = body.sealed,
          let text = try keys.open(sealed, for: TicketEntry.stream(number), connection)
        else { return body.events }
        return try JSONDecoder().decode([TicketEvent].self, from: Data(text.utf8))
      }
    }
  }

  /// A ticket's events as they are stored.
  public func events(of number: String) throws -> [TicketEvent] {
    try entries(of: number).flatMap(\.body.events)
  }

  /// The machine that judges a ticket.
  ///
  /// - Throws: `InputProblem` when its regulation is not installed.
  public func machine(of record: TicketRecord) throws -> TicketMachine {
    try books.machine(record.profile, record.layer)
  }
}
