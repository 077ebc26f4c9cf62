import Foundation
import Hotline
import Journal
import Testing

@testable import Tickets

struct NumberFloorTests {
  @Test("after a restore numbers go on beyond all that may have been given that day, then from 1")
  func jump() throws {
    let desk = try Office(at: "2026-03-02T09:00:00+08:00")
    #expect(try desk.receive() == "20260302-000001")
    let journal = EventJournal(
      pool: desk.pool, projections: [NumberFloor()], now: { [time = desk.time] in time.now })
    try journal.restart(by: "test")
    #expect(try desk.receive() == "20260302-424001")
    #expect(try desk.receive() == "20260302-424002")
    desk.pass(hours: 0.001)
    try journal.restart(by: "test")
    #expect(try desk.receive() == "20260302-424037")
    #expect(try desk.journal.verify().faults == [])
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
    try desk.at("2026-03-03T09:00:00+08:00")
    #expect(try desk.receive() == "20260303-000001")
  }

  @Test("the last restore of a day still leaves room below a million")
  func lateRestore() throws {
    let moment = try #require(ShanghaiTime.moment("2026-03-02T23:59:59+08:00"))
    #expect(NumberFloor.count(at: moment) == 963_990)
  }
}
