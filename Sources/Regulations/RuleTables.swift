import Hotline

extension RuleTable {
  private static func text(_ name: String) -> AnyRuleKey { AnyRuleKey(RuleKey<String>(name)) }
  private static func count(_ name: String) -> AnyRuleKey { AnyRuleKey(RuleKey<Int>(name)) }
  private static func span(_ name: String) -> AnyRuleKey { AnyRuleKey(RuleKey<TimeSpan>(name)) }
  private static func flag(_ name: String) -> AnyRuleKey { AnyRuleKey(RuleKey<Bool>(name)) }
  private static func list(_ name: String) -> AnyRuleKey { AnyRuleKey(RuleKey<[String]>(name)) }

  /// What makes a ticket supervised: `when` names the fact, `count` how often, `after` for how long.
  public static let supervision = RuleTable(
    "supervision", [text("when"), count("count"), span("after")])
  /// What makes a unit or person answerable, from the record.
  public static let accountability = RuleTable(
    "accountability", [text("when"), count("count"), text("who")])
  /// Who must approve a reply: `when` the case, `bureau` and `subordinate` the leader's level.
  public static let approvals = RuleTable(
    "approvals",
    [text("when"), text("level"), text("bureau"), text("subordinate"), list("channels")],
    required: ["when"])
  /// Ratings that do not count against a unit.
  public static let notCounted = RuleTable("not_counted", [text("when")])
  /// Classes of dissatisfied requests: `promise` wants a limit, `archive` goes to the files at once.
  public static let classes = RuleTable("classes", [flag("promise"), flag("archive")])
  /// Promised limits; `months` is missing for 长期, 0 means within the current month.
  public static let promises = RuleTable("promises", [count("months"), flag("monthly_contact")])
  /// Cases that are looked at more closely in spot checks.
  public static let spotChecks = RuleTable("spot_checks")
  /// Cards that a ticket can get, with who is urged.
  public static let cards = RuleTable("cards", [text("who")])
  /// Callers' conduct that may be handed to the police.
  public static let malicious = RuleTable("malicious")
  /// Rates and counts that are measured.
  public static let figures = RuleTable("figures", [text("every")])
  /// Forms that are printed.
  public static let forms = RuleTable("forms", [list("fields")])
  /// Information that units hand in for the knowledge base.
  public static let knowledge = RuleTable("knowledge", [span("least"), span("most")])
  /// Office hours: `sessions` such as 08:30-12:00、14:30-17:30, a season from `begins` (MM-DD).
  public static let hours = RuleTable(
    "hours", [list("sessions"), text("begins")], required: ["sessions"])
  /// Where a record is kept from whom, and other duties of secrecy.
  public static let secrecy = RuleTable("secrecy")

  /// The article behind each step of a ticket; `id` is the command's name.
  public static let process = RuleTable("process")

  /// Every table that a regulation file may use.
  static let all: [RuleTable] = [
    supervision, accountability, approvals, notCounted, classes, promises, spotChecks, cards,
    malicious, figures, forms, knowledge, hours, secrecy, process,
  ]
}
