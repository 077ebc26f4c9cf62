import Foundation
import Hotline

/// One answer of the policy knowledge base (知识库), with its owner, place and period.
public struct KnowledgeArticle: Codable, Hashable, Sendable {
  /// Two letters, a dash and three digits; never used again.
  public var id: String
  /// The field, which is the folder in which the file lies.
  public var field: String
  /// What it is about, as a question or a heading.
  public var title: String
  /// How people ask.
  public var questions: [String]
  /// What the operator reads out.
  public var answer: String
  /// The unit that keeps it true.
  public var owner: String
  /// Where it holds.
  public var region: String
  /// The law on which it rests.
  public var sources: [Citation]
  /// First day on which it holds.
  public var validFrom: Day
  /// Last day on which it holds; nil while it is open.
  public var validTo: Day?
  /// Day of the last check.
  public var verifiedOn: Day
  /// Words of officials.
  public var keywords: [String]
  /// Catalogue items that it answers for.
  public var items: [String]
  /// Details, as Markdown.
  public var body: String
  /// The exact hours of its period, where days are too coarse; nil otherwise.
  public private(set) var validity: Validity?

  /// The hour before which it is hidden from answers; nil when it shows from its first day.
  public var notBefore: Date? {
    get { validity?.from }
    set { validity = newValue.map { Validity(from: $0) } }
  }

  /// Makes an article from its parts.
  public init(
    id: String, field: String, title: String, questions: [String], answer: String, owner: String,
    region: String, sources: [Citation], validFrom: Day, validTo: Day? = nil, verifiedOn: Day,
    keywords: [String] = [], items: [String] = [], body: String = "",
    notBefore: Date? = nil
  ) {
    self.id = id
    self.field = field
    self.title = title
    self.questions = questions
    self.answer = answer
    self.owner = owner
    self.region = region
    self.sources = sources
    self.validFrom = validFrom
    self.validTo = validTo
    self.verifiedOn = verifiedOn
    self.keywords = keywords
    self.items = items
    self.body = body
    validity = notBefore.map { Validity(from: $0) }
  }

  /// True on every day of its period.
  public func isValid(on day: Day) -> Bool {
    validFrom <= day && (validTo.map { day <= $0 } ?? true)
  }

  /// When it is in force, to the moment: from its first day, or its hour when that is later.
  public var period: Validity {
    var period = Validity(from: validFrom, through: validTo)
    if let notBefore { period.from = max(notBefore, validFrom.start) }
    return period
  }

  /// What an overdue article's fit counts beside that of one that was checked in time.
  public static let overdueWeight = 0.8

  /// True when the last check lies more than a year back.
  public func isStale(on day: Day) -> Bool { verifiedOn.adding(days: 365) < day }
}
