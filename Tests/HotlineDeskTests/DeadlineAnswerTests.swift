import Foundation
import Hotline
import Testing

@testable import HotlineDesk

@Suite struct DeadlineAnswerTests {
  private func answer(_ id: String, _ from: String, limit: String?) throws -> DeadlineAnswer {
    try RuleShelf(ShippedFolders(root: projectRoot)).deadline(
      id, type: "求助", from: from + ":00+08:00", limit: limit)
  }

  @Test("Every other date carries its steps and says whether it is an estimate")
  func steps() throws {
    let answer = try answer("yichun", "2026-11-06T10:00", limit: nil)
    #expect(!answer.dates.isEmpty)
    for date in answer.dates {
      #expect(!date.steps.isEmpty, "\(date.what)")
      #expect(date.dueAt != nil && !date.isEstimate, "\(date.what)")
    }
    let late = try self.answer("yichun", "2026-12-31T16:00", limit: "0.5 working days")
    #expect(late.isEstimate)
    #expect(late.dates.contains { $0.isEstimate && $0.note?.contains("2027年") == true })
  }

  @Test("H三(五) — a limit too short for an extension has the entry without a date")
  func tooShort() throws {
    let answer = try answer("haojiang", "2026-02-12T09:00", limit: "半个工作日")
    let entry = try #require(answer.dates.first { $0.what == "extension" })
    #expect(entry.dueAt == nil && entry.note?.contains("来不及") == true)
  }

  @Test("J6.2.1 — the standard laid over a city answers by the promised term, and asks for it")
  func promised() throws {
    #expect(try answer("nanjing", "2026-03-04T10:00", limit: "2个月").source == "南京规范6.2.1")
    let problem = #expect(throws: InputProblem.self) {
      _ = try self.answer("nanjing", "2026-03-04T10:00", limit: nil)
    }
    #expect(problem?.message.contains("承诺") == true)
  }

  @Test("A part of a working day that is no half is refused with the field named")
  func fraction() throws {
    let problem = #expect(throws: InputProblem.self) {
      _ = try self.answer("yichun", "2026-03-04T10:00", limit: "0.3 working days")
    }
    #expect(problem?.field == "limit" && problem?.message.contains("半日") == true)
  }

  @Test("A regulation that cites an article which its law has not is told with file and field")
  func citedLaws() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lint-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let catalogue = folder.appending(path: "Catalogue")
    // The shipped folder may be a link: what it leads to is copied, never the link.
    let shipped = projectRoot.appending(path: "Catalogue").resolvingSymlinksInPath()
    try FileManager.default.copyItem(at: shipped, to: catalogue)
    let file = catalogue.appending(path: "regulations/yichun.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacing("国务院关于职工工作时间的规定第七条", with: "国务院关于职工工作时间的规定第九十条")
      .replacing("中华人民共和国民法典第二百零三条", with: "没有的法第一条")
      .write(to: file, atomically: true, encoding: .utf8)
    let faults = Desk.lint(catalogue)
    #expect(faults.map(\.field) == ["limit.day_ends", "hours all-year"])
    #expect(faults.allSatisfy { $0.file == "regulations/yichun.yaml" && $0.line > 0 })
  }
}
