import Foundation

/// The time zone of all rules, Asia/Shanghai, and RFC 3339 texts in it.
///
/// China has kept +08:00 without summer time since 1992, and no rule here is older.
public enum ShanghaiTime {
  /// Seconds east of Greenwich.
  public static let offset = 28_800

  /// The zone as Foundation's type.
  public static var zone: TimeZone { TimeZone(secondsFromGMT: offset) ?? .gmt }

  /// Writes a moment as `2026-11-21T09:30:00+08:00`; fractions of a second are cut.
  public static func text(_ moment: Date) -> String {
    let seconds = Int(moment.timeIntervalSince1970.rounded(.down)) + offset
    let day = Day(daysSince1970: Int((Double(seconds) / 86_400).rounded(.down)))
    let rest = seconds - day.daysSince1970 * 86_400
    return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))+08:00"
  }

  /// Writes a moment as people read it, `2026-11-21 09:30`.
  public static func minute(_ moment: Date) -> String {
    String(text(moment).prefix(16)).replacingOccurrences(of: "T", with: " ")
  }

  /// Reads an RFC 3339 time with its offset; nil when it is none or has no offset.
  public static func moment(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, let day = Day(String(text.prefix(10))) else { return nil }
    guard [0x54, 0x74, 0x20].contains(bytes[10]) else { return nil }
    func number(_ at: Int) -> Int? {
      guard at + 1 < bytes.count, (48...57).contains(bytes[at]), (48...57).contains(bytes[at + 1])
      else { return nil }
      return Int(bytes[at] - 48) * 10 + Int(bytes[at + 1] - 48)
    }
    guard let hour = number(11), let minute = number(14), let second = number(17),
      bytes[13] == 0x3A, bytes[16] == 0x3A, hour < 24, minute < 60, second <= 60
    else { return nil }
    var index = 19
    if bytes[index] == 0x2E {
      index += 1
      let start = index
      while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
      guard index > start else { return nil }
    }
    guard index < bytes.count else { return nil }
    var shift = 0
    if bytes[index] == 0x5A || bytes[index] == 0x7A {
      guard index == bytes.count - 1 else { return nil }
    } else {
      guard bytes[index] == 0x2B || bytes[index] == 0x2D, bytes.count == index + 6,
        bytes[index + 3] == 0x3A, let hours = number(index + 1), let minutes = number(index + 4),
        hours < 24, minutes < 60
      else { return nil }
      shift = (hours * 3600 + minutes * 60) * (bytes[index] == 0x2D ? -1 : 1)
    }
    let seconds = day.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - shift
    return Date(timeIntervalSince1970: Double(seconds))
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
