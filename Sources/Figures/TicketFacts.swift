import Foundation
import Hotline
import Lifecycle

/// What counting needs of a ticket beside its hands.
struct TicketFacts: Equatable, Sendable {
  /// How a request ended that no unit got or finished.
  enum Outcome: Int, Sendable {
    case open, answered, excluded, withdrawn, transferred
  }

  /// Row in the table; 0 before it is stored.
  var id = 0
  var number: String
  var profile: String
  var layer: String?
  var type: String
  var channel: String
  var region: String?
  var item: String?
  var received: Int
  /// Earlier reports of the same matter.
  var prior: Int
  var urgent: Bool
  var basis: Bool
  var outcome = Outcome.open
  /// When it was answered, refused, withdrawn or transferred.
  var ended = 0
  var merged: String?
}

/// The handling again of a dissatisfied request, as far as its three rates need it.
///
/// Source: 南京规范3.6, 3.7, 3.8.
struct RehandlingFacts: Equatable, Sendable {
  /// Row in the table; 0 before it is stored.
  var id = 0
  var unit: String
  var judged: Int
  /// The class.
  var kind: String
  var promise: String?
  /// End of the promise as extended; 0 for none.
  var due = 0
  /// The caller hears of it every month.
  var monthly = false
  var solved = 0
  var extensions = 0
  /// The running month passed without a word to the caller.
  var missing = false
}

/// A month's word to a caller: given in time, or missed.
struct ContactFacts: Equatable, Sendable {
  var at: Int
  var kept: Bool
}

/// A listed ground for accountability that a ticket's record reached.
struct GroundFacts: Equatable, Sendable {
  var rule: String
  var unit: String
  var at: Int
}

/// All that is counted of one ticket, brought forward event by event.
struct TicketAccount: Equatable, Sendable {
  var ticket: TicketFacts
  var hands: [HandFacts] = []
  var rehandling: RehandlingFacts?
  /// New since it was read from the tables.
  var contacts: [ContactFacts] = []
  /// New since it was read from the tables.
  var grounds: [GroundFacts] = []

  init(_ ticket: TicketFacts) { self.ticket = ticket }

  /// Brings the account up to an event.
  mutating func apply(_ event: TicketEvent) {
    let at = event.at.seconds
    switch event.change {
    case .answered: end(.answered, at)
    case .excluded: end(.excluded, at)
    case .withdrawn: end(.withdrawn, at)
    case .transferred: end(.transferred, at)
    case .dispatched(let hand): begin(hand, at)
    case .unitFixed(let hand, _): begin(hand, at)
    case .redoOrdered(let hand):
      change {
        $0.marks.insert(.redone)
        $0.redone = at
      }
      begin(hand, at, redo: true)
    case .rated(let rating): rate(rating, at)
    case .ratingCorrected(let value, _, let fault, let excluded):
      correct(value, fault, excluded)
    case .judged(let kind, let promise): judge(kind, promise, at)
    case .progressTold: tell(at)
    case .limitRecalculated(let anew) where anew.promise != nil:
      rehandling?.due = anew.due.seconds
    case .promiseExtended(let due, let every, _, _):
      rehandling?.due = due.seconds
      rehandling?.extensions += 1
      if every != nil { rehandling?.monthly = true }
    case .solved: rehandling?.solved = at
    case .noted(let name, let key): note(name, key, at)
    default: applyToHand(event.change, at)
    }
  }

  private mutating func change(_ body: (inout HandFacts) -> Void) {
    guard !hands.isEmpty else { return }
    body(&hands[hands.count - 1])
  }

  private mutating func end(_ outcome: TicketFacts.Outcome, _ at: Int) {
    ticket.outcome = outcome
    ticket.ended = at
    change { $0.marks.insert(.ended) }
  }

  private mutating func begin(_ assignment: Assignment, _ at: Int, redo: Bool = false) {
    if let item = assignment.terms.item, ticket.item == nil { ticket.item = item }
    change { old in
      // A ticket that another unit gets ends for the first one, unless its result is in.
      if old.completed == 0, !old.marks.contains(.returned) { old.marks.insert(.ended) }
    }
    var hand = HandFacts(assignment)
    if redo {
      hand.marks.insert(.redo)
      hand.dispatched = at
    } else if hand.signed == 0 {
      hand.marks.insert(.signOwed)
    }
    hands.append(hand)
  }

  private mutating func applyToHand(_ fact: TicketEvent.Change, _ at: Int) {
    change { hand in
      switch fact {
      case .signed(_, let limit):
        hand.signed = at
        hand.marks.insert(.signed)
        hand.limit(limit, at)
      case .deemedAccepted(let limit):
        hand.signed = at
        hand.marks.insert(.deemed)
        hand.limit(limit, at)
      case .innerAssigned(let to, _): hand.inner = to
      case .returnRequested: hand.marks.insert(.returnAsked)
      case .returnApproved:
        hand.marks.insert(.returned)
        hand.returned = at
        hand.due = 0
      case .returnRefused(let limit, _): hand.limit(limit, at)
      case .limitRecalculated(let anew): hand.limit(anew.limit, at)
      case .extensionApproved(let limit, _), .extensionDeemed(let limit, _):
        hand.marks.insert(.extended)
        hand.limit(limit, at)
      case .limitRestarted(let limit): hand.limit(limit, at)
      case .jointHandlingOrdered(_, _, let limit):
        hand.marks.insert(.joint)
        hand.limit(limit, at)
      case .replied: hand.result = at
      case .completionApproved:
        hand.completed = at
        if hand.result == 0 { hand.result = at }
      case .caseFiled:
        hand.completed = at
        hand.result = at
      case .completionRejected(_, let limit):
        hand.marks.insert(.rejected)
        hand.completed = 0
        hand.result = 0
        hand.limit(limit, at)
      case .supervised:
        hand.marks.insert(.supervised)
        if hand.supervised == 0 { hand.supervised = at }
      case .urged: hand.marks.insert(.urged)
      default: break
      }
    }
    if case .completionRejected = fact { takeBackRating() }
  }

  private mutating func note(_ name: String, _ key: String, _ at: Int) {
    change { hand in
      switch name {
      case "sign-overdue": hand.marks.insert(.signLate)
      case "overdue":
        hand.marks.insert(.overdue)
        hand.passed = at
      case "card-yellow": if hand.yellow == 0 { hand.yellow = at }
      case "card-red": if hand.red == 0 { hand.red = at }
      case "reminded": hand.marks.insert(.urged)
      default: break
      }
    }
    if name == "progress-overdue", rehandling?.solved == 0 {
      rehandling?.missing = true
      contacts.append(ContactFacts(at: at, kept: false))
    }
    if name == "accountability-noted", let unit = hands.last?.unit {
      let rule = key.replacingOccurrences(of: "accountability-", with: "", options: .anchored)
      grounds.append(GroundFacts(rule: rule, unit: unit, at: at))
    }
  }

  // MARK: ratings

  private mutating func rate(_ rating: Rating, _ at: Int) {
    guard !hands.isEmpty else { return }
    for index in hands.indices.dropLast() { hands[index].marks.insert(.rerated) }
    change { hand in
      hand.rating = rating.value.place
      hand.rated = at
      hand.excluded = rating.value.isDissatisfied ? rating.excluded : nil
    }
  }

  private mutating func correct(_ value: RatingValue, _ fault: Fault?, _ excluded: String?) {
    change { hand in
      guard hand.rating > 0 else { return }
      hand.rating = value.place
      hand.excluded = value.isDissatisfied ? excluded ?? hand.excluded : nil
    }
  }

  /// What was said of a result that is sent back no longer stands; what was said before it does.
  private mutating func takeBackRating() {
    change { hand in
      hand.rating = 0
      hand.rated = 0
      hand.excluded = nil
    }
    if let last = hands.lastIndex(where: { $0.rating > 0 }) { hands[last].marks.remove(.rerated) }
  }

  // MARK: rehandling

  private mutating func judge(_ kind: String, _ promise: Promise?, _ at: Int) {
    // What is judged is the rating that stands, which may be of an earlier round.
    if let rated = hands.lastIndex(where: { $0.rating > 0 && !$0.marks.contains(.rerated) }) {
      hands[rated].marks.insert(.judged)
    }
    guard let unit = hands.last?.unit else { return }
    var facts = RehandlingFacts(unit: unit, judged: at, kind: kind)
    facts.id = rehandling?.id ?? 0
    facts.promise = promise?.name
    facts.due = promise?.due?.seconds ?? 0
    facts.monthly = promise?.every != nil
    rehandling = facts
  }

  private mutating func tell(_ at: Int) {
    guard var facts = rehandling, facts.solved == 0, facts.monthly else { return }
    if !facts.missing { contacts.append(ContactFacts(at: at, kept: true)) }
    facts.missing = false
    rehandling = facts
  }
}

extension HandFacts {
  /// A limit that was set anew; what passed before no longer counts when it ends later.
  mutating func limit(_ limit: Limit?, _ at: Int) {
    due = limit?.due.seconds ?? 0
    if due > at || due == 0 {
      marks.remove(.overdue)
      passed = 0
    }
  }
}
