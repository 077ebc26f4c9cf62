import Hotline

/// The levels of leaders who sign, as the documents name them; a higher one counts for a lower one.
enum Signatory {
  /// Words of a title with their level; the first that fits counts.
  private static let ladder: [(words: [String], level: Int)] = [
    (["市政府主要", "市长"], 9),
    (["区主要领导", "区政府主要", "区长"], 8),
    (["区分管领导", "市政府分管", "市领导"], 7),
    (["市局主要", "局党组书记", "市局局长"], 6),
    (["市局分管", "市局副局长", "市局领导"], 5),
    (["主要领导", "主要负责人", "主要负责同志", "一把手"], 4),
    (["分管领导", "分管负责", "副局长", "副主任", "副书记", "授权"], 3),
    (["局长", "书记"], 4),
    (["负责人", "负责同志", "科长", "主任", "所长", "队长", "处长", "领导"], 1),
  ]

  /// How high a title stands; 0 for none that signs.
  static func level(of title: String) -> Int {
    for (words, level) in ladder where words.contains(where: title.contains) {
      if level == 6, title.contains("局属") { continue }
      return level
    }
    return 0
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

  /// True for an office inside the bureau (科室), false for a unit under it.
  static func isOffice(_ unit: String) -> Bool {
    ["科", "科室", "处", "室", "办公室", "处室"].contains(where: unit.hasSuffix)
  }
}
