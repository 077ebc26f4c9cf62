import Catalogue
import Foundation
import Hotline
import Lifecycle
import Tickets

/// Calls made up from places, matters and words, for measuring with many tickets.
///
/// The same seed gives the same calls. Nobody's data is in them: the numbers of callers begin with
/// 100, which no phone in China does.
struct InventedCalls: Sendable {
  private var seed: UInt64
  private let places: [String]
  private let units: [String]
  private let items: [String]

  init(seed: UInt64, catalogue: DispatchCatalogue) {
    self.seed = seed
    let content = catalogue.content
    places = content.regions.filter { $0.kind != .city }.map(\.name)
    units = content.units.map(\.name)
    items = content.items.map(\.id)
  }

  /// A number from 0 up to a bound.
  mutating func number(_ bound: Int) -> Int {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(seed >> 33) % bound
  }

  /// One of a list; the first ones come up most, as with real units and matters.
  mutating func one(_ list: [String]) -> String {
    guard !list.isEmpty else { return "市城管局" }
    let share = Double(number(1_000_000)) / 1_000_000
    return list[min(list.count - 1, Int(share * share * Double(list.count)))]
  }

  /// What a caller says, 40 to 150 characters.
  mutating func text() -> String {
    var text = "来电人反映\(one(places))\(one(Self.spots))"
    if number(3) > 0 { text += "\(number(300) + 1)号" }
    text += one(Self.matters) + "，" + one(Self.since)
    for _ in 0..<number(3) { text += "，" + one(Self.further) }
    return text + "，" + one(Self.wishes) + "。"
  }

  mutating func caller() -> Caller {
    // A sixth of the callers has called before.
    Caller(name: one(Self.names), phone: "100" + String(10_000_000 + number(6_000_000)))
  }

  mutating func region() -> String? { number(10) == 0 || places.isEmpty ? nil : one(places) }
  mutating func unit() -> String { one(units) }
  mutating func item() -> String? { items.isEmpty || number(4) == 0 ? nil : one(items) }
  mutating func type() -> RequestType {
    [.help, .help, .complaint, .consultation, .opinion, .report][number(6)]
  }
  mutating func reply() -> String {
    "您好，您反映的问题收悉。经\(one(Self.checks))，情况\(["属实", "基本属实", "部分属实"][number(3)])，"
      + "\(one(Self.done))，依据相关管理规定办理完毕。如有疑问请与我单位联系，感谢您的支持。"
  }

  private static let spots = [
    "花园小区", "农贸市场门口", "中心小学旁", "工业园", "人民医院对面", "公交站", "幸福里小区", "老街",
    "河堤路", "新村", "广场", "步行街", "体育馆后面", "安置房小区", "商业中心", "高铁站出口", "菜地旁", "桥底",
  ]
  private static let matters = [
    "路灯不亮，晚上看不清路", "深夜施工噪音扰民", "垃圾堆放无人清运，气味很大", "车辆乱停乱放堵住消防通道",
    "自来水发黄有异味", "物业乱收停车费且不开发票", "井盖破损存在安全隐患", "拖欠工人工资三个月", "下水道堵塞污水外溢",
    "占道经营影响通行", "电梯频繁故障困人", "广场舞音响声音过大", "楼上漏水协商不成", "燃气管道有异味", "店铺油烟直排",
    "预付卡商家关门不退款", "公交车长时间不来", "医保报销进度查询不到", "学校周边无证摊贩多", "养老金没有按时到账",
    "树木倒伏压坏车辆", "快递丢失拒绝赔偿", "违章搭建遮挡采光", "流浪狗伤人", "停电没有提前通知", "工厂夜间偷排废气",
  ]
  private static let since = [
    "已经持续一个星期", "从上个月开始", "已有半年之久", "昨天晚上发生", "多次反映没有解决", "每天晚上十点以后",
    "雨后更加严重", "最近三天", "去年就这样了",
  ]
  private static let further = [
    "附近老人小孩很多", "已经拨打过物业电话没人理", "现场有照片可以提供", "影响上百户居民", "曾有人因此摔倒受伤",
    "社区说不归他们管", "对方态度恶劣", "周边商户也有意见", "已保留合同和付款凭证", "上下班高峰尤其明显",
  ]
  private static let wishes = [
    "希望尽快处理", "要求相关部门到现场核查", "请给予明确答复", "希望依法查处", "请求协调退款", "咨询该如何办理",
    "建议加强巡查", "要求回复处理结果",
  ]
  private static let names = ["张某", "李某", "王某", "陈某", "黄某", "林某", "周某", "吴某"]
  private static let checks = ["现场核查", "调查核实", "与物业沟通了解", "执法人员到场检查", "查阅档案"]
  private static let done = [
    "已责令当事人限期整改", "已安排维修人员修复", "已清理现场并加强巡查", "已督促企业支付款项", "已协调双方达成一致",
    "已列入改造计划并向来电人说明",
  ]
}

extension InventedCalls {
  /// A ticket with what has happened to it since its call; most are in the files, and only some of
  /// the last weeks' are still open.
  mutating func life(at begin: Date, now: Date) -> WholeLife {
    let text = text()
    let lead = unit()
    let request = Request(
      type: type(), text: text, caller: "诉求人", channel: number(4) == 0 ? "网站" : "电话",
      urgent: number(200) == 0, prior: number(40) == 0 ? 2 : 0, at: begin)
    let hour = 3600.0
    let steps: [[(Double, TicketCommand)]] = [
      [(0, .receive(request))],
      [
        (
          0.5,
          .dispatch(
            lead: lead, co: number(12) == 0 ? [unit()].filter { $0 != lead } : [],
            terms: Terms(item: item()), approvedBy: nil)
        ),
        (1, .sign(by: lead)), (2, .contact(by: lead, reached: true, proof: "通话录音", slot: nil)),
        (3, .reply(by: lead, text: reply(), parts: [:], approvedBy: nil, contact: true)),
      ],
      [
        (4, .approveCompletion), (5, .callback(reached: true)),
        (5.5, .rate(value: number(12) == 0 ? .fair : .satisfied, fault: nil, excluded: nil)),
        (6, .archive),
      ],
    ]
    let isRecent = now.timeIntervalSince(begin) < 10 * 86_400
    let count = isRecent ? 1 + number(3) : 3
    return WholeLife(
      intake: Intake(
        caller: caller(), fields: Data(), region: region(),
        callback: Intake.callbackWays[number(3)]),
      entries: steps.prefix(count).map { step in
        step.map { (at: begin.addingTimeInterval($0.0 * hour), command: $0.1) }
      })
  }
}
