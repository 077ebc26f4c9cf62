import CSQLite

/// Cuts texts into the terms that FTS5 stores and asks for.
///
/// Source: <https://www.sqlite.org/fts5.html#custom_tokenizers>
public protocol FullTextTokenizer: Sendable {
  /// Hands over every term of a text with the byte range from which it came.
  ///
  /// - Parameter text: UTF-8, which may be invalid.
  /// - Parameter isQuery: true when the text is part of a question, false for a stored document.
  /// - Parameter emit: term, first byte, byte after the last, and whether the term stands at the
  ///   same position as the one before; returns false when FTS5 wants no more.
  func tokenize(
    _ text: UnsafeBufferPointer<UInt8>, isQuery: Bool,
    emit: (UnsafeBufferPointer<UInt8>, Int, Int, Bool) -> Bool)
}

private final class TokenizerBox {
  let tokenizer: any FullTextTokenizer
  init(_ tokenizer: any FullTextTokenizer) { self.tokenizer = tokenizer }
}

private typealias TokenCallback =
  @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, Int32, Int32, Int32) ->
  Int32

extension Connection {
  /// Makes a tokenizer known to FTS5 on this connection under a name.
  ///
  ///     try connection.register(tokenizer, as: "paidan")
  ///     try connection.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize = 'paidan')")
  public func register(_ tokenizer: any FullTextTokenizer, as name: String) throws {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nil) == SQLITE_OK else {
      throw failure(SQLITE_ERROR, "SELECT fts5(?1)")
    }
    defer { sqlite3_finalize(statement) }
    var found: UnsafeMutablePointer<fts5_api>?
    withUnsafeMutablePointer(to: &found) { pointer in
      _ = sqlite3_bind_pointer(statement, 1, pointer, "fts5_api_ptr", nil)
      _ = sqlite3_step(statement)
    }
    guard let api = found, let create = api.pointee.xCreateTokenizer else {
      throw SQLiteError(code: SQLITE_ERROR, message: "this SQLite has no FTS5")
    }
    var functions = fts5_tokenizer(
      xCreate: { context, _, _, result in
        result?.pointee = context.map { OpaquePointer($0) }
        return SQLITE_OK
      },
      xDelete: { _ in },
      xTokenize: { tokenizer, context, flags, text, count, callback in
        guard let tokenizer, let callback else { return SQLITE_ERROR }
        let box = Unmanaged<TokenizerBox>.fromOpaque(UnsafeRawPointer(tokenizer))
          .takeUnretainedValue()
        return runTokenizer(box.tokenizer, context, flags, text, count, callback)
      })
    let box = Unmanaged.passRetained(TokenizerBox(tokenizer))
    let code = create(
      api, name, box.toOpaque(), &functions,
      { context in
        if let context { Unmanaged<TokenizerBox>.fromOpaque(context).release() }
      })
    guard code == SQLITE_OK else {
      box.release()
      throw failure(code, nil)
    }
  }
}

private func runTokenizer(
  _ tokenizer: any FullTextTokenizer, _ context: UnsafeMutableRawPointer?, _ flags: Int32,
  _ text: UnsafePointer<CChar>?, _ count: Int32, _ callback: TokenCallback
) -> Int32 {
  guard let text, count > 0 else { return SQLITE_OK }
  var code = SQLITE_OK
  text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { start in
    let bytes = UnsafeBufferPointer(start: start, count: Int(count))
    tokenizer.tokenize(bytes, isQuery: flags & FTS5_TOKENIZE_QUERY != 0) {
      term, from, to, colocated in
      guard !term.isEmpty else { return true }
      code = term.withMemoryRebound(to: CChar.self) {
        callback(
          context, colocated ? FTS5_TOKEN_COLOCATED : 0, $0.baseAddress, Int32($0.count),
          Int32(from), Int32(to))
      }
      return code == SQLITE_OK
    }
  }
  return code
}
