import Foundation
import History
import Hotline
import Journal
import SQLite
import Testing

private func withFile<Result>(_ bytes: Data, _ body: (URL) throws -> Result) throws -> Result {
  let url = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
  try bytes.write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url)
}

@Suite struct HistoryFileTests {
  @Test func linesBecomeTickets() throws {
    let text = """
      {"id":"1","text":"路灯不亮","unit":"甲局","category":["市政","路灯"],"date":"2026-03-04"}

      {"text":"井盖没了","unit":"乙局","category":"市政/井盖","date":"2026-03-05T09:00:00+08:00"}
      {"text":"井盖没了","unit":"乙局","category":"市政/井盖","date":"2026-03-05T09:00:00+08:00"}
      """
    let (tickets, faults) = try withFile(Data(text.utf8)) { HistoryFile.read($0) }
    #expect(faults.isEmpty, "\(faults)")
    #expect(tickets.count == 3)
    #expect(tickets[0].category == ["市政", "路灯"])
    #expect(tickets[1].category == ["市政", "井盖"])
    #expect(tickets[1].date == Day("2026-03-05"))
    #expect(Set(tickets.map(\.id)).count == 3)
    let again = try withFile(Data(text.utf8)) { HistoryFile.read($0) }.tickets
    #expect(again == tickets)
  }

  @Test func everyFaultyLineIsNamed() throws {
    var data = Data(
      """
      {"text":""}
      {"unit":"甲局"}
      [1]
      {"text":5}
      {"text":"a","date":"昨天"}
      {"text":"a","category":[1]}
      {"id":"x","text":"a"}
      {"id":"x","text":"b"}
      {"text":"a\\u0000"}

      """.utf8)
    data += [0x7B, 0xD6, 0xD0, 0x7D]
    let (tickets, faults) = try withFile(data) { HistoryFile.read($0) }
    #expect(tickets.count == 1)
    #expect(faults.map(\.line) == [1, 2, 3, 4, 5, 6, 8, 9, 10])
  }

  @Test func anEmptyOrMissingFileIsSaid() throws {
    #expect(try withFile(Data()) { HistoryFile.read($0) }.faults.count == 1)
    #expect(HistoryFile.read(URL(filePath: "/nowhere")).faults.count == 1)
  }
}

@Suite struct HistoryProjectionTests {
  @Test func importedTicketsComeBackOnce() throws {
    let pool = try ConnectionPool(path: ":memory:")
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    HistoryProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let journal = EventJournal(pool: pool, projections: [HistoryProjection()])
    let tickets = (0..<50).map { PastTicket(id: "t\($0)", text: "第\($0)件", unit: "甲局") }
    func stored() throws -> [PastTicket] { try pool.read { try HistoryProjection.tickets($0) } }
    try journal.append(
      HistoryProjection.changes(recording: tickets, over: stored()), by: "import")
    #expect(try stored() == tickets)
    #expect(try HistoryProjection.changes(recording: tickets, over: stored()).isEmpty)
    try journal.rebuild()
    #expect(try stored() == tickets)
  }
}
