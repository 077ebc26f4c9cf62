import Foundation
import Hotline

/// Texts as a form shows them.
enum FormText {
  /// What stands in the place of what the one who prints may not see.
  static let withheld = "保密"

  /// A moment as the annexes write it; blanks where there is none.
  static func moment(_ moment: Date?) -> String {
    guard let moment else { return "　　年　 月　 日　 时　 分" }
    let day = Day(containing: moment)
    let minutes = Int(moment.timeIntervalSince(day.start)) / 60
    return "\(Self.day(day))\(minutes / 60)时\(two(minutes % 60))分"
  }

  /// A day as the annexes write it.
  static func day(_ day: Day) -> String { "\(day.year)年\(day.month)月\(day.day)日" }

  /// A limit with how it counts.
  static func limit(_ limit: FormLimit) -> String {
    moment(limit.at) + (limit.note.isEmpty ? "" : "（\(limit.note)）")
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// Text without characters that have no place on paper, such as turns of the writing direction,
  /// and with plain line ends.
  static func clean(_ text: String) -> String {
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    var scalars = String.UnicodeScalarView()
    for scalar in lines.unicodeScalars {
      switch scalar.value {
      case 0x0A: scalars.append(scalar)
      case 0x09: scalars.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
        continue
      default: scalars.append(scalar)
      }
    }
    return String(scalars).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A text in which a withheld caller's name and all mobile and identity numbers are blacked out.
  static func hiding(_ name: String, in text: String) -> String {
    var hidden = text
    if name.count >= 2, !["市民", "匿名", "群众", "诉求人"].contains(name) {
      hidden = hidden.replacing(name, with: withheld)
    }
    hidden = hidden.replacing(#/[1-9][0-9]{16}[0-9Xx]/#, with: withheld)
    return hidden.replacing(#/1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}/#, with: withheld)
  }

  /// Text as HTML holds it.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
    return result
  }
}
