import Foundation
import Hotline
import WorkingTime

/// A policy that touches the public, handed in before it is published.
///
/// It is hidden from answers until its hour; its articles open then by themselves.
/// Source: 中山办法第三十四条第二款第（二）项.
public struct PolicyNotice: Codable, Hashable, Sendable {
  /// Source of all that is asked of a policy.
  public static let source = "中山办法第三十四条第二款第（二）项"
  /// Working days before publication within which a policy is to be handed in.
  public static let lead = 3...10

  /// The official text, as it was put into the knowledge base.
  public struct OfficialText: Codable, Hashable, Sendable {
    /// Title and number of the document.
    public var title: String
    /// Where it lies: an address or a file's name.
    public var place: String
    /// When it was put in.
    @WrittenTime public var at: Date
    /// Who put it in.
    public var by: String
  }

  /// Its number.
  public var id: String
  /// The unit that publishes it.
  public var unit: String
  /// What it is called.
  public var title: String
  /// The hour of publication.
  @WrittenTime public var publishedAt: Date
  /// When it was handed in.
  @WrittenTime public var handedInAt: Date
  /// The documents handed in, by name or address.
  public var documents: [String]
  /// How it is to be explained.
  public var interpretation: String
  /// What operators are trained with.
  public var training: String
  /// Whom operators ask, with telephone.
  public var contact: String
  /// Articles that open at its hour.
  public var articles: [String]
  /// The official text; nil until it is there.
  public var officialText: OfficialText?
  /// Why it was called off; nil while it stands.
  public var cancelled: String?

  /// Makes a notice that has yet to be handed in.
  public init(
    id: String = "", unit: String, title: String, publishedAt: Date, handedInAt: Date,
    documents: [String], interpretation: String, training: String, contact: String,
    articles: [String] = []
  ) {
    self.id = id
    self.unit = unit
    self.title = title
    self.publishedAt = publishedAt
    self.handedInAt = handedInAt
    self.documents = documents
    self.interpretation = interpretation
    self.training = training
    self.contact = contact
    self.articles = articles
  }

  /// True before its hour.
  public func isHidden(at moment: Date) -> Bool { cancelled == nil && moment < publishedAt }

  /// Working days from the day on which it was handed in, that day included, to the day before its
  /// publication.
  public func leadDays(_ calendar: WorkingCalendar) -> Int {
    calendar.workingDays(
      after: Day(containing: handedInAt).adding(days: -1),
      through: Day(containing: publishedAt).adding(days: -1))
  }

  /// What is wrong with a notice that is to be handed in, all at once.
  func faults(at now: Date) -> [DataFault] {
    var faults: [DataFault] = []
    func need(_ field: String, _ text: String, _ message: String) {
      if text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
        faults.append(
          DataFault(file: "policy", line: 0, field: field, message: message))
      }
    }
    need("unit", unit, "请写明发布单位")
    need("title", title, "请写明政策名称")
    need("documents", documents.joined(), "请附上政策文件")
    need("interpretation", interpretation, "请附上政策解读")
    need("training", training, "请附上培训材料或培训安排")
    need("contact", contact, "请写明联系人和电话")
    if publishedAt <= now {
      faults.append(
        DataFault(file: "policy", line: 0, field: "published_at", message: "发布时间应在现在之后"))
    }
    return faults
  }
}

/// Something about a policy that its unit owes.
public struct PolicyLateness: Codable, Hashable, Sendable {
  /// What is late.
  public enum Kind: String, Codable, Sendable {
    /// Handed in fewer than 3 working days before.
    case handedInLate = "报送过晚"
    /// Handed in more than 10 working days before.
    case handedInEarly = "报送过早"
    /// Published, and the official text is not there; the day is not over.
    case textDue = "待上传正式文件"
    /// The official text was not there on the day.
    case textLate = "未按时上传正式文件"
  }

  /// Number of the notice.
  public var policy: String
  /// The unit that owes it.
  public var unit: String
  /// What the policy is called.
  public var title: String
  /// What is late.
  public var kind: Kind
  /// The facts, for people.
  public var text: String
  /// The rule.
  public var source: String

  /// All that is late among notices at a moment.
  public static func list(
    _ notices: [PolicyNotice], at moment: Date, calendar: WorkingCalendar
  ) -> [PolicyLateness] {
    notices.filter { $0.cancelled == nil }.flatMap { notice in
      [lead(notice, calendar), text(notice, moment)].compactMap { $0 }
    }
  }

  private static func lead(
    _ notice: PolicyNotice, _ calendar: WorkingCalendar
  ) -> PolicyLateness? {
    let days = notice.leadDays(calendar)
    guard !PolicyNotice.lead.contains(days) else { return nil }
    return PolicyLateness(
      notice, days < PolicyNotice.lead.lowerBound ? .handedInLate : .handedInEarly,
      "发布前 \(days) 个工作日报送，应为 \(PolicyNotice.lead.lowerBound) 至 \(PolicyNotice.lead.upperBound) 个工作日"
    )
  }

  private static func text(_ notice: PolicyNotice, _ moment: Date) -> PolicyLateness? {
    guard notice.publishedAt <= moment else { return nil }
    let dayEnd = Day(containing: notice.publishedAt).adding(days: 1).start
    if let text = notice.officialText {
      guard text.at >= dayEnd else { return nil }
      return PolicyLateness(
        notice, .textLate, "正式文件到 \(ShanghaiTime.text(text.at)) 才上传")
    }
    let published = ShanghaiTime.text(notice.publishedAt)
    return moment < dayEnd
      ? PolicyLateness(notice, .textDue, "已于 \(published) 发布，请在当日上传正式文件")
      : PolicyLateness(notice, .textLate, "已于 \(published) 发布，正式文件还没有上传")
  }

  private init(_ notice: PolicyNotice, _ kind: Kind, _ text: String) {
    policy = notice.id
    unit = notice.unit
    title = notice.title
    self.kind = kind
    self.text = text
    source = PolicyNotice.source
  }
}
