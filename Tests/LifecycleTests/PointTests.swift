import Foundation
import Hotline
import Testing

@testable import Lifecycle

struct PointTests {
  @Test(
    "Z21(一) N18(2) — the points of a request are found however they are numbered",
    arguments: [
      "反映：（一）路灯不亮；（二）井盖破损。", "反映两件事：1.路灯不亮；2.井盖破损", "1、路灯不亮，2、井盖破损。",
      "①路灯不亮②井盖破损", "一、路灯不亮。二、井盖破损。", "第一，路灯不亮；第二，井盖破损", "一是路灯不亮；二是井盖破损",
      "(1)路灯不亮 (2)井盖破损",
    ])
  func numbered(text: String) {
    let points = RequestPoint.points(of: Self.request(text)).map(\.text)
    #expect(points == ["路灯不亮", "井盖破损"])
  }

  @Test(
    "a text that only holds numbers makes no points",
    arguments: [
      "1、2、3栋的路灯都不亮", "2026年1月2日停水，3日没有来水", "要求统一、二期的物业费标准", "水压只有1.5公斤，2.5公斤才够",
      "依据第十条（一）（二）项", "家住1号楼，路灯不亮", "路灯不亮，井盖破损",
    ])
  func plain(text: String) {
    #expect(RequestPoint.points(of: Self.request(text)).isEmpty)
  }

  static func request(_ text: String, points: [String]? = nil) -> Request {
    Request(type: .complaint, text: text, caller: "张某", channel: "电话", points: points, at: .now)
  }

  private static func refused(
    _ reply: String, text: String = "反映：1.路灯不亮；2.井盖破损；3.垃圾没有人清运", points: [String]? = nil,
    papers: ReplyPapers = ReplyPapers(), profile: String = "zhongshan"
  ) throws -> Refusal.Ground? {
    var line = Line(try Bench.machine(profile), at: "2026-03-02T09:00")
    line.act(.receive(line.request(text, points: points)))
    line.act(
      .dispatch(
        lead: "市城管局", co: [], terms: Terms(limit: TimeSpan(5, .workingDay)),
        approvedBy: "消保科分管领导"))
    line.act(.sign(by: "市城管局"))
    #expect(line.refusals.isEmpty)
    let grounds = line.act(
      .reply(
        by: "市城管局", text: reply, parts: [:], approvedBy: nil, contact: true, papers: papers))
    return grounds.first { $0.ground.contains("没有答复") }
  }

  @Test("Z21(一) — a reply that leaves points out is refused and the points are listed")
  func missing() throws {
    let ground = try #require(try Self.refused("路灯已经修复。"))
    #expect(ground.source == "中山办法第二十一条（一）")
    #expect(ground.ground == "诉求共3项，没有答复第2项“井盖破损”、第3项“垃圾没有人清运”")
    #expect(try #require(try Self.refused("已处理。")).ground.contains("第1项"))
    #expect(try Self.refused("已处理。", text: "反映路灯不亮") == nil)
  }

  @Test("Z21(一) — a point is answered by its number, by its words or in the list of points")
  func answered() throws {
    for reply in [
      "（一）已修复。（二）已更换。（三）已清运。", "1.已修复；2.已更换；3.已清运", "路灯已修复，井盖已更换，垃圾已清运。",
      "一、路灯已修复。二、已更换。关于垃圾，已清运。",
    ] {
      #expect(try Self.refused(reply) == nil, "\(reply)")
    }
    let papers = ReplyPapers(points: ["1": "已修复", "第二项": "已更换", "（三）": "已清运"])
    #expect(try Self.refused("逐项答复见附表。", papers: papers) == nil)
    let two = ReplyPapers(points: ["1": "已修复", "2": "已更换"])
    #expect(
      try #require(try Self.refused("见附表。", papers: two)).ground.hasSuffix("第3项“垃圾没有人清运”"))
  }

  @Test("N18(2) — points that the operator listed are asked for; the form's headings answer none")
  func listed() throws {
    let ground = try #require(
      try Self.refused(
        "一、调查情况。经查属实。二、处理情况。已责令整改。三、沟通反馈情况。已电话联系市民。经办人：李某，职务：科员，电话：0791-83800000。",
        text: "反映两件事", points: ["价签模糊", "短斤少两"], profile: "nanchang-msa"))
    #expect(ground.source == "南昌规则第十八条（二）")
    #expect(ground.ground.contains("第1项“价签模糊”、第2项“短斤少两”"))
  }

  @Test("Y13(四) H三(七) — where the document does not ask for each point, none is asked for")
  func others() throws {
    for profile in ["yichun", "haojiang"] {
      #expect(try Self.refused("已处理。", profile: profile) == nil)
    }
  }

  @Test("H四(三) — once the time for the contact is over, a result wants proof of contact")
  func contact() throws {
    let parts = ["事实认定": "属实", "采取措施": "已修", "权利救济": "可申请复议", "政策依据": "条例"]
    func reply(_ papers: ReplyPapers = ReplyPapers()) -> TicketCommand {
      .reply(
        by: "市城管局", text: "已修复", parts: parts, approvedBy: nil, contact: false, papers: papers)
    }
    func signed() throws -> Line {
      var line = Line(try Bench.machine("haojiang"), at: "2026-03-02T09:00")
      line.act(.receive(line.request("路灯不亮")))
      line.act(.dispatch(lead: "市城管局", co: [], terms: Terms(), approvedBy: nil))
      line.act(.sign(by: "市城管局"))
      return line
    }
    let due = try #require(ShanghaiTime.moment("2026-03-03T17:30:00+08:00"))
    var inTime = try signed()
    #expect(inTime.act(reply(), after: due.timeIntervalSince(inTime.now)).isEmpty)
    var late = try signed()
    let grounds = late.act(reply(), after: due.timeIntervalSince(late.now) + 1)
    #expect(grounds.map(\.source) == ["濠江制度四（三）"])
    var shown = late
    #expect(shown.act(reply(ReplyPapers(contact: ["录音": "03-03 10:00"]))).isEmpty)
    guard case .replied(let kept)? = shown.events.last?.change else { return }
    #expect(kept.contact == ["录音": "03-03 10:00"])
    late.act(.contact(by: "市城管局", reached: true, proof: nil, slot: nil))
    #expect(late.act(reply()).map(\.source) == ["濠江制度四（三）"])
    late.act(.contact(by: "市城管局", reached: true, proof: "通话记录", slot: nil))
    #expect(late.act(reply()).isEmpty)
  }
}
