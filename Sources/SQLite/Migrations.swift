import CSQLite

/// Named steps that bring a database to the present layout; forward only.
///
///     var migrations = Migrations()
///     migrations.add("journal 1") { try $0.execute("CREATE TABLE entry (…)") }
///     try migrations.apply(to: connection)
public struct Migrations {
  private var steps: [(name: String, body: (Connection) throws -> Void)] = []

  /// Makes an empty list.
  public init() {}

  /// Adds a step behind the others; its name never changes once released.
  public mutating func add(_ name: String, _ body: @escaping (Connection) throws -> Void) {
    steps.append((name, body))
  }

  /// The names of the steps, in order.
  public var names: [String] { steps.map(\.name) }

  /// The list without some steps, as an earlier layout had it.
  public func without(_ names: some Collection<String>) -> Migrations {
    var earlier = Migrations()
    earlier.steps = steps.filter { !names.contains($0.name) }
    return earlier
  }

  /// Carries out the steps that the database has not seen, all in one transaction.
  ///
  /// - Throws: `SQLiteError` when a step fails (nothing is changed then) or when the database was
  ///   written by a newer Paidan with steps unknown here.
  public func apply(to connection: Connection) throws {
    try connection.transaction {
      try connection.execute(
        "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, position INTEGER NOT NULL)")
      let done = Set(try connection.rows("SELECT name FROM migration").map { $0.text(0) })
      if let unknown = done.subtracting(steps.map(\.name)).sorted().first {
        throw SQLiteError(
          code: SQLITE_SCHEMA, message: "database has step '\(unknown)' of a newer Paidan")
      }
      for (position, step) in steps.enumerated() where !done.contains(step.name) {
        try step.body(connection)
        try connection.run(
          "INSERT INTO migration (name, position) VALUES (?, ?)", step.name, position)
      }
    }
  }
}
