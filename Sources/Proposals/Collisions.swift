import Catalogue
import ChineseText

/// Items whose names, sayings or keywords are nearly those of others.
struct Collisions {
  /// The share of common bigrams from which two texts are nearly equal.
  static let nearlyEqual = 0.7
  /// The share of common keywords from which two items are alike, from three keywords on.
  static let alike = 0.6

  private struct Text {
    var item: Int
    var text: String
    var isName: Bool
    var grams: Set<UInt64>
  }

  private let items: [CatalogueItem]
  private var texts: [Text] = []
  private var holders: [UInt64: [Int]] = [:]
  private var keywordHolders: [String: [Int]] = [:]

  /// Indexes the items among which the proposed ones will stand, the proposed ones among them.
  init(_ items: [CatalogueItem]) {
    self.items = items
    for (index, item) in items.enumerated() {
      for keyword in Set(item.keywords) { keywordHolders[keyword, default: []].append(index) }
      for (place, text) in ([item.name] + item.sayings).enumerated() {
        let grams = Self.grams(text)
        for gram in grams { holders[gram, default: []].append(texts.count) }
        texts.append(Text(item: index, text: text, isName: place == 0, grams: grams))
      }
    }
  }

  private static func grams(_ text: String) -> Set<UInt64> {
    var keys: [UInt64] = []
    NormalText(text).appendCharacterGrams(lengths: 2...2, to: &keys)
    return Set(keys)
  }

  /// What a proposed item has nearly in common with others, one finding for each other item and
  /// field; items that it names as easily confused are left out, the difference being written down.
  func findings(_ change: ProposedChange) -> [Finding] {
    guard let item = change.item else { return [] }
    let told = Set(item.confusions.map(\.other))
    return nearTexts(change, item, told) + sharedKeywords(change, item, told)
  }

  private func nearTexts(
    _ change: ProposedChange, _ item: CatalogueItem, _ told: Set<String>
  ) -> [Finding] {
    var seen: Set<String> = []
    var findings: [Finding] = []
    for (place, text) in ([item.name] + item.sayings).enumerated() {
      let grams = Self.grams(text)
      var common: [Int: Int] = [:]
      for gram in grams { for holder in holders[gram] ?? [] { common[holder, default: 0] += 1 } }
      for (holder, count) in common.sorted(by: { $0.key < $1.key }) {
        let other = texts[holder]
        let owner = items[other.item]
        let all = grams.count + other.grams.count - count
        guard owner.id != item.id, !told.contains(owner.id), other.isName == (place == 0),
          Double(count) >= Self.nearlyEqual * Double(all),
          seen.insert("\(owner.id) \(other.isName)").inserted
        else { continue }
        findings.append(
          Finding(
            .doubt, change, place == 0 ? "name" : "sayings",
            "“\(text)”与 \(owner.id)“\(owner.name)”的“\(other.text)”几乎相同",
            rule: "同一种说法应只派往一个事项",
            remedy: "改写法，或在“易混事项”里写明与 \(owner.id) 的区别；若是同一件事，请改为修改原事项"))
      }
    }
    return findings
  }

  private func sharedKeywords(
    _ change: ProposedChange, _ item: CatalogueItem, _ told: Set<String>
  ) -> [Finding] {
    let mine = Set(item.keywords)
    var sharing: Set<Int> = []
    for keyword in mine { sharing.formUnion(keywordHolders[keyword] ?? []) }
    return sharing.sorted().compactMap { index in
      let other = items[index]
      guard other.id != item.id, !told.contains(other.id) else { return nil }
      let common = item.keywords.filter(Set(other.keywords).contains)
      let fewest = min(mine.count, other.keywords.count)
      guard common.count >= 3, Double(common.count) >= Self.alike * Double(fewest) else {
        return nil
      }
      return Finding(
        .doubt, change, "keywords",
        "与 \(other.id)“\(other.name)”有 \(common.count) 个相同的关键词：\(common.joined(separator: "、"))",
        rule: "关键词应能把事项分开", remedy: "换成更专门的词，或在“易混事项”里写明与 \(other.id) 的区别")
    }
  }
}
