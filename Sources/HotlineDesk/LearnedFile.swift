import Foundation
import History
import Hotline
import SQLite
import Suggestions

/// What was learned, kept in the data folder beside the database.
///
/// It follows from the history and the journal and may be deleted; then it is learned again. Its
/// first line names the history and the journal entry up to which it goes, with that entry's hash,
/// so that a file of another database or of one that was restored since is not used.
struct LearnedFile {
  let url: URL

  /// What was learned for a history; nil when there is no file for it.
  func read(_ pool: ConnectionPool, history: HistoryProjection.State) throws -> Learned? {
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe),
      let end = data.prefix(200).firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let words = String(decoding: data[..<end], as: UTF8.self).split(separator: " ").map(String.init)
    guard words.count == 6, let place = Int(words[4]),
      try Self.mark(history, place, pool) == words.joined(separator: " "),
      let models = try? LearnedModels(serialized: Data(data[data.index(after: end)...]))
    else { return nil }
    return Learned(models: models, history: history, place: place)
  }

  /// Writes what was learned; without room on the disk nothing is written.
  func write(_ learned: Learned, _ pool: ConnectionPool) {
    guard let mark = try? Self.mark(learned.history, learned.place, pool),
      let data = try? learned.models.serialized()
    else { return }
    try? (Data((mark + "\n").utf8) + data).write(to: url, options: .atomic)
  }

  private static func mark(
    _ history: HistoryProjection.State, _ place: Int, _ pool: ConnectionPool
  ) throws -> String {
    let hash = try pool.read {
      try $0.row("SELECT lower(hex(hash)) FROM entry WHERE sequence = ?", place)?.text(0)
    }
    return "paidan learned \(history.count) \(history.sequence) \(place) \(hash ?? "-")"
  }
}
