import Foundation
import Hotline
import Journal
import Lifecycle
import Synchronization
import Tickets

extension Desk {
  /// Adds sample tickets of the last days, so that somebody who tries the system finds work in it.
  ///
  /// The people in it are invented, and no message about them goes out. A desk that already has
  /// tickets is left as it is.
  ///
  /// - Returns: how many tickets were added.
  public func addDemo() throws -> Int {
    guard try office.list(TicketFilter(), for: Seat(name: "示例"), most: 1).isEmpty else { return 0 }
    let time = DemoTime(Date().addingTimeInterval(-9 * 86_400))
    let past = EventJournal(pool: pool, projections: projections, keys: keys, now: { time.now })
    let demo = TicketOffice(
      journal: past, pool: pool, keys: keys, books: { self.office.booksInForce },
      now: { time.now }, sendsMessages: false, catalogue: { self.current.catalogue })
    let samples = DemoTicket.all
    for (place, sample) in samples.enumerated() {
      time.set(Date().addingTimeInterval(-9 * 86_400 + Double(place) * 14 * 3600))
      try sample.play(demo, time, place)
    }
    // What came due in the meantime is noted.
    time.set(Date())
    while try demo.tick().more {}
    return samples.count
  }
}

/// A clock that the samples move.
final class DemoTime: Sendable {
  private let moment: Mutex<Date>
  init(_ date: Date) { moment = Mutex(date) }
  var now: Date { moment.withLock { $0 } }
  func set(_ date: Date) { moment.withLock { $0 = date } }

  /// Lets time pass, but never beyond the present.
  func pass(hours: Double) {
    moment.withLock { $0 = min($0.addingTimeInterval(hours * 3600), Date()) }
  }
}

/// One sample: a call and what became of it.
struct DemoTicket {
  var type: RequestType
  var text: String
  var name: String
  var region: String?
  var steps: [(hours: Double, name: CommandName, fields: [String: Any])]

  /// Plays the sample; a step that the regulation refuses is left out, as in life.
  func play(_ office: TicketOffice, _ time: DemoTime, _ place: Int) throws {
    let seat = Seat(name: "示例坐席")
    let known = region.flatMap { (try? office.knownRegion($0)) }
    let number = try office.receive(
      Intake(
        caller: Caller(name: name, phone: "1380000" + String(1000 + place)),
        fields: try JSONSerialization.data(withJSONObject: [
          "type": type.rawValue, "text": text, "channel": "电话",
        ]), region: known), by: seat
    ).record.number
    for step in steps {
      time.pass(hours: step.hours)
      let fields = try JSONSerialization.data(withJSONObject: step.fields)
      do {
        _ = try office.act(step.name, on: number, fields: fields, by: seat)
      } catch is CommandRefused {
        continue
      } catch is InputProblem {
        // The catalogue in use may not have the sample's unit.
        return
      }
    }
  }
}
