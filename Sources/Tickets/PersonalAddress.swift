import Foundation

/// The numbers of an address that tell the very door: of house, building, unit and room.
struct PersonalAddress {
  private struct Door: Hashable {
    var number: Int
    /// What is counted, such as 栋; empty when nothing is said.
    var unit: String
    /// The character before it.
    var before: Unicode.Scalar?
  }

  /// Counted things that are nothing but parts of an address.
  private static let sure = ["号楼", "号院", "号房", "单元", "栋", "幢", "座"]
  private static let others = ["室", "房", "号", "楼", "层"]
  private static let numerals = Array("零一二三四五六七八九十".unicodeScalars)

  private let doors: Set<Door>

  init(_ address: String) {
    let text = MaskedScalars(address)
    doors = Set(
      Self.runs(text).map { run in
        Door(
          number: run.number, unit: Self.unit(text, run.places.upperBound),
          before: text[run.places.lowerBound - 1])
      })
  }

  /// Hides the numbers of the address where a text repeats them.
  func mask(_ text: inout MaskedScalars) {
    guard !doors.isEmpty else { return }
    // Where the last hidden part ended, with its unit: what follows at once belongs to it.
    var end = -1
    for (number, places) in Self.runs(text) {
      let same = doors.filter { $0.number == number }
      guard !same.isEmpty else { continue }
      let unit = Self.unit(text, places.upperBound)
      let before = text[places.lowerBound - 1]
      let follows = end == places.lowerBound
      guard Self.tells(same, unit, before, follows: follows, digits: places.count) else { continue }
      text.hide(places)
      end = places.upperBound + unit.unicodeScalars.count
      if let next = text[end], "-－—".unicodeScalars.contains(next) { end += 1 }
    }
  }

  /// Whether a number in a text is one of the address.
  private static func tells(
    _ doors: Set<Door>, _ unit: String, _ before: Unicode.Scalar?, follows: Bool, digits: Int
  ) -> Bool {
    if sure.contains(unit) { return doors.contains { sure.contains($0.unit) || $0.unit.isEmpty } }
    switch unit {
    case "室", "房": return digits >= 3 || follows
    // 3月3号 and 3号线 are none: only behind the same road or village.
    case "号": return doors.contains { $0.unit == "号" && $0.before == before }
    case "楼", "层": return follows && doors.contains { $0.unit == unit }
    default: return follows && digits >= 3
    }
  }

  private static func unit(_ text: MaskedScalars, _ place: Int) -> String {
    (sure + others).first { unit in
      unit.unicodeScalars.enumerated().allSatisfy { text[place + $0.offset] == $0.element }
    } ?? ""
  }

  /// Numbers with their places, in digits or in characters before a counted thing.
  private static func runs(_ text: MaskedScalars) -> [(number: Int, places: Range<Int>)] {
    var runs = text.groups.compactMap { group -> (Int, Range<Int>)? in
      let digits = text.digits(group)
      guard !digits.isEmpty, digits.count <= 5 else { return nil }
      return (digits.reduce(0) { $0 * 10 + Int($1) }, group)
    }
    var start: Int?
    for index in 0...text.scalars.count {
      if let scalar = text[index], numerals.contains(scalar) {
        start = start ?? index
      } else if let first = start {
        start = nil
        let places = first..<index
        guard !unit(text, index).isEmpty, let number = number(text.scalars[places]) else {
          continue
        }
        runs.append((number, places))
      }
    }
    return runs.sorted { $0.1.lowerBound < $1.1.lowerBound }
  }

  /// A number up to 99 in characters, or one read digit by digit.
  private static func number(_ scalars: ArraySlice<Unicode.Scalar>) -> Int? {
    let values = scalars.compactMap { numerals.firstIndex(of: $0) }
    guard let ten = values.firstIndex(of: 10) else { return values.reduce(0) { $0 * 10 + $1 } }
    let (tens, ones) = (values[..<ten], values[(ten + 1)...])
    guard tens.count <= 1, ones.count <= 1 else { return nil }
    return (tens.first ?? 1) * 10 + (ones.first ?? 0)
  }
}
