import Foundation

/// Masks what tells a person in free texts.
///
/// That is phone numbers, identity cards, the caller's own name, and what is repeated of the caller's
/// own address. Lengths stay as they were. The road stays, so that a unit finds the place; the
/// numbers of house, building and room go.
///
/// Numbers by which an office is reached stay, as do amounts, dates, hotlines and codes.
public enum PersonalText {
  /// A text without phone numbers, identity cards and what it repeats of the caller.
  public static func masked(_ text: String, of caller: Caller = Caller()) -> String {
    // Most texts hold nothing of the kind, and nothing of a caller who told nothing.
    var result = text
    var marks = MaskedScalars(text)
    if !marks.groups.isEmpty {
      PersonalNumbers.mask(&marks)
      PersonalNumbers.mask(&marks, repeating: caller.phone)
      result = marks.text
    }
    for secret in [caller.phone, caller.identity, caller.address]
    where secret.count >= 5 && holds(result, secret) {
      result = result.replacingOccurrences(
        of: secret, with: String(repeating: "*", count: secret.count))
    }
    if !caller.address.isEmpty {
      var marks = MaskedScalars(result)
      PersonalAddress(caller.address).mask(&marks)
      result = marks.text
    }
    return caller.name.count >= 2 ? masked(result, name: caller.name) : result
  }

  /// A name with all but its first character hidden.
  public static func maskedName(_ name: String) -> String {
    guard let first = name.first else { return "" }
    // 张先生 tells no more than 张某 does.
    if name.hasSuffix("先生") || name.hasSuffix("女士"), name.count == 3 { return name }
    return String(first) + String(repeating: "某", count: max(1, name.count - 1))
  }

  /// A number with its middle hidden.
  public static func maskedPhone(_ phone: String) -> String {
    guard phone.count > 6 else { return String(repeating: "*", count: phone.count) }
    return phone.prefix(3) + String(repeating: "*", count: phone.count - 5) + phone.suffix(2)
  }

  /// Whether a text holds another, byte by byte: asked of every text, mostly in vain.
  private static func holds(_ text: String, _ part: String) -> Bool {
    var (text, part) = (text, part)
    return text.withUTF8 { whole in
      part.withUTF8 { sought in
        guard let start = whole.baseAddress, let wanted = sought.baseAddress,
          sought.count <= whole.count
        else { return false }
        return (0...(whole.count - sought.count)).contains {
          start[$0] == wanted[0] && memcmp(start + $0, wanted, sought.count) == 0
        }
      }
    }
  }

  /// Hides a name, also where it is written with gaps, as in 张 小 明.
  private static func masked(_ text: String, name: String) -> String {
    let hidden = maskedName(name)
    guard hidden != name else { return text }
    let whole = holds(text, name) ? text.replacingOccurrences(of: name, with: hidden) : text
    let parts = name.filter { !$0.isWhitespace }.map { String($0) }
    guard parts.count >= 2, parts.allSatisfy({ holds(whole, $0) }) else { return whole }
    let spaced = parts.map { NSRegularExpression.escapedPattern(for: $0) }
      .joined(separator: "[ \u{3000}·.]?")
    guard let pattern = try? NSRegularExpression(pattern: spaced) else { return whole }
    var result = whole
    let found = pattern.matches(in: whole, range: NSRange(whole.startIndex..., in: whole))
    for match in found.reversed() {
      guard let range = Range(match.range, in: result) else { continue }
      let start = result[range].prefix(1)
      result.replaceSubrange(
        range, with: start + String(repeating: "某", count: result[range].count - 1))
    }
    return result
  }
}

/// A text in the making, with its runs of digits.
struct MaskedScalars {
  private(set) var scalars: [Unicode.Scalar]
  /// Runs of digits, half or full width, without anything between them.
  let groups: [Range<Int>]
  private let original: String
  private var changed = false

  init(_ text: String) {
    original = text
    let scalars = Array(text.unicodeScalars)
    self.scalars = scalars
    var groups: [Range<Int>] = []
    var start: Int?
    for index in 0...scalars.count {
      if index < scalars.count, Self.value(scalars[index]) != nil {
        start = start ?? index
      } else if let first = start {
        groups.append(first..<index)
        start = nil
      }
    }
    self.groups = groups
  }

  var text: String {
    guard changed else { return original }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  subscript(place: Int) -> Unicode.Scalar? {
    scalars.indices.contains(place) ? scalars[place] : nil
  }

  mutating func hide(_ places: some Sequence<Int>) {
    for place in places { scalars[place] = "*" }
    changed = true
  }

  /// The digits of a run; empty once they are hidden.
  func digits(_ group: Range<Int>) -> [UInt32] { group.compactMap { Self.value(scalars[$0]) } }

  /// What stands before a place in the same sentence, at most so many characters.
  func before(_ place: Int, most: Int) -> String {
    var view = String.UnicodeScalarView()
    for scalar in scalars[max(0, place - most)..<place] {
      if "。；;！？!?\n".unicodeScalars.contains(scalar) { view = String.UnicodeScalarView() }
      view.append(scalar)
    }
    return String(view)
  }

  /// A digit's value, half or full width.
  static func value(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar.value {
    case 0x30...0x39: scalar.value - 0x30
    case 0xFF10...0xFF19: scalar.value - 0xFF10
    default: nil
    }
  }
}
