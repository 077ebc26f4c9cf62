import Foundation
import History
import Hotline
import Suggestions
import Synchronization
import Tickets

/// What was learned, from which history and how far in the journal.
struct Learned: Sendable {
  var models: LearnedModels
  /// The imported past tickets that are in it.
  var history: HistoryProjection.State
  /// The place in the journal up to which the hotline's own tickets are in it.
  var place: Int
  /// Tickets that the file beside the database does not hold yet.
  var unsaved = 0
}

/// Keeps what was learned; one writer at a time.
final class LearnedShelf: Sendable {
  private let kept = Mutex<Learned?>(nil)

  /// What was learned; nil before the database has been read.
  var value: Learned? { kept.withLock { $0 } }

  /// Changes it while nobody else does.
  func change<Result: Sendable>(
    _ body: (inout Learned?) throws -> Result
  ) rethrows -> Result {
    try kept.withLock { try body(&$0) }
  }
}

extension Desk {
  /// Tickets learned before the file is written again; at a stop it is written too.
  private static let mostUnsaved = 500

  /// What was learned for the history that the database holds: kept, read from the file or learned.
  func learnedModels(progress: @escaping Progress) throws -> LearnedModels {
    let state = try pool.read { try HistoryProjection.state($0) }
    if let kept = learned.value, kept.history == state { return kept.models }
    let file = LearnedFile(url: folder.learned)
    var found = try file.read(pool, history: state)
    if found == nil {
      if state.count > 0 { progress("从历史工单学习", 0, 0) }
      let past = try pool.read { try HistoryProjection.tickets($0) }
      found = Learned(
        models: past.isEmpty ? .none : .learn(from: past), history: state, place: 0)
      if state.count > 0, let found { file.write(found, pool) }
    }
    let now = found
    learned.change { $0 = now }
    return now?.models ?? .none
  }

  /// Learns from tickets that units have taken on since the last time, without a stop of the
  /// service; when many were added everything is learned anew beside it and then taken over.
  ///
  /// - Returns: true when more waits.
  @discardableResult
  public func learnOutcomes(while goOn: () -> Bool = { true }) throws -> Bool {
    guard let before = learned.value else { return false }
    let (outcomes, next, more) = try office.outcomes(after: before.place)
    if !outcomes.isEmpty {
      let taught = outcomes.reduce(into: before.models) { $0.take($1) }
      try take(taught, at: next, instead: before, count: outcomes.count)
      if taught.isOutgrown { try learnAnew(while: goOn) }
    } else if next > before.place {
      try take(before.models, at: next, instead: before, count: 0)
    }
    if let now = learned.value, now.unsaved > 0, !goOn() || now.unsaved >= Self.mostUnsaved {
      saveLearned()
    }
    return more && goOn()
  }

  /// Writes what was learned beside the database; without room on the disk it is learned again.
  func saveLearned() {
    guard let now = learned.value, now.unsaved > 0 else { return }
    LearnedFile(url: folder.learned).write(now, pool)
    learned.change { $0?.unsaved = 0 }
  }

  /// Learns history and own tickets from the beginning; calls are served from the old models
  /// meanwhile.
  private func learnAnew(while goOn: () -> Bool) throws {
    guard let before = learned.value else { return }
    var tickets = try pool.read { try HistoryProjection.tickets($0) }
    var own: [String: Int] = [:]
    var secret: Set<String> = []
    var (place, more) = (0, true)
    while more {
      guard goOn() else { return }
      let page = try office.outcomes(after: place, most: 5_000)
      (place, more) = (page.next, page.more)
      for outcome in page.outcomes {
        if outcome.isSecret { secret.insert(outcome.number) }
        if let index = own[outcome.number] {
          tickets[index] = outcome.pastTicket
        } else {
          own[outcome.number] = tickets.count
          tickets.append(outcome.pastTicket)
        }
      }
    }
    var models = LearnedModels.learn(from: tickets.filter { !$0.text.isEmpty })
    for number in secret { models.forgetText(of: number) }
    try take(models, at: place, instead: before, count: own.count, whateverPlace: true)
  }

  /// Takes models into use, unless another history came in between.
  private func take(
    _ models: LearnedModels, at place: Int, instead before: Learned, count: Int,
    whateverPlace: Bool = false
  ) throws {
    let taken = learned.change { kept -> Bool in
      guard let now = kept, now.history == before.history,
        whateverPlace || now.place == before.place
      else { return false }
      kept = Learned(
        models: models, history: now.history, place: place, unsaved: now.unsaved + count)
      return true
    }
    if taken, count > 0 { state.change { $0.with(models) } }
  }
}

extension LearnedModels {
  /// Learns an outcome, or forgets the text of a ticket that was erased.
  fileprivate mutating func take(_ outcome: TicketOutcome) {
    guard outcome.unit != nil else { return forgetText(of: outcome.number) }
    learn(outcome.pastTicket)
    if outcome.isSecret { forgetText(of: outcome.number) }
  }
}

extension TicketOutcome {
  fileprivate var pastTicket: PastTicket {
    PastTicket(
      id: number, text: text, unit: unit ?? "", category: [], type: type,
      date: Day(String(ShanghaiTime.text(received).prefix(10))))
  }
}
