import Catalogue
import Foundation
import Hotline
import Knowledge

/// Holds proposed rows against the rules of files and against what is stored.
struct ProposalCheck {
  let unit: String
  let changes: [ProposedChange]
  let ground: ProposalGround
  let ceilings: [LimitCeiling]
  private var findings: [Finding] = []

  /// Everything about the rows that must be mended or looked at, by row, faults first.
  static func findings(
    in changes: [ProposedChange], of unit: String, on ground: ProposalGround,
    ceilings: [LimitCeiling]
  ) -> [Finding] {
    var check = ProposalCheck(unit: unit, changes: changes, ground: ground, ceilings: ceilings)
    check.checkVersions()
    check.checkItems()
    check.checkArticles()
    check.checkWords()
    check.checkPeriods()
    check.checkEnds()
    check.checkOwners()
    return check.findings.enumerated().sorted { left, right in
      (left.element.row, left.element.weight == .fault ? 0 : 1, left.offset)
        < (right.element.row, right.element.weight == .fault ? 0 : 1, right.offset)
    }.map(\.element)
  }

  private init(
    unit: String, changes: [ProposedChange], ground: ProposalGround, ceilings: [LimitCeiling]
  ) {
    self.unit = unit
    self.changes = changes
    self.ground = ground
    self.ceilings = ceilings
  }

  private mutating func fault(
    _ change: ProposedChange, _ field: String, _ message: String, rule: String? = nil,
    remedy: String? = nil
  ) {
    findings.append(Finding(.fault, change, field, message, rule: rule, remedy: remedy))
  }

  private mutating func doubt(
    _ change: ProposedChange, _ field: String, _ message: String, rule: String? = nil,
    remedy: String? = nil
  ) {
    findings.append(Finding(.doubt, change, field, message, rule: rule, remedy: remedy))
  }

  private func isPresent(_ change: ProposedChange) -> Bool {
    change.isWords || ground.item(change) != nil || ground.article(change) != nil
  }

  private mutating func checkVersions() {
    var rows: [String: Int] = [:]
    for change in changes {
      let version = ground.versions[change.stream] ?? 0
      if let first = rows[change.stream] {
        fault(
          change, "id", "“\(change.key)”已在第 \(first) 行", rule: "一件提议里每条记录只写一行",
          remedy: "合成一行")
      }
      rows[change.stream] = change.row
      if change.action == .add, version > 0 {
        fault(change, "id", "编号“\(change.key)”已经用过")
      } else if version != change.basedOn {
        fault(
          change, "", "起草时看到的是第 \(change.basedOn) 版，现在是第 \(version) 版", rule: "只能修改看到过的内容",
          remedy: "请对照现在的内容重新起草这一行")
      } else if change.action != .add, change.isReturn != true, !isPresent(change) {
        fault(
          change, "id", "没有编号为“\(change.key)”的\(change.isItem ? "事项" : "文章")",
          remedy: "核对编号；新增的请用没有用过的编号")
      }
      for moment in ground.planned[change.stream] ?? [] {
        doubt(
          change, "valid_from", "这条记录另有一项已定的变动，将于 \(Validity.firstText(moment)) 生效",
          remedy: "请确认这次修改与它的先后；生效时间相同的，以后采纳的为准")
      }
    }
  }

  private mutating func checkItems() {
    let rows = changes.filter { $0.item != nil }
    var base = ground.catalogue
    let ended = Set(changes.filter { $0.action == .end }.map(\.stream))
    base.items.removeAll { ended.contains("item/\($0.id)") }
    for (index, found) in CatalogueFolder.faults(in: rows.compactMap(\.item), over: base) {
      fault(rows[index], found.field, found.message)
    }
    let catalogue = DispatchCatalogue(ground.catalogue)
    let collisions = Collisions(ground.catalogue(after: changes).items)
    for change in rows {
      findings += collisions.findings(change)
      findings += LimitCeiling.findings(change, ceilings)
      findings += PushedDown.findings(change, in: catalogue)
    }
  }

  private mutating func checkArticles() {
    let rows = changes.filter { $0.article != nil }
    guard !rows.isEmpty else { return }
    let touched = Set(changes.map(\.stream))
    let references = DispatchCatalogue(ground.catalogue(after: changes)).articleReferences
    let others =
      ground.knowledge.articles.filter { !touched.contains("article/\($0.id)") }
      + rows.compactMap(\.article)
    for change in rows {
      guard let article = change.article else { continue }
      for found in KnowledgeFolder.faults(in: article, over: others, references: references) {
        fault(change, found.field, found.message)
      }
    }
  }

  private mutating func checkWords() {
    for change in changes {
      guard let words = change.words else { continue }
      for message in words.faults(of: change.stream, in: ground.words(change)) {
        fault(change, "entry", message)
      }
    }
  }

  private mutating func checkPeriods() {
    for change in changes {
      let period = change.item?.validity ?? change.article?.period ?? change.ends ?? .always
      if let end = period.to, end <= ground.now {
        fault(change, "valid_to", "失效时间 \(Validity.lastText(end)) 已过，采纳后也不会生效")
      }
      // An article's first day often lies behind it; an item that keeps its day starts anew.
      let kept = ground.item(change)?.validity?.from
      if let from = change.item?.validity?.from ?? change.ends?.from, from < ground.now,
        from != kept
      {
        doubt(
          change, "valid_from", "生效时间 \(Validity.firstText(from)) 已过，采纳后会改变那时起的记载",
          remedy: "不需要追溯的，留空即自采纳时生效")
      }
    }
  }

  private mutating func checkEnds() {
    for change in changes where change.action == .end && change.isItem {
      let rest = ground.catalogue(after: changes).items
      let ended = Set(changes.filter { $0.action == .end }.map(\.stream))
      let items = rest.filter { item in
        item.confusions.contains { $0.other == change.key }
      }.map(\.id)
      let articles = ground.knowledge.articles.filter {
        $0.items.contains(change.key) && !ended.contains("article/\($0.id)")
      }.map(\.id)
      let users = items + articles
      if !users.isEmpty {
        doubt(
          change, "id", "仍被 \(users.prefix(10).joined(separator: "、")) 引用", rule: "终止的事项不应再被引用",
          remedy: "请一并修改引用它的事项和文章")
      }
    }
  }

  private mutating func checkOwners() {
    for change in changes where change.action != .add && !change.isWords {
      let owner = ground.item(change)?.unit ?? ground.article(change)?.owner ?? unit
      if owner != unit, owner != CatalogueItem.territory {
        doubt(
          change, change.isItem ? "unit" : "owner", "这条记录现归\(owner)，不是提议单位\(unit)",
          rule: "中山办法第十五条第二款：派单目录会同各承办单位制定", remedy: "请先征求\(owner)的意见")
      }
    }
  }
}
