import Foundation
import Testing

@testable import HotlineDesk

@Suite struct LearningTests {
  private static let matter = "无人机编队表演把灯牌掉进了我家鱼塘"
  private static let unit = "中山市气象局"

  /// Receives, dispatches and lets the unit sign so many requests about one matter.
  private func play(_ count: Int, on desk: Desk) throws {
    let seat = DeskSeat(name: "坐席甲")
    for index in 0..<count {
      let intake = DeskIntake(
        caller: DeskCaller(),
        fields: try JSONSerialization.data(withJSONObject: [
          "type": "投诉", "text": "\(Self.matter)，第\(index + 1)次", "channel": "电话",
        ]))
      let number = try desk.receive(intake, by: seat).number
      let dispatch = try JSONSerialization.data(withJSONObject: ["lead": Self.unit])
      _ = try desk.act(.dispatch, on: number, fields: dispatch, by: seat)
      _ = try desk.act(
        .sign, on: number, fields: Data("{}".utf8),
        by: DeskSeat(name: "气象局经办", unit: Self.unit))
    }
  }

  private func share(_ desk: Desk) throws -> Double {
    try desk.suggest(Self.matter).units.first { $0.unit == Self.unit }?.confidence ?? 0
  }

  @Test func `What a unit has signed is proposed for the next call, also after a restart`() throws {
    let scratch = try Scratch()
    let shipped = ShippedFolders(root: projectRoot)
    var desk: Desk? = try Desk.open(scratch.data, shipped: shipped)
    let before = try share(try #require(desk))
    try play(55, on: try #require(desk))
    while try desk?.learnOutcomes() == true {}
    let after = try share(try #require(desk))
    #expect(after > before + 0.1)
    // A round that is told to end writes down what it knows.
    _ = try desk?.learnOutcomes(while: { false })
    desk = nil
    let again = try Desk.open(scratch.data, shipped: shipped)
    #expect(try share(again) == after)
    #expect(again.learned.value?.models.unitTickets == 55)
  }

  @Test func `A file that was learned from another database is not used`() throws {
    let scratch = try Scratch()
    let shipped = ShippedFolders(root: projectRoot)
    var desk: Desk? = try Desk.open(scratch.data, shipped: shipped)
    try play(55, on: try #require(desk))
    while try desk?.learnOutcomes() == true {}
    _ = try desk?.learnOutcomes(while: { false })
    let file = scratch.data.learned
    desk = nil
    let other = try Scratch()
    _ = try Desk.open(other.data, shipped: shipped)
    try FileManager.default.copyItem(at: file, to: other.data.learned)
    let opened = try Desk.open(other.data, shipped: shipped)
    #expect(opened.learned.value?.models.unitTickets == 0)
  }
}
