/// A step that the rules of proposals do not allow now, or not to this person.
public struct ProposalRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// Stable code, such as `own_proposal`.
  public var code: String
  /// Why, and what may be done instead.
  public var message: String

  /// Makes a refusal.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}

/// Somebody who works on proposals.
public struct Participant: Hashable, Sendable {
  /// The user's name, for the journal.
  public var name: String
  /// The person's unit; nil for the hotline's reviewers.
  public var unit: String?
  /// The key under which the step is asked for once; nil without.
  public var once: OnceMark?

  /// Makes a participant.
  public init(name: String, unit: String?, once: OnceMark? = nil) {
    self.name = name
    self.unit = unit
    self.once = once
  }

  /// Refuses whoever is of another unit; the hotline may write for a unit, and another person of
  /// the hotline decides then.
  func mustBelong(to unit: String) throws {
    guard self.unit == nil || self.unit == unit else {
      throw ProposalRefusal(code: "other_unit", message: "只有\(unit)的人可以办这一步")
    }
  }

  /// Refuses whoever does not review for the hotline, or wrote or sent the proposal.
  func mayDecide(_ proposal: Proposal) throws {
    if unit != nil {
      throw ProposalRefusal(code: "not_reviewer", message: "只有热线工作机构的审核人可以办这一步")
    }
    if proposal.authors.contains(name) {
      throw ProposalRefusal(code: "own_proposal", message: "不能审核自己起草或提交的提议，请由另一人审核")
    }
  }
}
