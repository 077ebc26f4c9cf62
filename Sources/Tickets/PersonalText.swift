import Foundation

/// Masks what tells a person in free texts.
///
/// That is mobile numbers, identity cards, the caller's own name and address. Lengths stay as they
/// were.
///
/// Office numbers with an area code stay: they are how a unit is reached.
public enum PersonalText {
  /// A text without phone numbers, identity cards and the given names.
  public static func masked(_ text: String, of caller: Caller = Caller()) -> String {
    var result = maskedDigits(text)
    let digits = caller.phone.filter(\.isNumber)
    for secret in [caller.phone, digits, caller.identity, caller.address]
    where secret.count >= 5 {
      result = result.replacingOccurrences(
        of: secret, with: String(repeating: "*", count: secret.count))
    }
    if caller.name.count >= 2 {
      result = result.replacingOccurrences(of: caller.name, with: maskedName(caller.name))
    }
    return result
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

  private static func maskedDigits(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    let groups = digitGroups(scalars)
    var index = 0
    while index < groups.count {
      let group = groups[index]
      let digits = group.compactMap { value(scalars[$0]) }
      let end = group.upperBound
      let endsInX = end < scalars.count && (scalars[end] == "X" || scalars[end] == "x")
      if isMobile(digits) {
        for place in group.dropFirst(digits.count - 8) { scalars[place] = "*" }
      } else if digits.count == 18 || digits.count == 17 && endsInX {
        for place in group.dropFirst(3) { scalars[place] = "*" }
        if endsInX { scalars[end] = "*" }
      } else if let parts = grouped(groups, at: index, scalars) {
        // 138 0000 0000, as people read a number out.
        for part in parts.dropFirst() { for place in part { scalars[place] = "*" } }
        index += parts.count - 1
      }
      index += 1
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Runs of digits without anything between them.
  private static func digitGroups(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start: Int?
    for index in 0...scalars.count {
      if index < scalars.count, value(scalars[index]) != nil {
        start = start ?? index
      } else if let first = start {
        groups.append(first..<index)
        start = nil
      }
    }
    return groups
  }

  /// A mobile number in groups of 3, 4 and 4 digits with one blank or dash between.
  private static func grouped(
    _ groups: [Range<Int>], at index: Int, _ scalars: [Unicode.Scalar]
  ) -> ArraySlice<Range<Int>>? {
    guard index + 2 < groups.count else { return nil }
    let parts = groups[index...(index + 2)]
    guard parts.map(\.count) == [3, 4, 4],
      zip(parts, parts.dropFirst()).allSatisfy({
        $1.lowerBound - $0.upperBound == 1 && isGap(scalars[$0.upperBound])
      }), isMobile(parts.flatMap { $0.compactMap { value(scalars[$0]) } })
    else { return nil }
    return parts
  }

  private static func isMobile(_ digits: [UInt32]) -> Bool {
    switch digits.count {
    case 11: digits[0] == 1 && digits[1] >= 3
    case 13: digits[0] == 8 && digits[1] == 6 && digits[2] == 1
    default: false
    }
  }

  private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "-" || scalar == "－" || scalar == "\u{3000}"
  }

  /// A digit's value, half or full width.
  private static func value(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar.value {
    case 0x30...0x39: scalar.value - 0x30
    case 0xFF10...0xFF19: scalar.value - 0xFF10
    default: nil
    }
  }
}
