import Foundation

/// Works out how many lines a text takes, so that a form is known to fit before it is printed.
///
/// Chinese type makes this possible: every character is as wide as the type is high. What is not
/// Chinese is taken a little too wide, and each line a little too short, because a line may not
/// begin with a comma.
struct TypeSize: Equatable, Sendable {
  /// The height of the type, in points.
  var points: Double

  /// Sizes that are tried, largest first; 9 points are the least that is pleasant on paper.
  static let all = stride(from: 12.0, through: 9.0, by: -0.5).map { TypeSize(points: $0) }
  /// The type of short values in a table, and the largest of its long texts.
  static let table = TypeSize(points: 11)
  /// The type of opinions and of the upper fields.
  static let handy = TypeSize(points: 10.5)
  /// The smallest of them.
  static let least = TypeSize(points: 9)

  /// The height of the type, in millimetres.
  var em: Double { points * 0.352_778 }
  /// The height of a line, in millimetres.
  var line: Double { em * TypeSize.leading }
  /// The height of a line in heights of the type.
  static let leading = 1.5

  /// How many widths of a character fit into a width in millimetres.
  func capacity(_ width: Double) -> Double { max(2, width / em - 1.6) }

  /// How many lines a text takes in a width in millimetres; each paragraph begins `indent`
  /// characters further in.
  func lines(_ text: String, width: Double, indent: Double = 0) -> Int {
    let most = capacity(width)
    return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { sum, part in
      var count = 1
      var used = indent
      for character in part {
        let own = Self.width(of: character)
        if used + own > most {
          count += 1
          used = 0
        }
        used += own
      }
      return sum + count
    }
  }

  /// The beginning of a text that fits into so many lines with `reserve` characters to spare on
  /// the last one, and what is left.
  func cut(_ text: String, width: Double, lines: Int, indent: Double = 0, reserve: Double = 0)
    -> (head: String, rest: String)
  {
    guard lines > 0 else { return ("", text) }
    let most = capacity(width)
    var row = 1
    var used = indent
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      let own = Self.width(of: character)
      if character == "\n" || used + own > most {
        row += 1
        used = character == "\n" ? indent : own
        if row > lines { break }
      } else {
        used += own
      }
      if row == lines, used + reserve > most { break }
      index = text.index(after: index)
    }
    return (String(text[..<index]), String(text[index...]))
  }

  /// A short text for a field of one or more lines; what does not fit ends in ….
  func shortened(_ text: String, width: Double, lines: Int = 1) -> String {
    let flat = String(text.map { $0.isNewline ? " " : $0 })
    if self.lines(flat, width: width) <= lines { return flat }
    return cut(flat, width: width, lines: lines, reserve: 1).head + "…"
  }

  /// The width of a character in heights of the type.
  static func width(of character: Character) -> Double {
    guard character.isASCII else {
      return character.unicodeScalars.contains { $0.properties.isEmojiPresentation } ? 1.5 : 1
    }
    if "mwMW@%".contains(character) { return 1 }
    return character.isUppercase ? 0.8 : 0.62
  }
}
