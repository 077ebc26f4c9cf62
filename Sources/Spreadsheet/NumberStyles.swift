import Foundation
import Hotline

/// Reads how each style of a workbook shows numbers.
final class NumberStyles: XMLTaker {
  /// How a number is shown.
  enum Shape: Hashable {
    /// As a number.
    case number
    /// As a day, perhaps with its time.
    case date
    /// As a span of hours, minutes and seconds.
    case span
    /// As a whole number with at least so many digits.
    case padded(Int)
  }

  private var codes: [Int: Shape] = [:]
  private var shapes: [Shape] = []
  private var isInCells = false

  /// The shape of a style; a number when the style is not known.
  func shape(_ style: Int) -> Shape {
    shapes.indices.contains(style) ? shapes[style] : .number
  }

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "numFmt":
      if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] {
        codes[id] = Self.shape(of: code)
      }
    case "cellXfs": isInCells = true
    case "xf" where isInCells:
      let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
      shapes.append(codes[id] ?? Self.builtIn(id))
    default: break
    }
  }

  func end(_ name: String) {
    if name == "cellXfs" { isInCells = false }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// The formats that have a number only; 27 to 36 and 50 to 58 are dates in Chinese programs.
  private static func builtIn(_ id: Int) -> Shape {
    switch id {
    case 14...22, 27...36, 45, 47, 50...58: .date
    case 46: .span
    default: .number
    }
  }

  /// What a format's code shows, by the letters outside of its quotes, escapes and brackets.
  static func shape(of code: String) -> Shape {
    var letters = ""
    var isQuoted = false
    var isSkipped = false
    var bracket: String?
    for character in code.lowercased() {
      if isSkipped {
        isSkipped = false
      } else if isQuoted {
        isQuoted = character != "\""
      } else if bracket != nil {
        if character == "]" {
          // [h], [mm], [ss]: time that has passed, not a time of day.
          if let text = bracket, !text.isEmpty, Set(text).isSubset(of: ["h", "m", "s"]) {
            return .span
          }
          bracket = nil
        } else {
          bracket?.append(character)
        }
      } else if character == ";" {
        break
      } else if character == "\"" {
        isQuoted = true
      } else if character == "\\" || character == "_" || character == "*" {
        isSkipped = true
      } else if character == "[" {
        bracket = ""
      } else {
        letters.append(character)
      }
    }
    if letters == "general" { return .number }
    if letters.contains(where: { "ymdhs年月日时分秒".contains($0) }), !letters.contains("#") {
      return .date
    }
    return letters.count > 1 && letters.allSatisfy { $0 == "0" } ? .padded(letters.count) : .number
  }
}

/// Turns the numbers in cells into text.
enum CellNumber {
  /// The text of a stored number; nil when it is none.
  ///
  /// - Parameter from1904: true when the workbook's days begin in 1904.
  static func text(_ stored: String, _ shape: NumberStyles.Shape, from1904: Bool) -> String? {
    guard let value = Double(stored), value.isFinite else { return nil }
    switch shape {
    case .number: return number(value)
    case .padded(let width):
      let text = number(value)
      guard value >= 0, text.allSatisfy(\.isNumber) else { return text }
      return String(repeating: "0", count: max(0, width - text.count)) + text
    case .span:
      guard (0..<1_000_000).contains(value) else { return number(value) }
      return clock(Int((value * 86_400).rounded()))
    case .date: return date(value, from1904: from1904) ?? number(value)
    }
  }

  /// True for whole numbers that are longer than what office programs keep, such as identity numbers.
  static func hasLostDigits(_ stored: String) -> Bool {
    guard let value = Double(stored) else { return false }
    return (1e15..<1e20).contains(abs(value))
  }

  /// Fifteen digits, as office programs show them, without an exponent where that can be.
  private static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    let text = String(format: "%.15g", value)
    guard text.contains("e"), abs(value) < 1e21, abs(value) > 1e-15,
      let decimal = Decimal(string: text)
    else { return text }
    return decimal.description
  }

  private static func clock(_ seconds: Int) -> String {
    let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
    return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  /// A day, a moment in China's time, or a time of day; nil for what no calendar has.
  private static func date(_ value: Double, from1904: Bool) -> String? {
    // 2958466 is the first day of the year 10000.
    guard value >= 0, value < 2_958_466 else { return nil }
    let total = Int((value * 86_400).rounded())
    let seconds = total % 86_400
    var day = total / 86_400
    if day == 0, !from1904 { return clock(seconds) }
    if from1904 {
      day -= 24_107
    } else {
      // Office programs count a 29th of February 1900, which never was.
      guard day != 60 else { return nil }
      day -= day < 60 ? 25_568 : 25_569
    }
    let text = Day(daysSince1970: day).description
    return seconds == 0 ? text : "\(text)T\(clock(seconds))+08:00"
  }
}
