import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing

extension TicketOffice {
  struct Erased: Codable { var reason: String }

  /// Destroys the key of a ticket's personal data, so that nobody can read it again; the journal
  /// stays whole.
  ///
  /// - Throws: `NoSuchTicket`; `InputProblem` when its files must still be kept.
  public func erase(_ number: String, by seat: Seat) throws {
    let found = try record(number, for: seat)
    let ended = found.ticket.noted.contains { $0.hasPrefix("retention-ended@") }
    guard ended else {
      throw InputProblem(
        code: "retention", field: "number", message: "工单 \(number) 的档案保存期还没有满，不能销毁个人信息")
    }
    try journal.append(by: seat.name) { connection in
      try keys.erase(TicketEntry.stream(number), connection)
      return [
        try NewEntry(
          stream: "caller-access/\(number)", type: "caller-erased",
          encoding: Erased(reason: "档案保存期满"))
      ]
    }
  }
}
