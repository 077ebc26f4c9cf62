import Foundation
import History
import Hotline
import SQLite
import Suggestions

/// What was learned from past tickets, kept in the data folder beside the database.
///
/// It follows from the history and may be deleted; then it is learned again at the next start.
struct LearnedFile {
  let url: URL

  /// The models for the history that the database holds: read when they are up to date, else
  /// learned and written.
  func models(_ pool: ConnectionPool, progress: Desk.Progress) throws -> LearnedModels {
    let state = try pool.read { try HistoryProjection.state($0) }
    guard state.count > 0 else { return .none }
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
