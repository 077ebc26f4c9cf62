import Foundation
import Hotline

/// The levels of leaders who sign, as the documents name them; a higher one counts for a lower one.
enum Signatory {
  /// Titles with their level; the first that a text ends with counts, so deputies come first.
  private static let ladder: [(titles: [String], level: Int)] = [
    (["副市长", "市领导", "副区长", "区分管领导"] + leaders("区政府分管") + leaders("市政府分管"), 7),
    (["市长"] + leaders("市政府主要"), 9),
    (["区长", "区主要领导"] + leaders("区政府主要"), 8),
    (["局党组书记", "市局局长"] + leaders("市局主要"), 6),
    (["市局副局长", "市局领导"] + leaders("市局分管"), 5),
    (
      ["副局长", "副主任", "副书记", "授权人"] + leaders("分管") + leaders("授权") + leaders("授权的")
        + leaders("授权的有关"), 3
    ),
    (["局长", "书记", "一把手"] + leaders("主要"), 4),
    (["负责人", "负责同志", "科长", "主任", "所长", "队长", "处长", "领导"], 1),
  ]

  private static func leaders(_ rank: String) -> [String] {
    ["领导", "负责人", "负责同志"].map { rank + $0 }
  }

  /// How high a title stands; 0 for none that signs.
  ///
  /// The unit may stand before the title; whatever follows it (助理, 秘书) makes it another's.
  static func level(of title: String) -> Int {
    let text = title.trimmingCharacters(in: .whitespacesAndNewlines)
    return ladder.first { $0.titles.contains(where: text.hasSuffix) }?.level ?? 0
  }

  /// True when a title is the one asked for or stands higher.
  ///
  /// A rule may name several, parted by 或; one of them suffices.
  static func suffices(_ title: String, for wanted: String) -> Bool {
    if title == wanted || title.hasSuffix(wanted) { return true }
    let parts = wanted.replacing("或者", with: "或").split(separator: "或").map(String.init)
    return parts.contains { part in
      let lowest = level(of: part)
      // A body, unlike a leader, has no level: who acts for it is not to be read off a title.
      return lowest == 0 || level(of: title) >= lowest
    }
  }

  /// True when a text names a body that the document lets decide, or a leader high enough.
  ///
  /// A body is known by what its name says before 工作机制 and the like: 接诉即办协商会议 acts for it.
  static func decides(_ text: String, for wanted: String) -> Bool {
    let parts = wanted.replacing("或者", with: "或").split(separator: "或").map(String.init)
    return parts.contains { part in
      if level(of: part) > 0 { return suffices(text, for: part) }
      let tail = ["工作机制", "管理机构", "工作机构"].first(where: part.hasSuffix)
      return text.contains(part.dropLast(tail?.count ?? 0))
    }
  }

  /// True for an office inside the bureau (科室), false for a unit under it.
  static func isOffice(_ unit: String) -> Bool {
    ["科", "科室", "处", "室", "办公室", "处室"].contains(where: unit.hasSuffix)
  }
}
