import Lifecycle

extension CommandName {
  /// The fields that the command takes, as scripts and routes write them.
  public var fields: [String] {
    switch self {
    case .receive: Self.receiving
    case .answer: ["article"]
    case .exclude: ["entry", "tell"]
    case .predispatch, .acceptPredispatch: ["unit"]
    case .refusePredispatch: ["unit", "reason", "signed_by"]
    case .dispatch: ["lead", "co", "item", "limit", "platform_due", "instructions", "approved_by"]
    case .sign, .redo, .progress, .solve: ["by"]
    case .assignInner: ["by", "to"]
    case .requestReturn: ["by", "reason", "basis", "suggest", "signed_by"]
    case .approveReturn: ["lead", "approved_by"]
    case .fixUnit: ["lead", "by", "due"]
    case .transfer, .escalate: ["to", "reason"]
    case .fileCase: ["by", "papers"]
    case .dispute: ["by", "evidence"]
    case .jointHandling: ["units", "by", "due"]
    case .reportUp: ["to", "text"]
    case .requestExtension: ["by", "reason", "days", "stage", "told_caller", "signed_by"]
    case .contact: ["by", "outcome", "proof", "slot"]
    case .supplement: ["text"]
    case .forceMajeure: ["note"]
    case .withdraw: ["by"]
    case .reply: ["by", "text", "parts", "points", "approved_by", "contact"]
    case .rejectCompletion: ["reason", "platform_due"]
    case .supervise: ["reason"]
    case .callback: ["outcome", "way", "reason"]
    case .rate: ["value", "fault", "excluded"]
    case .correctRating: ["value", "reason", "fault", "excluded"]
    case .statement: ["by", "text"]
    case .judge: ["by", "class", "promise"]
    case .extendPromise: ["by", "reason"]
    case .refuseReturn, .approveExtension, .refuseExtension, .approveCompletion, .urge,
      .resolveSupervision, .archive, .tick:
      []
    }
  }

  private static let receiving = [
    "type", "text", "channel", "urgent", "basis", "prior", "difficult", "secret", "reported",
    "points",
  ]
}
