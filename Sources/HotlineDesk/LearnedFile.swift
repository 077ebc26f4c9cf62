import Foundation
import History
import Hotline
import SQLite
import Suggestions

/// What was learned, and from which history.
struct LearnedHistory: Sendable {
  let models: LearnedModels
  /// How many past tickets there were, and the last one's place in the journal.
  let mark: [Int]

  static let nothing = LearnedHistory(models: .none, mark: [])
}

/// What was learned from past tickets, kept in the data folder beside the database.
///
/// It follows from the history and may be deleted; then it is learned again at the next start.
struct LearnedFile {
  let url: URL

  /// The models for the history that the database holds: read when they are up to date, else
  /// learned and written.
  ///
  /// - Parameter present: what is in use; given back while the history is the same.
  func models(
    _ pool: ConnectionPool, over present: LearnedHistory, progress: Desk.Progress
  ) throws -> LearnedHistory {
    let state = try pool.read { try HistoryProjection.state($0) }
    let mark = [state.count, state.sequence]
    if mark == present.mark { return present }
    guard state.count > 0 else { return LearnedHistory(models: .none, mark: mark) }
    return LearnedHistory(models: try models(pool, state, progress), mark: mark)
  }

  private func models(
    _ pool: ConnectionPool, _ state: (count: Int, sequence: Int), _ progress: Desk.Progress
  ) throws -> LearnedModels {
    let mark = Data("paidan learned \(state.count) \(state.sequence)\n".utf8)
    if let data = try? Data(contentsOf: url), data.starts(with: mark),
      let models = try? LearnedModels(serialized: data.dropFirst(mark.count))
    {
      return models
    }
    progress("从历史工单学习", 0, 0)
    let models = LearnedModels.learn(from: try pool.read { try HistoryProjection.tickets($0) })
    // Without room on the disk the models still serve; they are learned again at the next start.
    if let data = try? models.serialized() {
      try? (mark + data).write(to: url, options: .atomic)
    }
    return models
  }
}
