extension RuleKey where Value == Bool {
  /// A request that the knowledge base answers is answered at once.
  public static var instantAnswer: Self { .init("intake.instant_answer") }
  /// Nobody refuses an emergency because a leader has not signed.
  public static var emergencyNoSignatureExcuse: Self { .init("emergency.no_signature_excuse") }
  /// A request is done again only where the unit is at fault.
  public static var redoOnlyAtFault: Self { .init("redo.only_at_fault") }
  /// The satisfaction survey counts from the unit's result, not from the closing.
  public static var surveyFromReply: Self { .init("survey.from_reply") }
  /// Dissatisfied requests without a promise go to the files once signed.
  public static var rehandlingArchive: Self { .init("rehandling.archive") }
  /// A closed request that the caller is dissatisfied with is handled again by the unit that had it.
  public static var rehandlingOfDissatisfied: Self { .init("rehandling.of_dissatisfied") }
  /// A rehandled request goes to the files once solved.
  public static var rehandlingSolved: Self { .init("rehandling.solved") }

  /// Whoever took the call and cannot decide reports level by level.
  public static var escalation: Self { .init("intake.escalation") }
  /// A sign of an emergency is reported upward at once.
  public static var reportedUp: Self { .init("emergency.reported_up") }
  /// A coordination meeting sets the time for solving the matter.
  public static var meetingSetsLimit: Self { .init("joint.meeting_sets_limit") }
  /// A report does not go to the very unit that is reported on.
  public static var notToReported: Self { .init("secrecy.not_to_reported") }
  /// A unit in dispute does not count as silent.
  public static var disputeSuspendsAcceptance: Self { .init("dispute.suspends_acceptance") }
  /// An extension that was told in time takes effect unless it is refused.
  public static var extensionByNotice: Self { .init("extension.by_notice") }

  /// Each numbered point of a request is answered.
  public static var replyEachPoint: Self { .init("reply.each_point") }
  /// A result is taken only with proof of contact once the time for the contact is over.
  public static var contactBeforeReply: Self { .init("contact.before_reply") }
  /// A ticket that was answered at once is called back like every other.
  public static var callbackAnswered: Self { .init("callback.answered") }
  /// The platform above sends a closed ticket back.
  public static var completionReopened: Self { .init("completion.reopened_by_platform") }

  static var ofLifecycle: [Self] {
    [
      .replyEachPoint, .contactBeforeReply, .callbackAnswered, .completionReopened, .escalation,
      .reportedUp, .meetingSetsLimit, .notToReported, .disputeSuspendsAcceptance,
      .extensionByNotice,
      .instantAnswer, .emergencyNoSignatureExcuse, .redoOnlyAtFault, .surveyFromReply,
      .rehandlingArchive, .rehandlingSolved, .rehandlingOfDissatisfied,
    ]
  }
}

extension RuleKey where Value == [String] {
  /// Papers of which a return needs one.
  public static var returnNeedsEither: Self {
    .init("return.needs_either", of: ["理由", "依据", "建议单位"])
  }
  /// Parts that a reply needs where the matter takes long.
  public static var replyPartsIfLong: Self { .init("reply.parts_if_long") }
  /// Endings of names that may not bear the main duty inside a unit.
  public static var innerNotTo: Self { .init("inner.not_to") }

  /// Cities of the province to which a request of theirs is handed.
  public static var transferTo: Self { .init("transfer.to") }
  /// Who decides that several units handle a ticket together.
  public static var jointDecidedBy: Self { .init("joint.decided_by") }

  static var ofLifecycle: [Self] {
    [.returnNeedsEither, .replyPartsIfLong, .innerNotTo, .transferTo, .jointDecidedBy]
  }
}

extension RuleKey where Value == CardEnd {
  /// Until when a card that was earned shows.
  public static var cardEnds: Self { .init(choice: "card.ends") }
}
