import Lifecycle

extension TicketEvent {
  /// The event with every text that somebody wrote passed through a mask.
  func masked(_ mask: (String) -> String) -> TicketEvent {
    var event = self
    switch change {
    case .received(var request):
      request.text = mask(request.text)
      request.points = request.points?.map(mask)
      event.change = .received(request)
    case .excluded(let entry, let tell): event.change = .excluded(entry: entry, tell: mask(tell))
    case .predispatchRefused(let unit, let reason, let signedBy):
      event.change = .predispatchRefused(
        unit: unit, reason: mask(reason), signedBy: signedBy.map(mask))
    case .dispatched(var hand):
      hand.approvedBy = hand.approvedBy.map(mask)
      hand.terms.instructions = hand.terms.instructions.map(mask)
      event.change = .dispatched(hand)
    case .redoOrdered(var hand):
      hand.terms.instructions = hand.terms.instructions.map(mask)
      event.change = .redoOrdered(hand)
    case .returnRequested(var request):
      request.reason = mask(request.reason)
      request.basis = request.basis.map(mask)
      request.suggest = request.suggest.map(mask)
      request.signedBy = request.signedBy.map(mask)
      event.change = .returnRequested(request)
    case .extensionRequested(var request):
      request.reason = mask(request.reason)
      request.stage = request.stage.map(mask)
      request.signedBy = request.signedBy.map(mask)
      event.change = .extensionRequested(request)
    case .extensionApproved(let limit, let reason):
      event.change = .extensionApproved(limit: limit, reason: reason.map(mask))
    case .extensionDeemed(let limit, let reason):
      event.change = .extensionDeemed(limit: limit, reason: reason.map(mask))
    case .promiseExtended(let due, let every, let guessed, let reason):
      event.change = .promiseExtended(
        due: due, every: every, guessed: guessed, reason: reason.map(mask))
    case .calledBack(let reached, let way, let reason):
      event.change = .calledBack(reached: reached, way: way, reason: reason.map(mask))
    case .contacted(var contact):
      contact.proof = contact.proof.map(mask)
      event.change = .contacted(contact)
    case .supplemented(let text): event.change = .supplemented(text: mask(text))
    case .forceMajeureNoted(let note): event.change = .forceMajeureNoted(note: mask(note))
    case .replied(var reply):
      reply.text = mask(reply.text)
      reply.approvedBy = reply.approvedBy.map(mask)
      reply.parts = reply.parts?.mapValues(mask)
      reply.points = reply.points?.mapValues(mask)
      reply.contact = reply.contact?.mapValues(mask)
      event.change = .replied(reply)
    case .completionRejected(let reason, let limit):
      event.change = .completionRejected(reason: mask(reason), limit: limit)
    case .rated(var rating):
      rating.excluded = rating.excluded.map(mask)
      event.change = .rated(rating)
    case .ratingCorrected(let value, let reason, let fault, let excluded):
      event.change = .ratingCorrected(
        value, reason: mask(reason), fault: fault, excluded: excluded.map(mask))
    case .statementMade(let text): event.change = .statementMade(text: mask(text))
    case .caseFiled(var filing):
      filing.papers = filing.papers.map(mask)
      event.change = .caseFiled(filing)
    case .unitFixed(var hand, let by):
      hand.terms.instructions = hand.terms.instructions.map(mask)
      event.change = .unitFixed(hand, by: mask(by))
    case .disputeRaised(var dispute):
      for index in dispute.evidence.indices {
        dispute.evidence[index].text = mask(dispute.evidence[index].text)
      }
      event.change = .disputeRaised(dispute)
    case .evidenceGiven(var evidence):
      evidence.text = mask(evidence.text)
      event.change = .evidenceGiven(evidence)
    case .transferred(let to, let reason):
      event.change = .transferred(to: to, reason: reason.map(mask))
    case .escalated(let to, let reason): event.change = .escalated(to: to, reason: reason.map(mask))
    case .reportedUp(let to, let text): event.change = .reportedUp(to: to, text: mask(text))
    case .supervised(let reason): event.change = .supervised(reason: mask(reason))
    default: break
    }
    return event
  }
}
