import Foundation
import Hotline
import Testing

@Suite struct ChineseNumeralTests {
  @Test(
    "numerals read as laws count",
    arguments: [
      ("一", 1), ("十", 10), ("十五", 15), ("二十", 20), ("一百零一", 101), ("一百一十", 110),
      ("一百三十三", 133), ("一千二百六十", 1260), ("〇", 0), ("12", 12),
    ])
  func reads(text: String, value: Int) { #expect(ChineseNumeral.value(text) == value) }

  @Test func everyNumberWrittenReadsBack() {
    for number in 1...9999 { #expect(ChineseNumeral.value(ChineseNumeral.text(number)) == number) }
  }

  @Test func whatIsNoNumeralIsNone() {
    #expect(ChineseNumeral.value("") == nil)
    #expect(ChineseNumeral.value("第") == nil)
  }
}

@Suite struct CitationTests {
  @Test func titleAndArticleArePartedAtTheLastArticle() throws {
    let citation = try #require(Citation(parsing: "中华人民共和国刑法第一百三十三条之一"))
    #expect(citation.document == "中华人民共和国刑法")
    #expect(citation.article == "第一百三十三条之一")
    #expect(citation.articleNumber == 133)
    #expect(citation.description == "中华人民共和国刑法第一百三十三条之一")
  }

  @Test func aTitleThatCountsSomethingElseIsNoArticle() throws {
    let citation = try #require(Citation(parsing: "第三方支付管理规定（待核）"))
    #expect(citation.article == nil)
    #expect(citation.toBeVerified)
    #expect(citation.document == "第三方支付管理规定")
  }

  @Test func emptyTextIsNoCitation() {
    #expect(Citation(parsing: "") == nil)
    #expect(Citation(parsing: "（待核）") == nil)
    #expect(Citation(parsing: "第一条") == nil)
  }
}

@Suite struct DayTests {
  @Test func knownDays() throws {
    let day = try #require(Day("2026-11-21"))
    #expect(day.weekday == 6)
    #expect(day.description == "2026-11-21")
    #expect(Day("2023-02-29") == nil)
    #expect(Day("2024-02-29")?.adding(days: 1).description == "2024-03-01")
    #expect(Day("1970-01-01")?.daysSince1970 == 0)
    #expect(Day("2026-1-1") == nil)
  }

  @Test func countsAgreeWithFoundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = ShanghaiTime.zone
    for count in stride(from: 10_000, to: 30_000, by: 37) {
      let day = Day(daysSince1970: count)
      let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day.start)
      #expect(parts.year == day.year)
      #expect(parts.month == day.month)
      #expect(parts.day == day.day)
      #expect(parts.weekday == day.weekday % 7 + 1)
      #expect(Day(containing: day.start) == day)
      #expect(Day(containing: day.start.addingTimeInterval(-1)) == day.adding(days: -1))
    }
  }
}

@Suite struct ShanghaiTimeTests {
  @Test(
    "times with an offset are read",
    arguments: [
      ("2026-11-21T09:30:00+08:00", "2026-11-21T09:30:00+08:00"),
      ("2026-11-21T01:30:00Z", "2026-11-21T09:30:00+08:00"),
      ("2026-12-31T23:59:59.999+08:00", "2026-12-31T23:59:59+08:00"),
      ("2026-12-31T17:00:00-01:00", "2027-01-01T02:00:00+08:00"),
    ])
  func reads(text: String, written: String) throws {
    #expect(ShanghaiTime.text(try #require(ShanghaiTime.moment(text))) == written)
  }

  @Test(
    "times without an offset or with a wrong part are refused",
    arguments: [
      "2026-11-21T09:30:00", "2026-11-21", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z",
      "2026-11-21T09:30:00+0800", "2026-11-21T09:30:00Zjunk", "２０２６-11-21T09:30:00Z", "",
    ])
  func refuses(text: String) { #expect(ShanghaiTime.moment(text) == nil) }
}

@Suite struct TimeSpanTests {
  @Test(
    "spans are read in both tongues",
    arguments: [
      ("3 working days", TimeSpan(3, .workingDay)), ("5个工作日", TimeSpan(5, .workingDay)),
      ("半个工作日", TimeSpan(0.5, .workingDay)), ("0.5 working days", TimeSpan(0.5, .workingDay)),
      ("24小时", TimeSpan(24, .hour)), ("2 hours", TimeSpan(2, .hour)), ("六十日", TimeSpan(60, .day)),
      ("3个月", TimeSpan(3, .month)), ("4 working hours", TimeSpan(4, .workingHour)),
    ])
  func reads(text: String, span: TimeSpan) { #expect(TimeSpan(parsing: text) == span) }

  @Test(
    "what is no span is none", arguments: ["", "days", "0 days", "-3 days", "1.5 hours", "soon"])
  func refuses(text: String) { #expect(TimeSpan(parsing: text) == nil) }
}
