import Foundation
import Hotline
import WorkingTime

/// What the hotline wrote down of a call.
public struct Request: Codable, Equatable, Sendable {
  /// What the caller wants.
  public var type: RequestType
  /// What was said.
  public var text: String
  /// Who called, as the script or the desk names them.
  public var caller: String
  /// By which channel, such as 电话.
  public var channel: String
  /// It is an emergency.
  public var urgent: Bool
  /// There is a basis in law or policy.
  public var basis: Bool
  /// Earlier reports of the same matter.
  public var prior: Int
  /// The matter is difficult.
  public var difficult: Bool
  /// The caller asks that no unit learns who called.
  public var secret: Bool
  /// The unit or person that is reported on.
  public var reported: String?
  /// The points that the caller made, where they were written down one by one.
  public var points: [String]?
  /// How the caller wants to be called back.
  public var callback: String?
  /// When it was taken.
  public var at: Date

  /// Makes a request from what the operator wrote down.
  public init(
    type: RequestType, text: String, caller: String, channel: String, urgent: Bool = false,
    basis: Bool = true, prior: Int = 0, difficult: Bool = false, secret: Bool = false,
    reported: String? = nil, points: [String]? = nil, callback: String? = nil, at: Date
  ) {
    self.type = type
    self.text = text
    self.caller = caller
    self.channel = channel
    self.urgent = urgent
    self.basis = basis
    self.prior = prior
    self.difficult = difficult
    self.secret = secret
    self.reported = reported
    self.points = points
    self.callback = callback
    self.at = at
  }

  /// Reads a request; one that was stored without secrecy asks for none.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    type = try fields.decode(RequestType.self, forKey: .type)
    text = try fields.decode(String.self, forKey: .text)
    caller = try fields.decode(String.self, forKey: .caller)
    channel = try fields.decode(String.self, forKey: .channel)
    urgent = try fields.decode(Bool.self, forKey: .urgent)
    basis = try fields.decode(Bool.self, forKey: .basis)
    prior = try fields.decode(Int.self, forKey: .prior)
    difficult = try fields.decode(Bool.self, forKey: .difficult)
    secret = try fields.decodeIfPresent(Bool.self, forKey: .secret) ?? false
    reported = try fields.decodeIfPresent(String.self, forKey: .reported)
    points = try fields.decodeIfPresent([String].self, forKey: .points)
    callback = try fields.decodeIfPresent(String.self, forKey: .callback)
    at = try fields.decode(Date.self, forKey: .at)
  }
}

/// A unit asked beforehand whether the matter is its own.
public struct Predispatch: Codable, Equatable, Sendable {
  /// The unit asked.
  public var unit: String
  /// When it was asked.
  public var at: Date
  /// Until when it must answer.
  public var due: Date?
}

/// What the dispatcher said of limits.
public struct Terms: Codable, Equatable, Sendable {
  /// Name of the catalogue item.
  public var item: String?
  /// The item's law-given limit.
  public var limit: TimeSpan?
  /// The time on the city platform's form.
  public var platformDue: Date?
  /// What the transfer form asks for beside the limits: seal, approval, publication (办理要求).
  public var instructions: String?

  /// Makes the terms of a dispatch; none by default.
  public init(
    item: String? = nil, limit: TimeSpan? = nil, platformDue: Date? = nil,
    instructions: String? = nil
  ) {
    self.instructions = instructions
    self.item = item
    self.limit = limit
    self.platformDue = platformDue
  }
}

/// A ticket in the hands of a unit.
public struct Assignment: Codable, Equatable, Sendable {
  /// The unit that leads and answers the caller.
  public var lead: String
  /// Units that handle a part.
  public var co: [String]
  /// The office or lower unit that has it now; nil while the lead has it itself.
  public var inner: String?
  /// Every time it was given on inside, in order; nil when it never was.
  public var handings: [Handing]?
  /// When it was sent to the lead.
  public var dispatched: Date
  /// The moment from which looking back counts: the lead's first receipt.
  public var firstReceipt: Date
  /// When the lead signed or was counted as having accepted.
  public var signed: Date?
  /// Co-handlers that signed.
  public var coSigned: [String] = []
  /// A leader or a meeting fixed the unit.
  public var fixed = false
  /// The limits stated when it was sent.
  public var terms: Terms
  /// Which leader approved the dispatch.
  public var approvedBy: String?
  /// The running limit for completing; nil when none runs.
  public var limit: Limit?
  /// A dispute about whose matter it is that has not been decided.
  public var dispute: Dispute?

  /// The lead and whom it went through down to the one that has it now.
  public var tiers: [String] {
    var path: [String] = []
    for handing in handings ?? [] {
      if let place = path.firstIndex(of: handing.by) {
        path.removeSubrange((place + 1)...)
      } else {
        path = [handing.by]
      }
      path.append(handing.to)
    }
    guard path.isEmpty else { return path }
    return [lead] + (inner.map { [$0] } ?? [])
  }
}

/// A running limit with what it is made of.
public struct Limit: Codable, Equatable, Sendable {
  /// From when it counts.
  public var start: Date
  /// Its length; nil when the form names the time.
  public var span: TimeSpan?
  /// The time that the form names.
  public var fixed: Date?
  /// Working days of review that do not count.
  public var pausedDays = 0
  /// Extensions granted, in working days, in order.
  public var extensions: [TimeSpan] = []
  /// When it ends.
  public var due: Date
  /// When the limit would end without extensions.
  public var firstDue: Date
  /// The articles that it comes from.
  public var sources: [String]
  /// The last restart by new facts or force majeure.
  public var restarted: Date?
  /// Years through which it was counted without their holidays; nil when every notice was at hand.
  public var guessed: [Int]?

  /// What must be said of its end, which will move once the holidays are published.
  public var note: String? { WorkingCalendar.note(unpublished: guessed ?? []) }
}

/// An end that was worked out anew because the holidays of a year became known.
public struct Recalculation: Codable, Equatable, Sendable {
  /// When it ended before.
  public var was: Date
  /// When it ends now.
  public var due: Date
  /// The running limit for completing; nil when it is a promise's end.
  public var limit: Limit?
  /// The promise to a dissatisfied caller; nil when it is the running limit.
  public var promise: Promise?
  /// Why.
  public var reason: String
  /// The notices with their numbers.
  public var notices: [String]
}

/// A unit's wish to give a ticket back.
public struct ReturnRequest: Codable, Equatable, Sendable {
  /// When it was made.
  public var at: Date
  /// Why the unit is not the one.
  public var reason: String
  /// The basis in law or duties.
  public var basis: String?
  /// The unit that should have it.
  public var suggest: String?
  /// Who signed it.
  public var signedBy: String?
  /// The unit had signed for the ticket.
  public var wasSigned: Bool
}

/// A unit's wish for more time.
public struct ExtensionRequest: Codable, Equatable, Sendable {
  /// When it was made.
  public var at: Date
  /// Why more time is needed.
  public var reason: String
  /// How much more.
  public var length: TimeSpan?
  /// How far the matter is and what comes next.
  public var stage: String?
  /// Who signed it.
  public var signedBy: String?
  /// The caller was told beforehand; nil where nothing was said of it.
  public var toldCaller: Bool?
}

/// A unit's result.
public struct Reply: Codable, Equatable, Sendable {
  /// When it came in.
  public var at: Date
  /// What it says, unaltered.
  public var text: String
  /// Which leader approved it.
  public var approvedBy: String?
  /// Parts that were handed in apart from the text, by their names.
  public var parts: [String: String]?
  /// What was answered to each point, by its number or name.
  public var points: [String: String]?
  /// What shows that the caller was told, by its names.
  public var contact: [String: String]?
}

/// What is handed in with a reply beside its text and parts.
public struct ReplyPapers: Equatable, Sendable {
  /// What is answered to each point, by its number or name.
  public var points: [String: String]
  /// What shows that the caller was told.
  public var contact: [String: String]

  /// Gathers the papers; none by default.
  public init(points: [String: String] = [:], contact: [String: String] = [:]) {
    self.points = points
    self.contact = contact
  }
}

/// A promise made to a dissatisfied caller.
public struct Promise: Codable, Equatable, Sendable {
  /// Which limit was promised, such as 3个月.
  public var name: String
  /// When it was made.
  public var at: Date
  /// Until when; nil for 长期.
  public var due: Date?
  /// The caller hears of the progress so often.
  public var every: TimeSpan?
  /// When the caller last heard.
  public var lastProgress: Date
  /// How often it was extended.
  public var extensions = 0
  /// Years through which its end was counted without their holidays.
  public var guessed: [Int]?
}

/// One try to reach the caller.
public struct Contact: Codable, Equatable, Sendable {
  /// When it was.
  public var at: Date
  /// Who tried.
  public var by: String
  /// The caller was reached.
  public var reached: Bool
  /// There is a record of it.
  public var proven: Bool
  /// The part of the day.
  public var slot: String
  /// What shows it, such as which recording.
  public var proof: String?
}

/// What the caller says of the result.
public struct Rating: Codable, Equatable, Sendable {
  /// One of five values.
  public var value: RatingValue
  /// Whose fault the bad rating is, where that was checked.
  public var fault: Fault?
  /// Why it does not count against the unit.
  public var excluded: String?
  /// In which round of handling, 0 the first.
  public var round: Int
  /// True when the result that it was given for was sent back; nil while it stands.
  public var ofRejected: Bool?

  /// Dissatisfied, and it counts.
  public var countsAgainst: Bool { value.isDissatisfied && excluded == nil }

  /// The rating put right; what is not said anew of a bad one stays.
  func corrected(_ value: RatingValue, _ fault: Fault?, _ excluded: String?) -> Rating {
    var rating = self
    rating.value = value
    rating.fault = value.isDissatisfied ? fault ?? self.fault : nil
    rating.excluded = value.isDissatisfied ? excluded ?? self.excluded : nil
    return rating
  }
}

/// The five ratings.
public enum RatingValue: String, CaseIterable, Codable, Sendable {
  /// Very satisfied.
  case verySatisfied = "非常满意"
  /// Satisfied.
  case satisfied = "满意"
  /// Fairly satisfied.
  case fair = "基本满意"
  /// Dissatisfied.
  case dissatisfied = "不满意"
  /// Very dissatisfied.
  case veryDissatisfied = "非常不满意"

  /// One of the two bad ones.
  public var isDissatisfied: Bool { self == .dissatisfied || self == .veryDissatisfied }
}

/// Whose fault a bad rating is.
public enum Fault: String, CaseIterable, Codable, Sendable {
  /// The unit's.
  case unit
  /// Nobody's.
  case none
}

/// The efficiency card that a ticket shows.
public enum Card: String, CaseIterable, Codable, Comparable, Sendable {
  /// No card.
  case none
  /// Warning before the end.
  case warning
  /// Yellow.
  case yellow
  /// Red.
  case red

  /// A graver card is greater.
  public static func < (left: Card, right: Card) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .none: 0
    case .warning: 1
    case .yellow: 2
    case .red: 3
    }
  }
}
