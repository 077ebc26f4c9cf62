import Foundation
import History
import Hotline
import Suggestions

/// How learning day by day compares with learning everything anew each day.
public struct LearningFigures: Codable, Sendable {
  /// One way of learning.
  public struct Way: Codable, Sendable {
    /// Share of tickets whose first unit was right.
    public var top1: Double
    /// Share of tickets with the right unit among the first three.
    public var top3: Double
    /// Time spent on learning, in seconds.
    public var seconds: Double
    /// How often everything was learned from the beginning.
    public var trainings: Int
  }

  /// Days played.
  public var days: Int
  /// Tickets predicted.
  public var tickets: Int
  /// Each day predicted, then learned ticket by ticket, as a running service does.
  public var running: Way
  /// Each day predicted by a model learned from all days before it.
  public var anew: Way
  /// By how much the second way is better at the first unit.
  public var difference: Double
}

extension Measure {
  /// Plays past tickets day by day: each day is predicted, then learned.
  ///
  /// - Parameters:
  ///   - files: tickets with a day and a unit.
  ///   - first: days that are learned before the first prediction.
  ///   - every: the second way learns anew every so many days.
  /// - Throws: `DataFaults` for faulty lines, `InputProblem` when no row has a day and a unit.
  public static func learning(
    _ files: [URL], first: Int, every: Int, progress: (Int, Int) -> Void
  ) throws -> LearningFigures {
    var days: [Day: [PastTicket]] = [:]
    for file in files {
      let read = HistoryFile.read(file)
      if !read.faults.isEmpty { throw DataFaults(read.faults) }
      for ticket in read.tickets where !ticket.unit.isEmpty {
        if let day = ticket.date { days[day, default: []].append(ticket) }
      }
    }
    let order = days.keys.sorted()
    guard order.count > first else {
      throw InputProblem(
        code: "too_few_days", field: "train",
        message: "按天回放需要多于 \(first) 天、有日期和单位的工单，现有 \(order.count) 天")
    }
    var known = order.prefix(first).flatMap { days[$0] ?? [] }
    var running = Play(models: .learn(from: known))
    var anew = Play(models: running.models)
    for (index, day) in order.enumerated().dropFirst(first) {
      let tickets = days[day] ?? []
      progress(index + 1, order.count)
      if (index - first) % every == 0, index > first {
        anew.train(known)
      }
      for ticket in tickets {
        running.predict(ticket)
        anew.predict(ticket)
      }
      known += tickets
      running.learn(tickets, known: known)
    }
    return LearningFigures(
      days: order.count - first, tickets: running.count, running: running.way, anew: anew.way,
      difference: anew.way.top1 - running.way.top1)
  }

  private struct Play {
    var models: LearnedModels
    var (count, first, third) = (0, 0, 0)
    var seconds = 0.0
    var trainings = 1

    init(models: LearnedModels) { self.models = models }

    mutating func predict(_ ticket: PastTicket) {
      let units = models.units?.predict(ticket.text, limit: 3).map(\.label) ?? []
      count += 1
      if units.first == ticket.unit { first += 1 }
      if units.contains(ticket.unit) { third += 1 }
    }

    mutating func train(_ tickets: [PastTicket]) {
      let start = ContinuousClock.now
      models = .learn(from: tickets)
      trainings += 1
      seconds += Self.seconds(since: start)
    }

    mutating func learn(_ tickets: [PastTicket], known: [PastTicket]) {
      let start = ContinuousClock.now
      for ticket in tickets { models.learn(ticket) }
      seconds += Self.seconds(since: start)
      if models.isOutgrown { train(known) }
    }

    var way: LearningFigures.Way {
      LearningFigures.Way(
        top1: Double(first) / Double(max(count, 1)), top3: Double(third) / Double(max(count, 1)),
        seconds: seconds, trainings: trainings)
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      return Double(seconds) + Double(attoseconds) / 1e18
    }
  }
}
