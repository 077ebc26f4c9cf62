import Foundation
import Hotline
import SQLite
import Testing

@testable import HotlineDesk

/// A desk of its own with the shipped content.
func shippedDesk(_ scratch: Scratch) throws -> Desk {
  try Desk.open(
    scratch.data, shipped: ShippedFolders(root: projectRoot),
    regulation: RegulationChoice(profile: "yichun"))
}

@Suite struct ValidityTests {
  /// A file with one item whose note is another from a moment on.
  private func file(
    _ desk: Desk, _ scratch: Scratch, from moment: String
  ) throws -> (id: String, url: URL) {
    let folder = scratch.url.appending(path: "out")
    try desk.export(.catalogue, to: folder)
    let text = try String(contentsOf: folder.appending(path: "items/教育.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let row = try #require(lines.dropFirst().first { !$0.hasSuffix("\"") })
    let url = scratch.url.appending(path: "later.csv")
    let head = lines[0] + ",valid_from,valid_to\n"
    try Data((head + row + "（新）,\(moment),\n").utf8).write(to: url)
    return (String(row.prefix(6)), url)
  }

  @Test func `A planned revision takes effect by itself at its hour and is seen as of then`() throws
  {
    let scratch = try Scratch()
    let desk = try shippedDesk(scratch)
    let before = Date()
    let (id, url) = try file(desk, scratch, from: "2099-01-01T09:00:00+08:00")
    let hour = try #require(ShanghaiTime.moment("2099-01-01T09:00:00+08:00"))
    #expect(try desk.load(.catalogue, from: url, by: "test").changed == 1)
    #expect(desk.item(id)?.note.hasSuffix("（新）") == false)
    #expect(try desk.load(.catalogue, from: url, by: "test").changed == 0)
    #expect(try !desk.refreshIfDue(at: hour.addingTimeInterval(-1)))
    #expect(try desk.view(asOf: hour).item(id)?.note.hasSuffix("（新）") == true)
    #expect(try desk.view(asOf: hour.addingTimeInterval(-1)).item(id) == desk.item(id))
    #expect(try desk.refreshIfDue(at: hour))
    #expect(desk.item(id)?.note.hasSuffix("（新）") == true)
    #expect(try desk.view(asOf: before).item(id)?.note.hasSuffix("（新）") == false)
    #expect(try desk.view(asOf: .distantPast).items.isEmpty)
  }

  @Test func `What another process recorded is taken into use`() throws {
    let scratch = try Scratch()
    let desk = try shippedDesk(scratch)
    let (id, url) = try file(desk, scratch, from: "2020-01-01")
    let other = try Desk.open(scratch.data, shipped: ShippedFolders(root: projectRoot))
    #expect(try !desk.refreshIfDue())
    _ = try other.load(.catalogue, from: url, by: "test")
    #expect(try desk.refreshIfDue())
    #expect(desk.item(id)?.note.hasSuffix("（新）") == true)
  }

  @Test func `A ticket keeps the revision by which it was sent, not one that is planned`() throws {
    let scratch = try Scratch()
    let desk = try shippedDesk(scratch)
    let (id, url) = try file(desk, scratch, from: "2099-01-01")
    _ = try desk.load(.catalogue, from: url, by: "test")
    let seat = DeskSeat(name: "张某")
    let fields = Data(#"{"type":"咨询","text":"孩子入学要什么材料","channel":"电话"}"#.utf8)
    let number = try desk.receive(
      DeskIntake(caller: DeskCaller(), fields: fields, region: nil, callback: nil), by: seat
    ).number
    let lead = try #require(desk.units.first?.name)
    let sent = try desk.act(
      .dispatch, on: number, fields: Data(#"{"lead":"\#(lead)","item":"\#(id)"}"#.utf8), by: seat)
    #expect(sent.itemVersion == 1)
    #expect(try desk.ticket(number, for: seat).itemVersion == 1)
  }

  @Test func `A database from before proposals opens`() throws {
    let scratch = try Scratch()
    _ = try Desk.open(scratch.data, shipped: ShippedFolders(root: projectRoot))
    do {
      let database = try Connection(path: scratch.data.database.path)
      try database.execute(
        """
        DROP TABLE proposal; DROP TABLE proposal_record; DROP TABLE notice; DROP TABLE correction;
        DELETE FROM migration WHERE name IN ('proposals 1', 'notices 1', 'corrections 1');
        """)
    }
    let desk = try Desk.open(scratch.data, shipped: nil)
    #expect(desk.items.count >= 150)
    #expect(try desk.proposalOffice.list().isEmpty)
    #expect(try desk.verify().faults.isEmpty)
  }
}
