import Regulations

/// What is measured of the handling of requests.
///
/// A regulation's table `figures` may hold a row under a measure's id, with its own words, article
/// and reading; those with `isListed` are measured only where such a row is.
public enum Measure: String, CaseIterable, Sendable {
  /// Requests taken.
  case received
  /// Answered at once from the knowledge base.
  case answered
  /// Requests that were not taken.
  case refused
  /// Times that a unit was sent a ticket.
  case dispatched
  /// Signed within the limit.
  case signing
  /// Sent back by the unit, and taken back.
  case returning
  /// Done, of what was to be done.
  case completing
  /// Done within the limit.
  case ontime
  /// Not done when the limit ended.
  case overdue
  /// Satisfied, of those who rated.
  case satisfaction
  /// Mean office hours from dispatch to result.
  case hours
  /// Median of the same.
  case median
  /// Granted more time.
  case extending
  /// Done again.
  case redoing
  /// Put under supervision.
  case supervising
  /// Yellow cards.
  case yellow
  /// Red cards.
  case red
  /// 准确签收率.
  case receipt = "accurate-receipt"
  /// 按时联系率.
  case contact = "timely-contact"
  /// 按时解决率.
  case solving = "timely-solving"

  /// What its value is.
  public enum Kind: String, Sendable {
    /// A part of a whole, 0 to 1.
    case share
    /// A number of cases.
    case count
    /// Hours of office time.
    case hours
  }

  /// What its value is.
  public var kind: Kind {
    switch self {
    case .received, .refused, .dispatched, .overdue, .yellow, .red: .count
    case .hours, .median: .hours
    default: .share
    }
  }

  /// True for what no unit has to do with: it is counted by ticket, not by unit.
  public var isOfTicket: Bool { [.received, .answered, .refused].contains(self) }

  /// True for what is measured only under a regulation that names it.
  public var isListed: Bool { [.receipt, .contact, .solving].contains(self) }

  /// The name that people read.
  public var title: String {
    switch self {
    case .received: "受理量"
    case .answered: "即时答复率"
    case .refused: "不予受理"
    case .dispatched: "派发量"
    case .signing: "及时签收率"
    case .returning: "退单率"
    case .completing: "办结率"
    case .ontime: "按时办结率"
    case .overdue: "超期件"
    case .satisfaction: "满意率"
    case .hours: "平均处理时间"
    case .median: "处理时间中位数"
    case .extending: "延期率"
    case .redoing: "重办率"
    case .supervising: "督办率"
    case .yellow: "黄牌"
    case .red: "红牌"
    case .receipt: "准确签收率"
    case .contact: "按时联系率"
    case .solving: "按时解决率"
    }
  }

  /// How it is worked out, where the regulation does not say it in its own words.
  var formula: String {
    switch self {
    case .received: "时段内登记的诉求"
    case .answered: "其中根据知识库即时答复的 ÷ 时段内登记的诉求"
    case .refused: "时段内登记的诉求里不予受理的"
    case .dispatched: "时段内派发给承办单位的件次，退单后重新派发的分别计"
    case .signing: "其中在签收时限内签收的 ÷ 时段内派发、签收与否已定的件次"
    case .returning: "其中退单获同意的 ÷ 时段内派发的件次"
    case .completing: "其中已办结的 ÷ 时段内办结或者到期的件次"
    case .ontime: "其中在时限内提交结果并办结的 ÷ 时段内办结或者到期的件次"
    case .overdue: "时段内到期还没有结果的件次"
    case .satisfaction: "其中评价为非常满意、满意、基本满意的 ÷ 时段内的有效评价"
    case .hours: "时段内办结的，从派发到提交结果的办公时间的平均数"
    case .median: "时段内办结的，从派发到提交结果的办公时间的中位数"
    case .extending: "其中获准延期的 ÷ 时段内派发的件次"
    case .redoing: "其中被要求重新办理的 ÷ 时段内办结的件次"
    case .supervising: "其中被督办的 ÷ 时段内派发的件次"
    case .yellow: "时段内出现黄牌的件次"
    case .red: "时段内出现红牌的件次"
    case .receipt: "其中已签收判定、抽查没有发现判定不准确的 ÷ 时段内评价为不满意、应签收的诉求"
    case .contact: "其中每次都按时联系的 ÷ 时段内应联系的诉求"
    case .solving: "其中在承诺时限内解决的 ÷ 时段内到达承诺时限的诉求"
    }
  }

  /// What does not count.
  var leftOut: String {
    switch self {
    case .signing: "还在签收时限内的、未签收即退单或者撤销的、重新办理和指定时已签收的不计"
    case .dispatched, .returning, .supervising, .extending: "重新办理的不计"
    case .completing, .ontime: "退单、撤销、异地转办和改派其他单位的不计；重新办理按新的一次计"
    case .satisfaction: "按规定不纳入考核的评价不计，另外列出；重新办理后以重新办理的评价为准；结果被退回的，对该结果的评价不计"
    case .hours, .median: "没有办结的不计"
    case .receipt: "按规定不纳入考核的评价不计"
    case .contact: "承诺当月解决的不须每月联系，不计；抽查发现虚假联系的不算按时"
    case .solving: "承诺长期的没有到期日，不计；获准延期的按延长后的时限；抽查发现虚假解决的不算解决"
    default: ""
    }
  }
}

/// A measure as a regulation defines it.
public struct FigureDefinition: Codable, Hashable, Sendable {
  /// The measure's id.
  public var id: String
  /// Its name.
  public var title: String
  /// `share`, `count` or `hours`.
  public var kind: String
  /// How it is worked out.
  public var formula: String
  /// What does not count; empty for nothing.
  public var excluded: String
  /// The article behind it; nil where the regulation does not name it.
  @OrNone public var source: String?
  /// How what the article leaves open is read.
  @OrNone public var interpretation: String?

  init(_ measure: Measure, _ row: RuleRow?) {
    id = measure.rawValue
    title = measure.title
    kind = measure.kind.rawValue
    formula = measure.formula
    excluded = measure.leftOut
    source = row?.source.description
    interpretation = row?.source.interpretation
  }
}

/// A field that is written as null when there is nothing.
@propertyWrapper
public struct OrNone<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
  /// The value; nil for nothing.
  public var wrappedValue: Value?

  /// Wraps a value or nothing.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Reads a value or null.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  /// Writes the value or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
