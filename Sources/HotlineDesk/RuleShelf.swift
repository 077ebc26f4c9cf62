import Catalogue
import Foundation
import Hotline
import Regulations
import WorkingTime

/// The shipped regulations and calendar, for questions that need no database.
public struct RuleShelf: Sendable {
  let profiles: [RegulationProfile]
  let calendar: WorkingCalendar
  let catalogue: URL

  /// Reads the regulations and the calendar.
  ///
  /// - Throws: `DataFaults` with every fault of every file.
  public init(_ shipped: ShippedFolders) throws {
    profiles = try RegulationProfile.load(folder: shipped.regulations)
    calendar = try WorkingCalendar(folder: shipped.calendar)
    catalogue = shipped.catalogue
  }

  /// Ids of all profiles.
  public var ids: [String] { profiles.map(\.id) }

  /// A profile.
  ///
  /// - Throws: `InputProblem` that lists those that there are.
  func profile(_ id: String) throws -> RegulationProfile {
    if let profile = profiles.first(where: { $0.id == id }) { return profile }
    throw InputProblem(
      code: "unknown_profile", field: "profile",
      message: "没有规定“\(id)”，可用的有：\(ids.joined(separator: "、"))")
  }

  /// Every article of a regulation, with what the software does of it.
  public func articles(of id: String) throws -> [ArticleLine] {
    try profile(id).listing()
  }

  /// A limit worked out step by step, and the dates that go with it.
  ///
  /// - Parameter item: id of a shipped catalogue item, whose limit for the type is taken when
  ///   `limit` names none.
  public func deadline(
    _ id: String, type: String, from: String, limit: String?, item: String? = nil
  ) throws -> DeadlineAnswer {
    let profile = try profile(id)
    guard let kind = RequestType(rawValue: type) else {
      let known = RequestType.allCases.map(\.rawValue).joined(separator: "、")
      throw InputProblem(
        code: "unknown_type", field: "type", message: "“\(type)”不是诉求类型，应为：\(known)")
    }
    guard let start = ShanghaiTime.moment(from) else {
      throw InputProblem(
        code: "bad_time", field: "from", message: "“\(from)”不是时间，应写成 2026-09-30T15:00:00+08:00 的样子")
    }
    let rules = RegulationDeadlines(profile: profile, calendar: calendar)
    if rules.arePromised {
      let (deadline, dates) = try rules.promised(limit, from: start)
      return DeadlineAnswer(deadline, dates: dates)
    }
    var special: SpecialSpan?
    if let limit {
      guard let span = TimeSpan(parsing: limit) else {
        throw InputProblem(
          code: "bad_limit", field: "limit",
          message: "“\(limit)”不是期限（limit），应写成 3 working days、3个工作日 或 0.5个工作日 的样子，工作日只能有半日，其他单位须是整数")
      }
      special = SpecialSpan(span, source: "派单目录")
    } else if let item {
      special = try itemLimit(item, kind)
    }
    let deadline = try rules.completion(type: kind, from: start, special: special)
    let dates = rules.dates(from: start, due: deadline.dueAt)
    return DeadlineAnswer(deadline, dates: dates)
  }

  private func itemLimit(_ id: String, _ type: RequestType) throws -> SpecialSpan? {
    guard let item = DispatchCatalogue(CatalogueFolder.read(catalogue).content).item(id) else {
      throw InputProblem(
        code: "unknown_item", field: "item", message: "派单目录里没有编号为“\(id)”的事项")
    }
    return item.limit(for: type).map {
      SpecialSpan($0.span, source: $0.source?.description ?? "派单目录")
    }
  }
}

/// One line of `paidan rules`.
public typealias ArticleLine = ListedArticle

/// What `paidan deadline --json` gives.
public struct DeadlineAnswer: Codable, Sendable {
  /// One stretch on the way.
  public struct Step: Codable, Sendable {
    /// Where it begins, RFC 3339.
    public var from: String
    /// Where it ends, RFC 3339.
    public var to: String
    /// What it is.
    public var what: String
    /// The rule, notice or law behind it.
    public var source: String

    init(_ step: DeadlineStep) {
      from = ShanghaiTime.text(step.from)
      to = ShanghaiTime.text(step.to)
      (what, source) = (step.what, step.source)
    }
  }

  /// Another date that follows from the same start or end.
  public struct Other: Codable, Sendable {
    /// What must be done, such as sign, return, extension or contact.
    public var what: String
    /// When, RFC 3339; nil when it cannot be done in time at all, as `note` says.
    public var dueAt: String?
    /// Which rule set it.
    public var source: String
    /// The way there.
    public var steps: [Step]
    /// True when the way runs through a year whose holidays are not yet published.
    public var isEstimate: Bool
    /// What must be known of the date, such as a year whose holidays are not yet published.
    public var note: String?

    enum CodingKeys: String, CodingKey {
      case what, source, steps, note
      case dueAt = "due_at"
      case isEstimate = "estimate"
    }

    init(_ date: NextDate) {
      what = date.what
      dueAt = date.isPossible ? ShanghaiTime.text(date.deadline.dueAt) : nil
      source = date.deadline.source
      steps = date.deadline.steps.map(Step.init)
      isEstimate = date.deadline.isEstimate
      let notes = [date.note, date.deadline.note].compactMap { $0 }
      note = notes.isEmpty ? nil : notes.joined(separator: "；")
    }
  }

  /// When it is due, RFC 3339.
  public var dueAt: String
  /// Which rule set the limit.
  public var source: String
  /// The way there.
  public var steps: [Step]
  /// True when the way runs through a year whose holidays are not yet published.
  public var isEstimate: Bool
  /// By when must be signed, returned, extended, contacted.
  public var dates: [Other]

  enum CodingKeys: String, CodingKey {
    case source, steps, dates
    case dueAt = "due_at"
    case isEstimate = "estimate"
  }

  init(_ deadline: Deadline, dates: [NextDate]) {
    dueAt = ShanghaiTime.text(deadline.dueAt)
    source = deadline.source
    steps = deadline.steps.map(Step.init)
    isEstimate = deadline.isEstimate
    self.dates = dates.map(Other.init)
  }
}
