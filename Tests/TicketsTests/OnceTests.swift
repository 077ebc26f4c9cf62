import Foundation
import Hotline
import Journal
import Lifecycle
import Testing

@testable import Tickets

struct OnceTests {
  private func entries(_ desk: Office) throws -> Int { try desk.journal.lastSequence() }

  @Test("merging and parting under the same key give the same answer and no second entry")
  func merging() throws {
    let desk = try Office()
    let first = try desk.receive()
    let second = try desk.receive(phone: "13800000002")
    let office = desk.office
    let merged = try office.merge(second, into: first, by: Office.clerk, key: "m")
    let after = try entries(desk)
    let again = try office.merge(second, into: first, by: Office.clerk, key: "m")
    #expect(again.repeated && !merged.repeated)
    #expect(again.record.version == merged.record.version)
    #expect(again.record.ticket == merged.record.ticket)
    #expect(throws: OnceKeyReused.self) {
      try office.merge(first, into: second, by: Office.clerk, key: "m")
    }
    #expect(throws: OnceKeyReused.self) { try office.unmerge(second, by: Office.clerk, key: "m") }
    #expect(try entries(desk) == after)
    let parted = try office.unmerge(second, by: Office.clerk, key: "u")
    #expect(try office.unmerge(second, by: Office.clerk, key: "u").repeated)
    #expect(try office.record(second, for: Office.clerk).version == parted.record.version)
    // Another officer's key of the same name is another key.
    #expect(throws: MergeRefused.self) {
      try office.unmerge(second, by: Seat(name: "坐席乙"), key: "u")
    }
  }

  @Test("a flag, its end and an opening under the same key are put on file once")
  func callers() throws {
    let desk = try Office()
    let number = try desk.receive()
    let office = desk.office
    let flag = CallerFlag(kind: "恶意反复拨打", evidence: "3月2日录音", tickets: [])
    let id = try office.flag(flag, callerOf: number, by: Office.clerk, key: "f")
    #expect(try office.flag(flag, callerOf: number, by: Office.clerk, key: "f") == id)
    var other = flag
    other.evidence = "3月3日录音"
    #expect(throws: OnceKeyReused.self) {
      try office.flag(other, callerOf: number, by: Office.clerk, key: "f")
    }
    try office.unflag(id, reason: "误标", by: Office.clerk, key: "e")
    try office.unflag(id, reason: "误标", by: Office.clerk, key: "e")
    #expect(throws: OnceKeyReused.self) {
      try office.unflag(id, reason: "别的", by: Office.clerk, key: "e")
    }
    // The first answer is given again, also after the flag was ended.
    #expect(
      try office.flags(callerOf: number, for: Office.clerk, asOf: id).map(\.ended) == [nil])
    for _ in 0..<2 {
      let caller = try office.openCaller(of: number, reason: "回访", by: Office.clerk, key: "o")
      #expect(caller?.phone == "13800000001")
    }
    #expect(try office.openings(of: number).count == 1)
    #expect(throws: OnceKeyReused.self) {
      try office.openCaller(of: number, reason: "看看", by: Office.clerk, key: "o")
    }
    #expect(try entries(desk) == 4)
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
  }

  @Test("a key is one key, whatever was done under it")
  func oneKey() throws {
    let desk = try Office()
    let number = try desk.receive(key: "k")
    let flag = CallerFlag(kind: "其他", evidence: "录音", tickets: [])
    #expect(throws: OnceKeyReused.self) {
      try desk.office.flag(flag, callerOf: number, by: Office.clerk, key: "k")
    }
    _ = try desk.office.flag(flag, callerOf: number, by: Office.clerk, key: "l")
    #expect(throws: OnceKeyReused.self) { try desk.receive(key: "l") }
  }

  @Test("many threads under one key merge once")
  func race() throws {
    let desk = try Office()
    let first = try desk.receive()
    let second = try desk.receive(phone: "13800000002")
    let office = desk.office
    nonisolated(unsafe) var failed = 0
    let lock = NSLock()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do {
        _ = try office.merge(second, into: first, by: Office.clerk, key: "m")
      } catch { lock.withLock { failed += 1 } }
    }
    #expect(failed == 0)
    #expect(try office.record(second, for: Office.clerk).version == 2)
  }
}
