/// From when a limit is counted.
public enum ClockStart: String, CaseIterable, Sendable {
  /// When the ticket is dispatched to the unit.
  case dispatch = "派发"
  /// When the unit confirms that it takes the ticket.
  case acceptance = "确认受理"
  /// When the unit first received the ticket.
  case firstReceipt = "首次接收"
  /// When the unit signs for the ticket.
  case sign = "签收"
  /// The time stands on the platform's or the transfer form.
  case form = "转办单写明"
}

/// What becomes of the limit after a decision.
public enum ClockEffect: String, CaseIterable, Sendable {
  /// It starts anew from the new dispatch.
  case restart = "重新计算"
  /// It counts from the unit's first receipt, as if nothing had been asked.
  case firstReceipt = "从首次接收起算"
  /// It runs on.
  case runsOn = "继续计算"
}

/// When a law's limit takes the place of the regulation's.
public enum SpecialLimit: String, CaseIterable, Sendable {
  /// Whenever a law, regulation or rule sets one.
  case always = "一律从其规定"
  /// Only when it is shorter.
  case shorter = "更短的从其规定"
  /// The catalogue item's limit is the only one.
  case catalogue = "按派单目录"
  /// The limit on the platform's form is the only one.
  case form = "按转办单"
}

/// What a unit's silence within the limit for signing means.
public enum Silence: String, CaseIterable, Sendable {
  /// Nothing; it becomes a matter of urging.
  case nothing = "不产生效力"
  /// The ticket counts as accepted.
  case accepted = "视同受理"
}

/// How long an extension may be.
public enum ExtensionLength: String, CaseIterable, Sendable {
  /// Any length up to the first limit.
  case atMostFirst = "不超过原时限"
  /// Exactly the first limit.
  case exactlyFirst = "与首次时限相同"
  /// As the centre decides.
  case decided = "由审批决定"
}

/// Until when a card that was earned shows.
public enum CardEnd: String, CaseIterable, Sendable {
  /// Until the ticket is closed.
  case closing = "办结"
  /// Until it goes to the files.
  case archive = "归档"
}

/// What follows when the caller is dissatisfied after a redo.
public enum AfterRedo: String, CaseIterable, Sendable {
  /// The ticket is supervised.
  case supervise = "督办"
  /// Nothing more is done by the ticket.
  case close = "办结"
  /// The unit states what it did.
  case statement = "履职情况说明"
}
