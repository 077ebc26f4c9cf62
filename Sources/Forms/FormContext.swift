import Foundation
import Hotline
import Lifecycle
import Regulations

/// The caller as the one who prints may see them.
///
/// What is nil is withheld and printed as 保密; an empty text was never given and stays blank.
public struct FormCaller: Hashable, Sendable {
  /// Name or how the caller wants to be called.
  public var name: String?
  /// The number at which the caller is reached.
  public var phone: String?
  /// The place of the matter or the caller's address; the annexes have no field for it, so it
  /// stands before the request.
  public var address: String?

  /// Everything withheld, as from the unit that is reported on.
  public static let withheld = FormCaller(name: nil, phone: nil, address: nil)

  /// Names the caller.
  public init(name: String?, phone: String?, address: String?) {
    self.name = name
    self.phone = phone
    self.address = address
  }
}

/// The person who handled a request.
public struct FormOfficer: Hashable, Sendable {
  /// 经办人名字.
  public var name: String
  /// 职务.
  public var post: String
  /// 手机号.
  public var phone: String

  /// Names the officer.
  public init(name: String = "", post: String = "", phone: String = "") {
    self.name = name
    self.post = post
    self.phone = phone
  }
}

/// A date on a form: the moment where it is known, and how it counts.
public struct FormLimit: Hashable, Sendable {
  /// The moment; nil where it is not yet known.
  public var at: Date?
  /// How it counts, such as 签收后4小时内.
  public var note: String

  /// Names a date.
  public init(at: Date? = nil, note: String = "") {
    self.at = at
    self.note = note
  }
}

/// The three limits that a form states.
public struct FormLimits: Hashable, Sendable {
  /// 退单时限.
  public var returning = FormLimit()
  /// 申请延期时限.
  public var extending = FormLimit()
  /// 完成时限.
  public var completion = FormLimit()

  /// No limits; they stay blank.
  public init() {}

  /// The limits of a ticket by its regulation; extensions granted later do not change them.
  public init(of ticket: Ticket, by machine: TicketMachine) {
    let profile = machine.rules.base
    let hand = ticket.state.assignment
    completion.at = hand?.limit.map { $0.fixed ?? $0.firstDue } ?? hand?.terms.platformDue
    if let within = profile[.returnWithin]?.value {
      let fromSigning = profile[.returnFrom]?.value == .sign
      let start = fromSigning ? hand?.signed : hand?.firstReceipt
      returning.at = start.map { machine.clock.due(from: $0, within) }
      returning.note = "\(fromSigning ? "签收" : "接收")后\(within)内"
    }
    if let ahead = profile[.extensionBefore]?.value {
      extending.at = completion.at.map { machine.clock.before($0, ahead) }
      extending.note = "到期前\(ahead)"
    } else if profile[.extensionMost] != nil {
      extending.at = completion.at
      extending.note = "到期前"
    }
  }
}

/// What a form holds beside its ticket.
public struct FormContext: Sendable {
  /// The offices that it names.
  public var offices: FormOffices
  /// 平台编号 or 工单号.
  public var number: String
  /// The caller as the one who prints may see them.
  public var caller: FormCaller
  /// The limits that it states.
  public var limits: FormLimits
  /// What the request is about, in a few words; nil takes the item, or the request's beginning.
  public var subject: String?
  /// 办理要求: seals, approvals, publication.
  public var requirements: String
  /// Who handled the request; nil takes what the reply says.
  public var officer: FormOfficer?
  /// The reply part by part; nil parts the reply's text by its headings and sentences.
  public var reply: ReplySections?
  /// When it is printed.
  public var printedAt: Date

  /// Gathers what a form needs; the caller is withheld unless given.
  public init(
    offices: FormOffices, number: String, caller: FormCaller = .withheld,
    limits: FormLimits = FormLimits(), subject: String? = nil, requirements: String = "",
    officer: FormOfficer? = nil, reply: ReplySections? = nil, printedAt: Date
  ) {
    self.offices = offices
    self.number = number
    self.caller = caller
    self.limits = limits
    self.subject = subject
    self.requirements = requirements
    self.officer = officer
    self.reply = reply
    self.printedAt = printedAt
  }
}
