import Foundation
import Hotline
import Synchronization
import Testing

@testable import HotlineDesk

@Suite struct LexiconTests {
  private func approve(_ desk: Desk, _ rows: [ProposalRow]) throws {
    let unit = DeskSeat(name: "张某", unit: "中山市公安局")
    let made = try desk.propose(
      ProposalInput(unit: "中山市公安局", reason: "新词", basis: ["某通知（待核）"], rows: rows), by: unit)
    _ = try desk.step(.submit(text: ""), proposal: made.id, version: nil, by: unit)
    _ = try desk.step(
      .approve(refusing: [], remark: ""), proposal: made.id, version: nil,
      by: DeskSeat(name: "李某"))
  }

  @Test func `Searches go on while the index is built anew, without one wrong or empty answer`()
    throws
  {
    let scratch = try Scratch()
    let desk = try shippedDesk(scratch)
    let questions = ["gjj", "shenfenz", "身份证丢了怎么办", "医保", "停水"]
    let before = try questions.map { try desk.search($0, limit: 3).map(\.article.id) }
    #expect(before.allSatisfy { !$0.isEmpty })
    let wrong = Mutex<[String]>([])
    let counts = Mutex(0)
    let stop = Mutex(false)
    let group = DispatchGroup()
    for thread in 0..<2 {
      DispatchQueue.global().async(group: group) {
        var place = thread
        while !stop.withLock({ $0 }) {
          place = (place + 1) % questions.count
          let found = try? desk.search(questions[place], limit: 3).map(\.article.id)
          if found != before[place] {
            wrong.withLock { $0.append("\(questions[place]): \(found ?? ["error"])") }
          }
          counts.withLock { $0 += 1 }
        }
      }
    }
    for number in 1...3 {
      // Words that no article and no question holds: the answers must stay as they are.
      let kind: ProposalRow.Kind = number == 2 ? .synonym : .word
      let entry = number == 2 ? "霓虹蝴蝶|琉璃蜻蜓" : "霓虹蝴蝶\(number == 1 ? "甲" : "乙")"
      try approve(desk, [ProposalRow(kind: kind, number: 1, cells: ["entry": entry])])
    }
    stop.withLock { $0 = true }
    group.wait()
    #expect(wrong.withLock { $0 } == [])
    #expect(counts.withLock { $0 } > 10)
    #expect(desk.current.knowledge.lexicon?.contains("霓虹蝴蝶乙") == true)
    let again = try Desk.open(scratch.data, shipped: nil)
    #expect(try questions.map { try again.search($0, limit: 3).map(\.article.id) } == before)
  }
}
