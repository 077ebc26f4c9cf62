import Foundation
import SQLite

/// The upkeep of the index of tickets' texts.
///
/// Each text becomes a small part of the index, and parts must be merged. SQLite would do that
/// within some command, which then takes many times as long; here it is done in small steps
/// between commands. Only when nobody calls `tidy` are 16 parts of one size merged at once.
///
/// Source: <https://www.sqlite.org/fts5.html#the_merge_command>
enum TextIndex {
  static func addMigrations(to migrations: inout Migrations) {
    migrations.add("tickets 3") { connection in
      try connection.execute("INSERT INTO ticket_text (ticket_text, rank) VALUES ('automerge', 0)")
    }
  }

  /// Does one step of merging.
  ///
  /// - Returns: false when nothing is left to do.
  static func merge(pages: Int, _ connection: Connection) throws -> Bool {
    let before = connection.totalChanges
    try connection.run("INSERT INTO ticket_text (ticket_text, rank) VALUES ('merge', ?)", pages)
    // Less than two changed rows: the command itself, and no page.
    return connection.totalChanges - before >= 2
  }
}

extension TicketOffice {
  /// Keeps the index of texts in few parts, in steps that no command notices.
  ///
  /// - Parameters:
  ///   - pages: how much is merged in a step; more is quicker in all and holds up commands longer.
  ///   - goOn: asked before each step.
  public func tidy(pages: Int = 16, while goOn: () -> Bool = { true }) throws {
    while goOn(), try pool.write({ try TextIndex.merge(pages: pages, $0) }) {}
  }
}
