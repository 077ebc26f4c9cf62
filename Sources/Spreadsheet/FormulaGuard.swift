/// Keeps office programs from running what people wrote.
///
/// A text that begins like a formula gets an apostrophe in front; reading takes one away. Texts that
/// have apostrophes before such a beginning already get one more, so that every text comes back.
public enum FormulaGuard {
  private static let marks: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  /// True when an office program could take a text for a formula, apostrophes in front or not.
  ///
  /// Judged by scalars: a combining mark after the sign makes another character of it for Swift, not
  /// for an office program.
  public static func isLikeFormula(_ text: String) -> Bool {
    let rest = text.unicodeScalars.drop { $0 == "'" }
    guard let first = rest.first else { return false }
    if first == "\t" || first == "\r" || first == "\n" { return true }
    guard let mark = rest.first(where: { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }) else {
      return false
    }
    return marks.contains(mark)
  }

  /// The text as it goes into a CSV file.
  public static func protect(_ text: String) -> String {
    isLikeFormula(text) ? "'" + text : text
  }

  /// The text as it goes into a cell that office programs show as text: only one that brings its
  /// own apostrophe needs another.
  static func protectInTextCell(_ text: String) -> String {
    text.unicodeScalars.first == "'" ? protect(text) : text
  }

  /// The text that was protected.
  public static func restore(_ text: String) -> String {
    guard text.unicodeScalars.first == "'", isLikeFormula(text) else { return text }
    return String(text.unicodeScalars.dropFirst())
  }
}
