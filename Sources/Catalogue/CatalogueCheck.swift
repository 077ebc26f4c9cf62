import Hotline

/// The checks that look across rows and files: names that must be there, and be there once.
struct CatalogueCheck {
  private let laws: [String: Law]
  private let unitNames: Set<String>
  private var faults: [DataFault] = []

  /// Every fault of reference in what was read, files and stored content taken together.
  static func faults(in reading: CatalogueReading, over base: CatalogueContent) -> [DataFault] {
    var check = CatalogueCheck(reading, base)
    check.checkLaws(reading)
    check.checkUnits(reading, base)
    check.checkRegions(reading, base)
    check.checkItems(reading, base)
    return check.faults
  }

  private init(_ reading: CatalogueReading, _ base: CatalogueContent) {
    laws = Dictionary(
      (base.laws + reading.laws.map(\.value)).map { ($0.title, $0) },
      uniquingKeysWith: { _, later in later })
    unitNames = Set((base.units + reading.units.map(\.value)).map(\.name))
  }

  private mutating func fault<Value>(_ place: Placed<Value>, _ field: String, _ message: String) {
    faults.append(place.fault(field, message))
  }

  /// Names every value whose key was seen before.
  private mutating func unique<Value>(
    _ values: [Placed<Value>], _ field: String, _ key: (Value) -> String
  ) {
    var seen: [String: Placed<Value>] = [:]
    for placed in values {
      let key = key(placed.value)
      guard !key.isEmpty else { continue }
      if let first = seen[key] {
        fault(placed, field, "“\(key)”已出现在 \(first.file) 第 \(first.line) 行")
      } else {
        seen[key] = placed
      }
    }
  }

  private mutating func citations<Value>(
    _ citations: [Citation], _ field: String, _ place: Placed<Value>
  ) {
    for citation in citations {
      if let message = CatalogueFolder.fault(of: citation, in: laws) {
        fault(place, field, message)
      }
    }
  }

  private mutating func checkLaws(_ reading: CatalogueReading) {
    unique(reading.laws, "title", \.title)
  }

  private mutating func checkUnits(_ reading: CatalogueReading, _ base: CatalogueContent) {
    unique(reading.units, "name", \.name)
    var owners: [String: String] = [:]
    for unit in base.units { for name in [unit.name] + unit.aliases { owners[name] = unit.name } }
    for placed in reading.units { owners[placed.value.name] = placed.value.name }
    for placed in reading.units {
      for alias in placed.value.aliases {
        if let owner = owners[alias], owner != placed.value.name {
          fault(placed, "aliases", "“\(alias)”已是“\(owner)”的名称或别名")
        }
        owners[alias] = placed.value.name
      }
      citations(placed.value.legalBasis, "legal_basis", placed)
    }
  }

  private mutating func checkRegions(_ reading: CatalogueReading, _ base: CatalogueContent) {
    unique(reading.regions, "name", \.key)
    var parents: [String: String] = [:]
    for region in base.regions + reading.regions.map(\.value) where parents[region.name] == nil {
      parents[region.name] = region.parent
    }
    for placed in reading.regions {
      let region = placed.value
      if !region.parent.isEmpty, parents[region.parent] == nil {
        fault(placed, "parent", "没有“\(region.parent)”这个地名")
      }
      if !region.unit.isEmpty, !unitNames.contains(region.unit) {
        fault(placed, "unit", "units.csv 里没有“\(region.unit)”")
      }
      var place = region.parent
      var steps = 0
      while let next = parents[place], !next.isEmpty, steps <= 8 {
        place = next
        steps += 1
      }
      if steps > 8 { fault(placed, "parent", "上级地名绕成了圈") }
    }
  }

  private mutating func checkItems(_ reading: CatalogueReading, _ base: CatalogueContent) {
    unique(reading.items, "id", \.id)
    unique(reading.items, "name", \.name)
    let read = Set(reading.items.map(\.value.id))
    let kept = base.items.filter { !read.contains($0.id) }
    let ids = read.union(kept.map(\.id))
    let names = Dictionary(kept.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    unique(reading.items, "sayings") { $0.sayings.sorted().joined(separator: "|") }
    for placed in reading.items {
      let item = placed.value
      if let other = names[item.name] { fault(placed, "name", "“\(item.name)”已是 \(other) 的名称") }
      if !item.isTerritorial, !item.unit.isEmpty, !unitNames.contains(item.unit) {
        fault(placed, "unit", "units.csv 里没有“\(item.unit)”；由镇街办理的写“\(CatalogueItem.territory)”")
      }
      if item.isTerritorial, item.agency.isEmpty {
        fault(placed, "agency", "由镇街办理的要写建议承办的镇街所属机构（中山办法第十五条）")
      }
      if !item.isTerritorial, !item.agency.isEmpty {
        fault(placed, "agency", "只有由镇街办理的才写镇街所属机构")
      }
      for unit in item.coHandlers {
        if unit == item.unit {
          fault(placed, "co_handlers", "主办单位不能同时是协办单位")
        } else if unit != CatalogueItem.territory, !unitNames.contains(unit) {
          fault(placed, "co_handlers", "units.csv 里没有“\(unit)”")
        }
      }
      citations(item.legalBasis, "legal_basis", placed)
      citations(item.limitSources, "limit_source", placed)
      for confusion in item.confusions {
        let other = confusion.other
        let looksLikeID = other.utf8.count == 6 && other.dropFirst(2).first == "-"
        if looksLikeID, !ids.contains(other) {
          fault(placed, "confused_with", "没有编号为“\(other)”的事项")
        }
        if other == item.id { fault(placed, "confused_with", "不能与自己相混") }
      }
    }
  }
}

extension CatalogueFolder {
  /// What is wrong with a citation, by the register of laws; nil when nothing is.
  ///
  /// A citation that is marked as still to be verified is let through.
  public static func fault(of citation: Citation, in laws: [String: Law]) -> String? {
    guard !citation.toBeVerified else { return nil }
    guard let law = laws[citation.document] else {
      return "法规库（laws.csv）里没有“\(citation.document)”；未核对的请加（待核）"
    }
    if law.status == .repealed { return "“\(law.title)”已废止，请换成现行规定" }
    guard let number = citation.articleNumber, number > law.lastArticle || number < 1 else {
      return nil
    }
    let last = law.lastArticle > 0 ? "最后一条是第\(ChineseNumeral.text(law.lastArticle))条" : "它不分条"
    return "“\(law.title)”没有\(citation.article ?? "")，\(last)"
  }
}
