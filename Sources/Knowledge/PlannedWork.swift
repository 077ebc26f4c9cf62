import ChineseText
import Foundation
import Hotline

/// Works on water, power, gas or roads that the public will feel, announced beforehand.
///
/// Source: 中山办法第三十五条.
public struct PlannedWork: Codable, Hashable, Sendable {
  /// The rule.
  public static let source = "中山办法第三十五条"

  /// What the works interrupt.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Water.
    case water = "供水"
    /// Power.
    case power = "供电"
    /// Gas.
    case gas = "供气"
    /// Roads and traffic.
    case road = "道路"
    /// Telephone, internet and television.
    case telecom = "通讯"

    /// Words by which callers tell of it.
    var words: [String] {
      switch self {
      case .water: ["停水", "断水", "没水", "没有水", "来水", "水压", "水管", "自来水", "供水"]
      case .power: ["停电", "断电", "没电", "没有电", "来电时间", "跳闸", "电压", "供电"]
      case .gas: ["停气", "断气", "没气", "没有气", "燃气", "煤气", "天然气", "供气"]
      case .road: ["封路", "修路", "围挡", "挖路", "占道施工", "道路施工", "绕行", "施工", "堵车", "塞车"]
      case .telecom: ["断网", "没网", "没有网", "上不了网", "网络", "宽带", "信号", "电视"]
      }
    }
  }

  /// Where a call stands in time to the works.
  public enum Stage: String, Codable, Sendable {
    /// They have yet to begin.
    case before = "尚未开始"
    /// They are going on by the plan.
    case running = "正在进行"
    /// By the plan they are over, within the last day.
    case overdue = "已过计划结束时间"
  }

  /// Works that fit a call.
  public struct Match: Hashable, Sendable {
    /// The works.
    public var work: PlannedWork
    /// The area that fits, as the works name it.
    public var area: String
    /// The words of the call that fit.
    public var words: [String]
    /// Where the call stands in time.
    public var stage: Stage
  }

  /// Its number.
  public var id: String
  /// The unit that does it.
  public var unit: String
  /// What it interrupts.
  public var kind: Kind
  /// Places that feel it, by names of the catalogue or of roads and estates.
  public var areas: [String]
  /// When it begins.
  @WrittenTime public var beginsAt: Date
  /// When it is planned to end.
  @WrittenTime public var endsAt: Date
  /// What operators say.
  public var text: String
  /// Further words by which callers tell of it.
  public var words: [String]
  /// Why it was called off; nil while it stands.
  public var cancelled: String?

  /// Makes works that have yet to be announced.
  public init(
    id: String = "", unit: String, kind: Kind, areas: [String], beginsAt: Date, endsAt: Date,
    text: String, words: [String] = []
  ) {
    self.id = id
    self.unit = unit
    self.kind = kind
    self.areas = areas
    self.beginsAt = beginsAt
    self.endsAt = endsAt
    self.text = text
    self.words = words
  }

  /// Where a moment stands to the works; nil when they are called off or long over.
  public func stage(at moment: Date) -> Stage? {
    if cancelled != nil || moment >= endsAt.addingTimeInterval(86_400) { return nil }
    return moment < beginsAt ? .before : moment < endsAt ? .running : .overdue
  }

  /// How the works fit a call; nil when its place or its words do not.
  ///
  /// - Parameter places: the place of the call and all places around it, by the catalogue; an area
  ///   that the call itself names counts too.
  public func match(_ call: String, places: Set<String>, at moment: Date) -> Match? {
    guard let stage = stage(at: moment) else { return nil }
    let folded = Self.folded(call)
    guard
      let area = areas.first(where: {
        places.contains($0) || folded.contains(Self.folded($0))
      })
    else { return nil }
    let found = (kind.words + words).filter { folded.contains(Self.folded($0)) }
    return found.isEmpty ? nil : Match(work: self, area: area, words: found, stage: stage)
  }

  /// The works that fit a call's words and place; those going on first.
  public static func matches(
    _ works: [PlannedWork], call: String, places: Set<String>, at moment: Date
  ) -> [Match] {
    let order: [Stage] = [.running, .overdue, .before]
    return works.compactMap { $0.match(call, places: places, at: moment) }.sorted {
      (order.firstIndex(of: $0.stage) ?? 0, $0.work.beginsAt)
        < (order.firstIndex(of: $1.stage) ?? 0, $1.work.beginsAt)
    }
  }

  private static func folded(_ text: String) -> String {
    let normal = NormalText(text)
    return String(String.UnicodeScalarView(normal.scalars.compactMap(UnicodeScalar.init)))
  }

  /// What is wrong with works that are to be announced, all at once.
  func faults(at now: Date) -> [DataFault] {
    var faults: [DataFault] = []
    func fault(_ field: String, _ message: String) {
      faults.append(DataFault(file: "works", line: 0, field: field, message: message))
    }
    if unit.isEmpty { fault("unit", "请写明施工或停供单位") }
    if areas.isEmpty || areas.contains(where: \.isEmpty) { fault("areas", "请写明影响的地点，每个都不能为空") }
    if areas.contains(where: { $0.count == 1 }) { fault("areas", "地点至少要有两个字") }
    if text.isEmpty { fault("text", "请写明答复口径") }
    if endsAt <= beginsAt { fault("ends_at", "结束时间应在开始时间之后") }
    if endsAt <= now { fault("ends_at", "结束时间应在现在之后") }
    return faults
  }
}
