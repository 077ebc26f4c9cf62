import Foundation
import Hotline
import Journal
import Revisions
import SQLite
import Testing

/// A moment of 2026 or later in Shanghai, as `2026-05-01` at midnight.
func day(_ text: String) -> Date { Day(text)?.start ?? .distantPast }

private func revision(
  _ version: Int, on recorded: String, from: String? = nil, to: String? = nil, ends: Bool = false
) -> Revision {
  Revision(
    JournalEntry(
      sequence: version, stream: "item/CG-001", version: version, type: "", at: day(recorded),
      actor: "甲", body: "{}"), isEnd: ends,
    period: Validity(from: from.map(day), to: to.map(day)))
}

@Suite struct RecordTimelineTests {
  @Test func aPlannedRevisionTakesEffectAtItsHour() {
    let line = RecordTimeline([
      revision(1, on: "2026-01-01"), revision(2, on: "2026-05-01", from: "2027-01-01"),
    ])
    let hour = day("2027-01-01")
    #expect(line.revision(at: hour.addingTimeInterval(-1))?.version == 1)
    #expect(line.revision(at: hour)?.version == 2)
    #expect(line.planned(after: day("2026-06-01")).map(\.version) == [2])
    #expect(line.planned(after: hour).isEmpty)
  }

  @Test func aCorrectionOfThePresentDoesNotUndoAPlan() {
    let line = RecordTimeline([
      revision(1, on: "2026-01-01"), revision(2, on: "2026-05-01", from: "2027-01-01"),
      revision(3, on: "2026-06-01"),
    ])
    #expect(line.revision(at: day("2026-07-01"))?.version == 3)
    #expect(line.revision(at: day("2027-02-01"))?.version == 2)
  }

  @Test func aNewRevisionOfThePlannedDayReplacesThePlan() {
    let line = RecordTimeline([
      revision(1, on: "2026-01-01"), revision(2, on: "2026-05-01", from: "2027-01-01"),
      revision(3, on: "2026-06-01", from: "2027-01-01"),
    ])
    #expect(line.revision(at: day("2027-01-01"))?.version == 3)
    #expect(line.planned(after: day("2026-07-01")).map(\.version) == [3])
  }

  @Test func anEffectiveRevisionIsReplacedByTheNextOneWithoutADate() {
    let line = RecordTimeline([
      revision(1, on: "2026-01-01", from: "2026-02-01"), revision(2, on: "2026-05-01"),
    ])
    #expect(line.revision(at: day("2026-06-01"))?.version == 2)
    #expect(line.revision(at: day("2026-03-01"), knownAt: day("2026-03-01"))?.version == 1)
  }

  @Test func afterItsLastMomentARecordIsOutOfForceAndNoOlderStateComesBack() {
    let line = RecordTimeline([
      revision(1, on: "2026-01-01"), revision(2, on: "2026-02-01", to: "2026-04-01"),
    ])
    #expect(line.revision(at: day("2026-03-31"))?.version == 2)
    #expect(line.revision(at: day("2026-04-01")) == nil)
  }

  @Test func whatWasRecordedThenAndWhatIsKnownNowAreTwoQuestions() {
    let line = RecordTimeline([
      revision(1, on: "2026-01-01"), revision(2, on: "2026-05-01", from: "2026-03-01"),
    ])
    #expect(line.revision(at: day("2026-04-01"))?.version == 2)
    #expect(line.revision(at: day("2026-04-01"), knownAt: day("2026-04-01"))?.version == 1)
    #expect(line.revision(at: day("2026-04-01"), knownAt: day("2025-01-01")) == nil)
  }

  @Test func anEndWithoutADateHoldsFromItsRecording() {
    let line = RecordTimeline([
      revision(1, on: "2026-01-01"), revision(2, on: "2026-05-01", ends: true),
    ])
    #expect(line.revision(at: day("2026-04-30"))?.version == 1)
    #expect(line.revision(at: day("2026-05-01")) == nil)
  }

  @Test func anEndMayBePlanned() {
    let line = RecordTimeline([
      revision(1, on: "2026-01-01"),
      revision(2, on: "2026-05-01", from: "2026-12-31", ends: true),
    ])
    #expect(line.revision(at: day("2026-12-30"))?.version == 1)
    #expect(line.revision(at: day("2026-12-31")) == nil)
    #expect(line.planned(after: day("2026-06-01")).map(\.isEnd) == [true])
  }
}

@Suite struct FieldChangeTests {
  @Test func onlyFieldsThatDifferAreListedInTheGivenOrderWithTheirNames() {
    let changes = FieldChange.between(
      #"{"b":"旧","list":["甲","乙"],"same":1,"x":{"from":"2026"}}"#,
      #"{"a":"新","b":"改","list":["乙","丙"],"same":1}"#,
      names: [("a", "名称"), ("b", "单位"), ("same", "同"), ("list", "说法")])
    #expect(changes.map(\.name) == ["名称", "单位", "说法", "x"])
    #expect(changes[1].before == "旧")
    #expect(changes[1].after == "改")
    #expect(changes[2].added == ["丙"])
    #expect(changes[2].removed == ["甲"])
    #expect(changes[3].after.isEmpty)
  }

  @Test func aNewRecordHasNothingBefore() {
    let changes = FieldChange.between(nil, #"{"a":"新","empty":"","none":[]}"#, names: [])
    #expect(changes.map(\.field) == ["a"])
    #expect(changes[0].before.isEmpty)
  }
}

@Suite struct ValidityTests {
  @Test func aLastDayIsPartOfThePeriod() throws {
    let period = Validity(from: Validity.first("2027-01-01"), to: Validity.last("2027-01-31"))
    #expect(period.holds(at: day("2027-01-31").addingTimeInterval(86_399)))
    #expect(!period.holds(at: day("2027-02-01")))
    #expect(period.text == "自 2027-01-01 起至 2027-01-31 止")
    let stored = try JSONDecoder().decode(Validity.self, from: JSONEncoder().encode(period))
    #expect(stored == period)
  }

  @Test func anHourIsKept() {
    let text = "2027-01-01T08:30:00+08:00"
    #expect(Validity.first(text).map(Validity.firstText) == text)
  }
}
