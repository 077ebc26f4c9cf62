import Hotline

/// One line under an article: a value, a table's row, an exclusion or an emergency.
public struct ListedRule: Hashable, Codable, Sendable {
  /// The place inside the document, such as 第十四条 or 三（四）4.
  public var place: String
  /// The key or table, such as `limit.咨询`, `supervision`.
  public var name: String
  /// What it says.
  public var value: String
  /// The other reading, where the text leaves a point open.
  public var interpretation: String?
}

/// One article as `paidan rules` prints it.
public struct ListedArticle: Hashable, Codable, Sendable {
  /// The article as the document counts it.
  public var article: String
  /// The source as it is shown, such as 宜春办法第十四条.
  public var source: String
  /// What the software does; nil where it does nothing.
  public var does: String?
  /// Where it is carried out; nil where nothing is.
  public var place: String?
  /// Why it is no matter for software; nil where it is.
  public var notSoftware: String?
  /// The values that rest on it.
  public var rules: [ListedRule]

  enum CodingKeys: String, CodingKey {
    case article, source, does, place, rules
    case notSoftware = "not_software"
  }
}

extension RegulationProfile {
  /// Every article in the document's order, none missing, with all that rests on it.
  ///
  /// Values that rest on another law, such as the Civil Code, follow at the end under that law.
  public func listing() -> [ListedArticle] {
    let rules = allRules()
    var lines = articles.map { article -> ListedArticle in
      let known = Set(article.items.map { article.article + $0 } + [article.article])
      let own = rules.filter { $0.source.document == short && known.contains($0.source.article) }
      var line = ListedArticle(
        article: article.article, source: short + article.article, does: nil, place: nil,
        notSoftware: nil, rules: own.map(\.rule))
      switch article.treatment {
      case .software(let does, let place): (line.does, line.place) = (does, place)
      case .notSoftware(let reason): line.notSoftware = reason
      }
      return line
    }
    let others = rules.filter { $0.source.document != short }
    for law in Set(others.map(\.source.description)).sorted() {
      lines.append(
        ListedArticle(
          article: law, source: law, does: "补充本文件没有写的计算规则", place: "WorkingTime", notSoftware: nil,
          rules: others.filter { $0.source.description == law }.map(\.rule)))
    }
    return lines
  }

  private func allRules() -> [(rule: ListedRule, source: RuleSource)] {
    var rules: [(rule: ListedRule, source: RuleSource)] = []
    func add(_ name: String, _ value: String, _ source: RuleSource) {
      let rule = ListedRule(
        place: source.article, name: name, value: value, interpretation: source.interpretation)
      rules.append((rule, source))
    }
    for (name, value) in values.sorted(by: { $0.value.line < $1.value.line }) {
      add(name, value.text, value.source)
    }
    for table in RuleTable.all {
      for row in tables[table.name] ?? [] { add(table.name, row.text, row.source) }
    }
    for entry in exclusions.entries { add("exclusions", entry.covers, entry.source) }
    for entry in emergencies {
      let within = entry.within.map { "（\($0)）" } ?? ""
      add("emergencies", entry.covers + within, entry.source)
    }
    return rules
  }
}
