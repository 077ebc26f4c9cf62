import Foundation
import Hotline
import Regulations

/// A moment from which a ticket shows a card.
struct CardMark {
  var at: Date
  var card: Card
  /// What the card is about: the end of a limit.
  var limit: Date
  var source: String
  /// True when the card shows only after the moment has passed.
  var after = false

  /// True once the card shows.
  func has(come now: Date) -> Bool { after ? at < now : at <= now }
}

extension Step {
  /// The card that the ticket shows now.
  ///
  /// A result that came late keeps the card it had when it came; whether a closed ticket keeps it,
  /// the regulation says.
  var card: Card {
    guard let stage else { return .none }
    if let result = resultAt {
      guard stage.closed == nil || rules[.cardEnds]?.value == .archive,
        let due = hand?.limit?.due, result > due
      else { return .none }
      return cardMarks.filter { $0.has(come: result) }.map(\.card).max() ?? .none
    }
    return cardMarks.filter { $0.has(come: now) }.map(\.card).max() ?? .none
  }

  /// When the unit's result came in, while the ticket rests on it.
  private var resultAt: Date? {
    if case .replied(let reply)? = stage { return reply.at }
    guard let closed = stage?.closed else { return nil }
    guard ticket.record.filings.last?.at != closed else { return closed }
    return ticket.record.replies.last?.at ?? closed
  }

  /// The moments at which the card can still change as time passes.
  var changingMarks: [CardMark] { resultAt == nil ? cardMarks : [] }

  /// Every card's moment under the running limits.
  ///
  /// Once the result is in, time brings no further card.
  var cardMarks: [CardMark] {
    guard let hand, let stage else { return [] }
    if let result = resultAt { return marks(hand).filter { $0.has(come: result) } }
    if case .returning = stage, rules.denies(.returnReviewCounts) { return [] }
    return stage.isOpen ? marks(hand) : []
  }

  private func marks(_ hand: Assignment) -> [CardMark] {
    var list: [CardMark] = []
    if let rule = rules[.redUnsigned], rule.value, stage == .dispatched, let due = signDue(hand) {
      list.append(
        CardMark(
          at: due, card: .red, limit: due, source: Rulebook.cite(rule.source), after: true))
    }
    guard let limit = hand.limit else { return list }
    for mark in clock.deadlines.moments(from: limit.start, due: limit.due) {
      guard let card = Card(rawValue: mark.what) else { continue }
      list.append(
        CardMark(
          at: mark.at, card: card, limit: limit.due, source: Rulebook.cite(mark.source),
          after: mark.after))
    }
    return list
  }
}
