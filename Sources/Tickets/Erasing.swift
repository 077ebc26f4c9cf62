import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing

/// What an entry says that tells of an erasure.
struct Erased: Codable {
  static let type = "caller-erased"
  static let streamStart = "caller-access/"

  var reason: String
  var once: OnceMark?
}

extension TicketOffice {
  /// Destroys the key of a ticket's personal data, so that nobody can read it again; the journal
  /// stays whole.
  ///
  /// - Parameter key: a key of the sender's under which it is done only once.
  /// - Throws: `NoSuchTicket`; `InputProblem` when its files must still be kept; `OnceKeyReused`.
  public func erase(_ number: String, by seat: Seat, key: String? = nil) throws {
    let mark = try mark(key, "erase", number)
    let found = try record(number, for: seat)
    let ended = found.ticket.noted.contains { $0.hasPrefix("retention-ended@") }
    guard ended else {
      throw InputProblem(
        code: "retention", field: "number", message: "工单 \(number) 的档案保存期还没有满，不能销毁个人信息")
    }
    try journal.append(by: seat.name) { connection in
      if try known(mark, by: seat, connection) != nil { return [] }
      return try erasure(of: number, mark: mark, connection)
    }
    try scrub()
  }
}
