import Hotline
import WorkingTime

extension RuleKey where Value == TimeSpan {
  /// Limit for difficult matters reported again and again.
  public static var limitDifficult: Self { .init("limit.difficult") }
  /// Within which a unit signs or confirms.
  public static var signWithin: Self { .init("sign.within") }
  /// Within which a unit asked beforehand must answer.
  public static var predispatchWithin: Self { .init("predispatch.within") }
  /// Within which a unit may ask to return.
  public static var returnWithin: Self { .init("return.within") }
  /// Within which units in dispute hand in their evidence.
  public static var disputeEvidenceWithin: Self { .init("dispute.evidence_within") }
  /// How long before expiry an extension must be asked for.
  public static var extensionBefore: Self { .init("extension.before") }
  /// Within which the unit contacts the caller after acceptance.
  public static var contactAfterAcceptance: Self { .init("contact.after_acceptance") }
  /// Within which the unit contacts the caller after closing.
  public static var contactAfterClosing: Self { .init("contact.after_closing") }
  /// Within which the tries to reach a caller must lie.
  public static var contactTriesWithin: Self { .init("contact.tries_within") }
  /// Within which the satisfaction survey is made.
  public static var surveyWithin: Self { .init("survey.within") }
  /// How long before expiry a unit is reminded.
  public static var reminderBefore: Self { .init("reminder.before") }
  /// How long before expiry the warning shows.
  public static var warningBefore: Self { .init("card.warning_before") }
  /// How long before expiry the yellow card shows.
  public static var yellowBefore: Self { .init("card.yellow_before") }
  /// How long after expiry the yellow card shows.
  public static var yellowAfter: Self { .init("card.yellow_after") }
  /// How long after expiry the red card shows.
  public static var redAfter: Self { .init("card.red_after") }
  /// How long files are kept.
  public static var retentionFiles: Self { .init("retention.files") }
  /// How long recordings are kept.
  public static var retentionRecordings: Self { .init("retention.recordings") }
  /// How often a caller with a promise hears of the progress.
  public static var rehandlingContactEvery: Self { .init("rehandling.contact_every") }
  /// The earliest that a new policy is handed in before publication.
  public static var policyNoticeMost: Self { .init("knowledge.policy_notice_most") }
  /// The latest that a new policy is handed in before publication.
  public static var policyNoticeLeast: Self { .init("knowledge.policy_notice_least") }

  /// Limit for completing a request of a type.
  public static func limit(_ type: RequestType) -> Self { .init("limit.\(type.rawValue)") }

  static var all: [Self] {
    [
      .limitDifficult, .signWithin, .predispatchWithin, .returnWithin, .disputeEvidenceWithin,
      .extensionBefore, .contactAfterAcceptance, .contactAfterClosing, .contactTriesWithin,
      .surveyWithin, .reminderBefore, .warningBefore, .yellowBefore, .yellowAfter, .redAfter,
      .retentionFiles, .retentionRecordings, .rehandlingContactEvery, .policyNoticeMost,
      .policyNoticeLeast,
    ] + RequestType.allCases.map { .limit($0) }
  }
}

extension RuleKey where Value == Int {
  /// From how many reports on a matter counts as reported again and again.
  public static var difficultReports: Self { .init("limit.difficult_reports") }
  /// How many tiers of units there are.
  public static var tiers: Self { .init("dispatch.tiers") }
  /// After how many returns a leader fixes the unit.
  public static var returnMost: Self { .init("return.most") }
  /// How many extensions a ticket may have.
  public static var extensionMost: Self { .init("extension.most") }
  /// In how many time slots the caller must be tried.
  public static var contactSlots: Self { .init("contact.slots") }
  /// About how many characters a reply has at most.
  public static var replyCharacters: Self { .init("reply.characters") }
  /// How often a request is done again.
  public static var redoMost: Self { .init("redo.most") }
  /// From which dissatisfied callback on a statement of performance is asked for.
  public static var statementAfter: Self { .init("redo.statement_after") }
  /// How many extensions a promise may have.
  public static var rehandlingExtensionMost: Self { .init("rehandling.extension_most") }

  static var all: [Self] {
    [
      .difficultReports, .tiers, .returnMost, .extensionMost, .contactSlots, .replyCharacters,
      .redoMost, .statementAfter, .rehandlingExtensionMost,
    ]
  }
}

extension RuleKey where Value == Bool {
  /// A unit may return after it has accepted.
  public static var returnAfterAcceptance: Self { .init("return.after_acceptance") }
  /// The time of the review of a return counts.
  public static var returnReviewCounts: Self { .init("return.review_counts") }
  /// A unit fixed by coordination may return.
  public static var returnAfterFixing: Self { .init("return.after_fixing") }
  /// Only the lead speaks to the caller and to the centre.
  public static var leadOnly: Self { .init("dispatch.lead_only") }
  /// A unit may refuse the transfer form itself.
  public static var formRefusable: Self { .init("dispatch.form_refusable") }
  /// The caller is told by text that the request was taken.
  public static var receiptMessage: Self { .init("intake.receipt_message") }
  /// A request that is refused is recorded with the reason.
  public static var refusalRecorded: Self { .init("intake.refusal_recorded") }
  /// The caller can look up the progress.
  public static var progressLookup: Self { .init("intake.progress_lookup") }
  /// The caller hears of an extension.
  public static var extensionTold: Self { .init("extension.told") }
  /// New facts from the caller before the result restart the limit.
  public static var supplementRestarts: Self { .init("supplement.restarts") }
  /// Force majeure or a changed law restarts the limit.
  public static var forceMajeureRestarts: Self { .init("force_majeure.restarts") }
  /// A withdrawal told to the unit is sent to the hotline first.
  public static var withdrawalRedirected: Self { .init("withdrawal.redirected") }
  /// Proof of contact is kept; without proof there was no contact.
  public static var contactProof: Self { .init("contact.proof") }
  /// A caller who wants no contact need not be contacted.
  public static var contactWaivable: Self { .init("contact.waivable") }
  /// The centre reviews the closing.
  public static var completionReviewed: Self { .init("completion.reviewed") }
  /// A case filed or handed to justice counts as closed once papers are in.
  public static var caseFiledCloses: Self { .init("completion.case_filed") }
  /// A request without basis closes though it is not fulfilled.
  public static var noBasisCloses: Self { .init("completion.no_basis") }
  /// What goes back to the platform is the unit's reply, unaltered.
  public static var replyUnaltered: Self { .init("reply.unaltered") }
  /// Every closed ticket is called back.
  public static var callbackAll: Self { .init("callback.all") }
  /// A redo's rating replaces the first.
  public static var redoRatingReplaces: Self { .init("rating.redo_replaces") }
  /// A wrong rating is corrected after callback.
  public static var ratingCorrectable: Self { .init("rating.correctable") }
  /// A redo may be extended.
  public static var redoExtension: Self { .init("redo.extension") }
  /// A ticket not signed in time gets a red card.
  public static var redUnsigned: Self { .init("card.red_unsigned") }
  /// An overdue ticket gets a red card.
  public static var redOverdue: Self { .init("card.red_overdue") }
  /// The person reported on must never learn who reported.
  public static var reporterHidden: Self { .init("secrecy.reporter_hidden") }
  /// Results not fit for publication are not published.
  public static var resultsWithheld: Self { .init("secrecy.results_withheld") }

  static var all: [Self] {
    [
      .returnAfterAcceptance, .returnReviewCounts, .returnAfterFixing, .leadOnly,
      .formRefusable, .receiptMessage, .refusalRecorded, .progressLookup, .extensionTold,
      .supplementRestarts, .forceMajeureRestarts, .withdrawalRedirected, .contactProof,
      .contactWaivable, .completionReviewed, .caseFiledCloses, .noBasisCloses, .replyUnaltered,
      .callbackAll, .redoRatingReplaces, .ratingCorrectable, .redoExtension, .redUnsigned,
      .redOverdue, .reporterHidden, .resultsWithheld,
    ]
  }
}

extension RuleKey where Value == String {
  /// Whose signature a refused pre-dispatch needs.
  public static var predispatchSignedBy: Self { .init("predispatch.signed_by") }
  /// Whose signature a return needs.
  public static var returnSignedBy: Self { .init("return.signed_by") }
  /// Who decides on a return.
  public static var returnDecidedBy: Self { .init("return.decided_by") }
  /// Who fixes the unit in the end.
  public static var returnFixedBy: Self { .init("return.fixed_by") }
  /// Who decides a dispute on competence.
  public static var disputeDecidedBy: Self { .init("dispute.decided_by") }
  /// Whose signature the transfer form needs.
  public static var dispatchSignedBy: Self { .init("dispatch.signed_by") }
  /// Who decides on an extension.
  public static var extensionDecidedBy: Self { .init("extension.decided_by") }
  /// Whose signature an extension needs.
  public static var extensionSignedBy: Self { .init("extension.signed_by") }
  /// Who supervises.
  public static var supervisedBy: Self { .init("supervision.by") }

  static var all: [Self] {
    [
      .predispatchSignedBy, .returnSignedBy, .returnDecidedBy, .returnFixedBy, .disputeDecidedBy,
      .dispatchSignedBy, .extensionDecidedBy, .extensionSignedBy, .supervisedBy,
    ]
  }
}

extension RuleKey where Value == [String] {
  private static var papers: [String] { ["理由", "依据", "建议单位", "签批", "阶段情况", "工作计划", "告知诉求人"] }

  /// Channels by which requests come in.
  public static var channels: Self { .init("intake.channels") }
  /// Request types, as the document names them.
  public static var requestTypes: Self { .init("intake.types") }
  /// What is recorded of every request.
  public static var recorded: Self { .init("intake.recorded") }
  /// Papers that a return needs.
  public static var returnNeeds: Self { .init("return.needs", of: papers) }
  /// Papers that an extension needs.
  public static var extensionNeeds: Self { .init("extension.needs", of: papers) }
  /// What the transfer form states.
  public static var formStates: Self { .init("dispatch.form_states") }
  /// What a catalogue item holds.
  public static var catalogueHolds: Self { .init("dispatch.catalogue_holds") }
  /// Parts that a reply must have.
  public static var replyParts: Self { .init("reply.parts") }
  /// What a reply says of its handler.
  public static var replyHandler: Self { .init("reply.handler") }
  /// What the first contact tells the caller.
  public static var contactTells: Self { .init("contact.tells") }
  /// Ways of callback from which the caller chooses.
  public static var callbackWays: Self { .init("callback.ways") }
  /// Papers that are kept.
  public static var retentionPapers: Self { .init("retention.papers") }
  /// Figures of the monthly bulletin.
  public static var bulletinFigures: Self { .init("figures.bulletin") }

  static var all: [Self] {
    [
      .channels, .requestTypes, .recorded, .returnNeeds, .extensionNeeds, .formStates,
      .catalogueHolds, .replyParts, .replyHandler, .contactTells, .callbackWays,
      .retentionPapers, .bulletinFigures,
    ]
  }
}

extension RuleKey where Value == ClockStart {
  /// From when the limit for completing counts.
  public static var limitFrom: Self { .init(choice: "limit.from") }
  /// From when the limit for returning counts.
  public static var returnFrom: Self { .init(choice: "return.from") }
}

extension RuleKey where Value == ClockEffect {
  /// The limit after an approved return.
  public static var returnApproved: Self { .init(choice: "return.approved") }
  /// The limit after a refused return.
  public static var returnRefused: Self { .init(choice: "return.refused") }
  /// The limit after a dispute was decided.
  public static var disputeDecided: Self { .init(choice: "dispute.decided") }
  /// The limit after a closing was not accepted.
  public static var completionRejected: Self { .init(choice: "completion.rejected") }
  /// The limit of a redo.
  public static var redoLimit: Self { .init(choice: "redo.limit") }
}

extension RuleKey where Value == SpecialLimit {
  /// When a law's limit takes the place of the regulation's.
  public static var specialLimit: Self { .init(choice: "limit.special") }
}

extension RuleKey where Value == DayEnd {
  /// At which time of its last day a limit ends.
  public static var dayEnds: Self { .init(choice: "limit.day_ends") }
}

extension RuleKey where Value == Silence {
  /// What silence within the limit for signing means.
  public static var signSilence: Self { .init(choice: "sign.silence") }
}

extension RuleKey where Value == ExtensionLength {
  /// How long an extension may be.
  public static var extensionLength: Self { .init(choice: "extension.length") }
}

extension RuleKey where Value == AfterRedo {
  /// What follows when the caller is dissatisfied after a redo.
  public static var afterRedo: Self { .init(choice: "redo.after") }
}

extension AnyRuleKey {
  /// Every key that a regulation file may use, by name.
  static let all: [String: AnyRuleKey] = {
    var keys = RuleKey<TimeSpan>.all.map(AnyRuleKey.init)
    keys += RuleKey<Int>.all.map(AnyRuleKey.init)
    keys += RuleKey<Bool>.all.map(AnyRuleKey.init)
    keys += RuleKey<String>.all.map(AnyRuleKey.init)
    keys += RuleKey<[String]>.all.map(AnyRuleKey.init)
    keys += RuleKey<Bool>.ofLifecycle.map(AnyRuleKey.init)
    keys += RuleKey<[String]>.ofLifecycle.map(AnyRuleKey.init)
    keys += [
      AnyRuleKey(RuleKey.limitFrom), AnyRuleKey(RuleKey.returnFrom),
      AnyRuleKey(RuleKey.returnApproved), AnyRuleKey(RuleKey.returnRefused),
      AnyRuleKey(RuleKey.disputeDecided), AnyRuleKey(RuleKey.completionRejected),
      AnyRuleKey(RuleKey.redoLimit), AnyRuleKey(RuleKey.specialLimit),
      AnyRuleKey(RuleKey.dayEnds), AnyRuleKey(RuleKey.signSilence),
      AnyRuleKey(RuleKey.extensionLength), AnyRuleKey(RuleKey.afterRedo),
      AnyRuleKey(RuleKey.cardEnds),
    ]
    return Dictionary(keys.map { ($0.name, $0) }) { first, _ in first }
  }()
}
