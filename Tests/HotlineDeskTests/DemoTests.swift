import Foundation
import HotlineDesk
import Testing

@Suite struct DemoTests {
  @Test func theSamplesFillTheBoardOnceAndSendNothing() throws {
    let scratch = try Scratch()
    let desk = try Desk.open(scratch.data, shipped: ShippedFolders(root: projectRoot))
    #expect(try desk.addDemo() == 13)
    #expect(try desk.addDemo() == 0)
    let counts = try desk.ticketCounts(for: DeskSeat(name: "甲"))
    #expect(counts.values.reduce(0, +) >= 10)
    #expect(counts.count >= 5)
    #expect(try desk.messages(state: nil, ticket: nil, limit: 5, after: nil).isEmpty)
    #expect(try desk.verify().faults.isEmpty)
  }
}
