/// One way in which a call says something: words in context, not bare words.
///
/// Written in a recogniser file as `find: "{起火} > 现在|正在"`; see `RecogniserFile` for the language.
struct CallPattern: Sendable {
  /// How far a match may reach.
  enum Scope: String, CaseIterable, Sendable {
    /// Between two marks of punctuation.
    case clause
    /// Up to a full stop, question mark, exclamation mark, semicolon or line end.
    case sentence
    /// The whole call.
    case text
  }

  /// How a term stands to the one before it.
  struct Step: Sendable {
    /// Index of the term.
    var term: Int32
    /// True when it must come after the one before.
    var ordered: Bool
    /// The most scalars between the two.
    var gap: Int
  }

  /// The terms to be found, the first with a step that means nothing.
  var steps: [Step]
  /// Where all of them must stand.
  var scope: Scope
  /// Terms that must not stand in the clauses of the match.
  var without: [Int32]
  /// Terms that must not stand in the sentences of the match.
  var unless: [Int32]
  /// Terms that must not stand anywhere in the call.
  var never: [Int32]
  /// The call holds no more scalars than this, marks of punctuation not counted.
  var longest: Int?
  /// How sure a match makes the recogniser, 0 to 1.
  var sure: Double
  /// Place in the file.
  var line: Int
}
