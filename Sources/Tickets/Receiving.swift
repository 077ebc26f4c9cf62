import Catalogue
import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing

/// What is written down when a request comes in.
public struct Intake: Sendable {
  /// The caller.
  public var caller: Caller
  /// The command's other fields: type, text, channel, urgent, basis, prior, difficult ….
  public var fields: Data
  /// Town, street or a place in it.
  public var region: String?
  /// How the caller wants to be called back: 电话, 短信 or 网络.
  public var callback: String?

  /// Makes an intake.
  public init(caller: Caller, fields: Data, region: String? = nil, callback: String? = nil) {
    self.caller = caller
    self.fields = fields
    self.region = region
    self.callback = callback
  }

  /// Source: 中山办法第二十三条.
  public static let callbackWays = ["电话", "短信", "网络"]
}

/// What came of a command.
public struct TicketResult: Sendable {
  /// The ticket afterwards.
  public var record: TicketRecord
  /// What happened, in order.
  public var events: [TicketEvent]
  /// True when the command had been carried out before under the same key.
  public var repeated: Bool
  /// Tickets merged into this one on which the same command was refused, with the grounds.
  public var unfollowed: [(number: String, refusal: Refusal)] = []

  /// What happened, for programs and people.
  public var happenings: [Happening] { events.map(Happening.init) }
}

extension TicketOffice {
  /// Records a request and gives it a number.
  ///
  /// - Parameter key: a key of the sender's under which it is recorded only once.
  /// - Throws: `Refusal` for malformed fields, `InputProblem`, `OnceKeyReused`.
  public func receive(_ intake: Intake, by seat: Seat, key: String? = nil) throws -> TicketResult {
    let asked = try OnceKey(asking: "receive", intake.fields, caller: intake.caller, key: key, keys)
    if let known = try known(asked, by: seat) { return known }
    let at = clock
    let command = try TicketCommand.reading(.receive, json: withCaller(intake.fields), at: at)
    guard case .receive(var request) = command else {
      throw InputProblem(code: "command", field: "command", message: "应为登记诉求")
    }
    request.caller = intake.caller.isUnknown ? "匿名" : "诉求人"
    // A unit known by its alias is the same unit.
    request.reported = request.reported.map { catalogue().unit($0)?.name ?? $0 }
    let region = try intake.region.map(knownRegion)
    request.callback = intake.callback
    try check(callback: intake.callback)
    let repeats = try repeats(
      of: request.text, caller: intake.caller, region: region, at: at)
    if !Self.names("prior", intake.fields) {
      request.prior = repeats.filter { $0.sameCaller && $0.likeness >= Self.sameMatter }.count
    }
    let machine = try books.machine(books.own, books.layer)
    let made = machine.act(.receive(request), on: nil, at: at)
    if let refusal = made.refusal { throw refusal }
    return try record(
      made.events, intake, region: region, machine, by: seat, asked: asked, at: at)
  }

  /// Writes a new ticket under the next free number.
  private func record(
    _ events: [TicketEvent], _ intake: Intake, region: String?, _ machine: TicketMachine,
    by seat: Seat, asked: OnceKey?, at: Date
  ) throws -> TicketResult {
    let masked = events.map { $0.masked { PersonalText.masked($0, of: intake.caller) } }
    guard let ticket = Ticket.replaying(masked) else { throw NoSuchTicket(number: "") }
    for _ in 0..<100 {
      let number = try nextNumber(at: at)
      let stream = TicketEntry.stream(number)
      do {
        try journal.append(by: seat.name) { connection in
          let opening = Opening(
            profile: books.own, layer: books.layer, region: region,
            caller: intake.caller.isUnknown
              ? nil
              : try keys.seal(JSONTexts.text(intake.caller), for: stream, connection),
            callback: intake.callback)
          let entry = TicketEntry(
            command: CommandName.receive.rawValue, events: masked,
            standing: standing(ticket, machine, at: at), opening: opening,
            sealed: try sealedTexts(events, masked, for: stream, connection), key: asked,
            messages: messages(
              masked, ticket, number, told: !intake.caller.phone.isEmpty))
          return [try entry.change(of: stream, expectedVersion: 0)]
        }
        return TicketResult(
          record: try record(number, for: Seat(name: seat.name)), events: masked, repeated: false)
      } catch is VersionConflict {
        continue
      } catch let error as SQLiteError where error.isConstraint {
        if let known = try known(asked, by: seat) { return known }
        throw error
      }
    }
    throw InputProblem(code: "busy", field: "number", message: "取不到工单号，请再试一次")
  }

  /// The next number of a day, also when another process has been numbering.
  private func nextNumber(at moment: Date) throws -> String {
    let day = Self.day(moment)
    let highest = try pool.read { connection in
      let stored = try connection.row(
        "SELECT max(number) FROM ticket WHERE number >= ? AND number < ?", day + "-", day + ".")
      let floor = Self.number(day, try NumberFloor.of(day, connection))
      return max(stored.flatMap { $0.isNull(0) ? nil : $0.text(0) } ?? "", floor)
    }
    return lastNumber.withLock { last in
      let before = max(highest, last.hasPrefix(day) ? last : "")
      let count = (Int(before.dropFirst(day.count + 1)) ?? 0) + 1
      last = Self.number(day, count)
      return last
    }
  }

  private func check(callback: String?) throws {
    guard let callback, !Intake.callbackWays.contains(callback) else { return }
    throw InputProblem(
      code: "callback", field: "callback",
      message: "回访方式应为 \(Intake.callbackWays.joined(separator: "、")) 之一")
  }

  /// A place of the catalogue by its name or alias.
  public func knownRegion(_ name: String) throws -> String {
    let catalogue = catalogue()
    if catalogue.content.regions.isEmpty { return name }
    if let region = catalogue.regions(name).first { return region.name }
    throw InputProblem(
      code: "region", field: "region", message: "没有地点“\(name.prefix(30))”，请用镇街、村居或者已登记地点的名称")
  }

  private func withCaller(_ fields: Data) -> Data {
    // The lifecycle wants a caller; who it is stays outside.
    guard var object = JSONTexts.object(fields) else { return fields }
    object["caller"] = "诉求人"
    return (try? JSONSerialization.data(withJSONObject: object)) ?? fields
  }

  static func names(_ field: String, _ fields: Data) -> Bool {
    JSONTexts.object(fields)?[field].map { !($0 is NSNull) } ?? false
  }
}
