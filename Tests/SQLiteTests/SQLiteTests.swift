import Foundation
import SQLite
import Testing

func temporaryFolder() throws -> URL {
  let url = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  return url
}

@Suite struct ConnectionTests {
  @Test func everyKindOfValueComesBack() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (a, b, c, d, e, f)")
    try connection.run(
      "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", 42, 1.5, "中\0文", [UInt8](), nil, "")
    let row = try #require(try connection.row("SELECT * FROM t"))
    #expect(row.int(0) == 42)
    #expect(row.double(1) == 1.5)
    #expect(row.text(2) == "中\0文")
    #expect(row[3] == .blob([]))
    #expect(row[4] == .null)
    #expect(row[5] == .text(""))
  }

  @Test func anErrorTakesTheTransactionBackAndNamesTheStatement() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (a INTEGER UNIQUE)")
    let error = #expect(throws: SQLiteError.self) {
      try connection.transaction {
        try connection.run("INSERT INTO t VALUES (?)", 987_654)
        try connection.transaction { try connection.run("INSERT INTO t VALUES (?)", 987_654) }
      }
    }
    #expect(error?.primaryCode == 19)
    #expect(error?.description.contains("987654") == false)
    #expect(try connection.row("SELECT count(*) FROM t")?.int(0) == 0)
  }

  @Test func aSavepointFailsAloneWhenItsErrorIsCaught() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (a INTEGER UNIQUE)")
    try connection.transaction {
      try connection.run("INSERT INTO t VALUES (1)")
      _ = try? connection.transaction {
        try connection.run("INSERT INTO t VALUES (2)")
        try connection.run("INSERT INTO t VALUES (1)")
      }
    }
    #expect(try connection.rows("SELECT a FROM t").map { $0.int(0) } == [1])
  }

  @Test func theSameQueryInsideItselfIsSafe() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)")
    var pairs = 0
    let sql = "SELECT a FROM t ORDER BY a"
    try connection.each(sql) { _ in
      try connection.each(sql) { _ in
        pairs += 1
        return true
      }
      return true
    }
    #expect(pairs == 9)
  }

  @Test func tooFewValuesAreRefused() throws {
    let connection = try Connection(path: ":memory:")
    #expect(throws: SQLiteError.self) { try connection.row("SELECT ?, ?", 1) }
  }
}

@Suite struct ConnectionPoolTests {
  @Test func readersSeeCommitsWhileManyThreadsWrite() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let pool = try ConnectionPool(path: folder.appending(path: "t.sqlite").path, readers: 2)
    try pool.write { try $0.execute("CREATE TABLE t (a)") }
    DispatchQueue.concurrentPerform(iterations: 200) { index in
      if index % 2 == 0 {
        _ = try? pool.write { try $0.run("INSERT INTO t VALUES (?)", index) }
      } else {
        _ = try? pool.read { try $0.rows("SELECT * FROM t") }
      }
    }
    #expect(try pool.read { try $0.row("SELECT count(*) FROM t")?.int(0) } == 100)
    #expect(try pool.read { try $0.row("PRAGMA journal_mode")?.text(0) } == "wal")
    #expect(try pool.exclusively { try $0.row("PRAGMA synchronous")?.int(0) } == 2)
  }

  @Test func aBackupTakenWhileOpenIsWhole() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let pool = try ConnectionPool(path: folder.appending(path: "t.sqlite").path)
    try pool.write { connection in
      try connection.execute("CREATE TABLE t (a)")
      for index in 0..<5_000 { try connection.run("INSERT INTO t VALUES (?)", "第\(index)行") }
    }
    let copy = folder.appending(path: "copy.sqlite").path
    try pool.read { try $0.backup(to: copy, pagesPerStep: 5) }
    let other = try Connection(path: copy, mode: .readOnly)
    #expect(try other.row("SELECT count(*) FROM t")?.int(0) == 5_000)
    #expect(try other.row("PRAGMA integrity_check")?.text(0) == "ok")
  }
}

@Suite struct MigrationsTests {
  @Test func stepsRunOnceAndANewerDatabaseIsRefused() throws {
    let connection = try Connection(path: ":memory:")
    var old = Migrations()
    old.add("one") { try $0.execute("CREATE TABLE one (a)") }
    var new = old
    new.add("two") { try $0.execute("CREATE TABLE two (a)") }
    try old.apply(to: connection)
    try new.apply(to: connection)
    try new.apply(to: connection)
    #expect(try connection.row("SELECT count(*) FROM two")?.int(0) == 0)
    let error = #expect(throws: SQLiteError.self) { try old.apply(to: connection) }
    #expect(error?.message.contains("two") == true)
  }

  @Test func aFailedStepLeavesNothing() throws {
    let connection = try Connection(path: ":memory:")
    var migrations = Migrations()
    migrations.add("one") { try $0.execute("CREATE TABLE one (a)") }
    migrations.add("broken") { try $0.execute("CREATE TABLE (") }
    #expect(throws: SQLiteError.self) { try migrations.apply(to: connection) }
    #expect(throws: SQLiteError.self) { try connection.rows("SELECT * FROM one") }
  }
}

/// Every byte a term of its own; each query byte is stored in lower case by adding a second term.
private struct ByteTokenizer: FullTextTokenizer {
  func tokenize(
    _ text: UnsafeBufferPointer<UInt8>, isQuery: Bool,
    emit: (UnsafeBufferPointer<UInt8>, Int, Int, Bool) -> Bool
  ) {
    for index in text.indices {
      guard emit(UnsafeBufferPointer(rebasing: text[index...index]), index, index + 1, false) else {
        return
      }
    }
  }
}

@Suite struct FullTextTokenizerTests {
  @Test func aSwiftTokenizerServesDocumentsAndPhrases() throws {
    let connection = try Connection(path: ":memory:")
    try connection.register(ByteTokenizer(), as: "bytes")
    try connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'bytes')")
    try connection.run("INSERT INTO t VALUES (?)", "abcd")
    try connection.run("INSERT INTO t VALUES (?)", "acbd")
    #expect(
      try connection.rows("SELECT rowid FROM t WHERE t MATCH '\"bc\"'").map { $0.int(0) } == [1])
    let marked = try connection.row(
      "SELECT highlight(t, 0, '[', ']') FROM t WHERE t MATCH '\"cb\"'")
    #expect(marked?.text(0) == "a[cb]d")
  }
}
