/// Where a ticket or hand stands in a measure.
enum Standing: Sendable, Equatable {
  /// It has nothing to do with it, or is not decided yet.
  case out
  /// In the whole, not in the part.
  case rest
  /// In the part.
  case part
  /// Taken out by a rule, and listed.
  case excluded
}

extension Measure {
  /// Where a ticket stands, and at which time it counts; for measures of tickets.
  func standing(of ticket: FactBook.Ticket) -> (Standing, at: UInt32) {
    switch self {
    case .received: (.part, ticket.received)
    case .answered:
      (ticket.outcome == TicketFacts.Outcome.answered.code ? .part : .rest, ticket.received)
    case .refused:
      (ticket.outcome == TicketFacts.Outcome.excluded.code ? .part : .out, ticket.received)
    default: (.out, 0)
    }
  }

  /// Where a hand stands, and at which time it counts; for measures of units.
  func standing(of hand: FactBook.Hand) -> (Standing, at: UInt32) {
    switch self {
    case .dispatched: (hand.first(true), hand.dispatched)
    case .signing: (hand.signing, hand.dispatched)
    case .returning: (hand.first(hand.has(.returned)), hand.dispatched)
    case .extending: (hand.first(hand.has(.extended)), hand.dispatched)
    case .supervising: (hand.first(hand.has(.supervised)), hand.dispatched)
    case .completing: (hand.settling(hand.completed > 0), hand.settled)
    case .ontime: (hand.settling(hand.isOnTime), hand.settled)
    case .overdue: (!hand.isVoid && hand.passed > 0 ? .part : .out, hand.passed)
    case .satisfaction: (hand.rated(hand.rating <= 3), hand.rated)
    case .hours, .median: (hand.completed > 0 ? .part : .out, hand.completed)
    case .redoing:
      (hand.completed > 0 ? (hand.has(.redone) ? .part : .rest) : .out, hand.completed)
    case .yellow: (hand.yellow > 0 ? .part : .out, hand.yellow)
    case .red: (hand.red > 0 ? .part : .out, hand.red)
    case .receipt:
      (hand.rating >= 4 ? hand.rated(hand.has(.judged) && !hand.has(.misjudged)) : .out, hand.rated)
    case .received, .answered, .refused, .contact, .solving: (.out, 0)
    }
  }
}

extension TicketFacts.Outcome {
  /// The outcome as the rows in memory hold it.
  var code: UInt8 { UInt8(rawValue) }
}

extension FactBook.Hand {
  func has(_ mark: HandFacts.Marks) -> Bool { Int(marks) & mark.rawValue != 0 }

  /// Ended without a result of its own.
  var isVoid: Bool { has(.returned) || (has(.ended) && completed == 0) }

  var settled: UInt32 {
    guard has(.overdue), passed > 0 else { return completed }
    return completed > 0 ? min(completed, passed) : passed
  }

  var isOnTime: Bool { completed > 0 && !has(.overdue) && (due == 0 || result <= due) }

  /// A redo follows from what was sent before, and is no dispatch of its own.
  fileprivate func first(_ holds: Bool) -> Standing {
    has(.redo) ? .out : holds ? .part : .rest
  }

  fileprivate func settling(_ holds: Bool) -> Standing {
    isVoid || settled == 0 ? .out : holds ? .part : .rest
  }

  fileprivate func rated(_ holds: Bool) -> Standing {
    guard rating > 0, !has(.rerated) else { return .out }
    if rating >= 4, excluded > 0 { return .excluded }
    return holds ? .part : .rest
  }

  fileprivate var signing: Standing {
    guard has(.signOwed) else { return .out }
    if has(.signLate) || has(.deemed) { return .rest }
    return has(.signed) ? .part : .out
  }
}
