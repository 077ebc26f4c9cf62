import Hotline
import Regulations

/// One of the four papers that go with a ticket.
///
/// Source: 南昌规则 附件1–4; other regulations use the same papers under their own city's name.
public enum Form: String, CaseIterable, Codable, Sendable {
  /// With which the centre sends a request to a unit.
  case transfer
  /// With which a unit asks to give it back.
  case returning = "return"
  /// With which a unit asks for more time.
  case extending = "extension"
  /// With which a unit tells its result.
  case reply

  /// The title as the annex writes it, without the authority before it.
  public var annexTitle: String {
    switch self {
    case .transfer: "群众诉求转办单"
    case .returning: "群众诉求退单申请"
    case .extending: "群众诉求延期办理申请"
    case .reply: "工单回复"
    }
  }

  /// The title under an authority; the reply bears none, since the unit's seal says whose it is.
  func title(of authority: String) -> String {
    self == .reply ? annexTitle : authority + annexTitle
  }
}

/// The offices that the forms name, as a regulation calls them.
public struct FormOffices: Hashable, Sendable {
  /// The office whose forms they are, such as 南昌市市场监督管理局.
  public var authority: String
  /// Who takes requests in and sends them out, such as 消保科.
  public var centre: String
  /// Whose leaders decide last, such as 市局主要领导.
  public var head: String

  /// Names the offices.
  public init(authority: String, centre: String, head: String) {
    self.authority = authority
    self.centre = centre
    self.head = head
  }

  /// The offices that a regulation names; the centre is 热线中心 where it names none.
  public init(_ profile: RegulationProfile) {
    authority = Self.authority(profile.title)
    centre = profile[.returnDecidedBy]?.value ?? "热线中心"
    let top = profile[.returnFixedBy]?.value ?? ""
    head = top.hasSuffix("主要领导") ? top : "热线主管部门主要领导"
  }

  /// What stands before 12345 or the subject in a document's title: the office or the place.
  private static func authority(_ title: String) -> String {
    if let end = title.firstRange(of: "12345")?.lowerBound { return String(title[..<end]) }
    guard let end = title.firstIndex(where: { "市区县".contains($0) }) else { return "" }
    return String(title[...end])
  }
}
