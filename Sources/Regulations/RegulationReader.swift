import DataFiles
import Foundation
import Hotline

/// Reads one regulation file strictly; collects every fault with its line.
struct RegulationReader {
  private let root: YAMLNode
  private let list: FaultList
  private var places: [String: Set<String>] = [:]
  private var short = ""

  static let keys = [
    "profile", "title", "short", "number", "from", "layer", "articles", "rules", "tables",
    "exclusions", "emergencies", "words",
  ]

  init(root: YAMLNode, file: String) {
    self.root = root
    list = FaultList(file: file)
  }

  /// The profile, or nil with the faults told.
  mutating func read(recognisers: RecogniserFile) -> (RegulationProfile?, [DataFault]) {
    _ = list.mapping(root, "", keys: Self.keys)
    let id = list.text(root, "profile") ?? ""
    let title = list.text(root, "title") ?? ""
    short = list.text(root, "short") ?? ""
    let number = list.text(root, "number") ?? ""
    var from = Day(daysSince1970: 0)
    if let text = list.text(root, "from") {
      if let day = Day(text) {
        from = day
      } else {
        list.add(root["from"]?.line ?? 0, "from", "应为 2024-03-01 这样的日期")
      }
    }
    let isLayer = list.optionalText(root, "layer") == "是"
    let articles = readArticles()
    let values = readValues()
    let tables = readTables()
    let exclusions = readExclusions()
    let emergencies = readEmergencies()
    let library = library(recognisers, exclusions, emergencies)
    let profile = RegulationProfile(
      id: id, title: title, short: short, number: number, from: from, isLayer: isLayer,
      articles: articles, values: values, tables: tables,
      exclusions: ExclusionList(entries: exclusions.map(\.entry), library: library),
      emergencies: emergencies.map(\.entry))
    RegulationChecks(profile: profile, list: list).run()
    return (list.faults.isEmpty ? profile : nil, list.faults)
  }

  // MARK: articles

  private mutating func readArticles() -> [RegulationArticle] {
    guard let nodes = root["articles"]?.elements else {
      list.add(root.line, "articles", "缺少 articles，应按文件顺序列出每一条")
      return []
    }
    var articles: [RegulationArticle] = []
    for node in nodes {
      _ = list.mapping(
        node, "articles", keys: ["article", "items", "does", "place", "not_software"])
      guard let article = list.text(node, "article") else { continue }
      let items = node["items"].map { list.texts($0, "items").map(\.text) } ?? []
      if places[article] != nil { list.add(node.line, "article", "“\(article)”列了两次") }
      places[article] = Set(items)
      let treatment: RegulationArticle.Treatment
      if let reason = list.optionalText(node, "not_software") {
        treatment = .notSoftware(reason: reason)
        if node["does"] != nil { list.add(node.line, article, "does 和 not_software 只能写一个") }
      } else {
        treatment = .software(
          does: list.text(node, "does") ?? "", place: list.text(node, "place") ?? "")
      }
      articles.append(RegulationArticle(article: article, items: items, treatment: treatment))
    }
    return articles
  }

  // MARK: sources

  /// The source of a node: its own `source` or `law`.
  private func source(_ node: YAMLNode, _ name: String) -> RuleSource? {
    let from = list.optionalText(node, "from").flatMap { text -> Day? in
      let day = Day(text)
      if day == nil { list.add(node["from"]?.line ?? 0, "from", "应为 2024-03-01 这样的日期") }
      return day
    }
    let other = list.optionalText(node, "interpretation")
    if let law = list.optionalText(node, "law") {
      guard let citation = Citation(parsing: law), let article = citation.article else {
        list.add(node["law"]?.line ?? 0, name, "law 应为“法律全称第…条”")
        return nil
      }
      return RuleSource(
        document: citation.document, article: article, from: from, interpretation: other)
    }
    guard let article = node["source"]?.text else {
      list.add(node.line, name, "缺少出处，应写 source: 第…条（本文件）或 law: 法律全称第…条")
      return nil
    }
    if !isKnown(article) {
      list.add(node["source"]?.line ?? 0, name, "《\(short)》没有“\(article)”，应为 articles 中列出的条款")
    }
    return RuleSource(document: short, article: article, from: from, interpretation: other)
  }

  private func isKnown(_ place: String) -> Bool {
    if places[place] != nil { return true }
    return places.contains { article, items in
      place.hasPrefix(article) && items.contains(String(place.dropFirst(article.count)))
    }
  }

  private static let sourceKeys = ["source", "law", "from", "interpretation"]

  // MARK: values and tables

  private func readValues() -> [String: RuleValue] {
    var values: [String: RuleValue] = [:]
    guard let node = root["rules"] else { return values }
    for entry in list.mapping(node, "rules", keys: AnyRuleKey.all.keys.sorted()) {
      guard let key = AnyRuleKey.all[entry.key] else { continue }
      _ = list.mapping(entry.value, entry.key, keys: ["value"] + Self.sourceKeys)
      guard let text = list.text(entry.value, "value"), let source = source(entry.value, entry.key)
      else { continue }
      if !key.accepts(text) { list.add(entry.line, entry.key, "“\(text)”不对，应为\(key.expected)") }
      values[entry.key] = RuleValue(text: text, source: source, line: entry.line)
    }
    return values
  }

  private func readTables() -> [String: [RuleRow]] {
    var tables: [String: [RuleRow]] = [:]
    guard let node = root["tables"] else { return tables }
    for entry in list.mapping(node, "tables", keys: RuleTable.all.map(\.name)) {
      guard let table = RuleTable.all.first(where: { $0.name == entry.key }) else { continue }
      guard let rows = entry.value.elements else {
        list.add(entry.line, entry.key, "应为列表")
        continue
      }
      tables[entry.key] = rows.compactMap { row(table, $0) }
      var seen: Set<String> = []
      for row in tables[entry.key] ?? [] where !seen.insert(row.id).inserted {
        list.add(row.line, entry.key, "“\(row.id)”写了两次")
      }
    }
    return tables
  }

  private func row(_ table: RuleTable, _ node: YAMLNode) -> RuleRow? {
    let known = ["id", "text"] + Self.sourceKeys + table.attributes.keys.sorted()
    var attributes: [String: String] = [:]
    for entry in list.mapping(node, table.name, keys: known) {
      guard let key = table.attributes[entry.key] else { continue }
      guard let text = entry.value.text, key.accepts(text) else {
        list.add(entry.line, entry.key, "应为\(key.expected)")
        continue
      }
      attributes[entry.key] = text
    }
    for name in table.required where node[name] == nil { list.add(node.line, name, "缺少 \(name)") }
    guard let id = list.text(node, "id"), let text = list.text(node, "text"),
      let source = source(node, id)
    else { return nil }
    return RuleRow(id: id, text: text, source: source, attributes: attributes, line: node.line)
  }

  // MARK: exclusions and emergencies

  private typealias Excluded = (entry: ExclusionEntry, line: Int)
  private typealias Urgent = (entry: EmergencyEntry, line: Int)

  private func readExclusions() -> [Excluded] {
    let keys =
      ["covers", "tell", "channel", "handling", "recognised_by", "hinted_by"] + Self.sourceKeys
    return (root["exclusions"]?.elements ?? []).compactMap { node in
      _ = list.mapping(node, "exclusions", keys: keys)
      guard let covers = list.text(node, "covers"), let tell = list.text(node, "tell"),
        let source = source(node, "exclusions")
      else { return nil }
      let word = list.text(node, "handling") ?? ""
      let handling = ExclusionEntry.Handling(rawValue: word)
      if handling == nil {
        let known = ExclusionEntry.Handling.allCases.map(\.rawValue).joined(separator: "、")
        list.add(node.line, "handling", "应为 \(known) 之一")
      }
      let entry = ExclusionEntry(
        entry: source.article, source: source, covers: covers, tell: tell,
        channel: list.optionalText(node, "channel") ?? "", handling: handling ?? .inform,
        recognisedBy: node["recognised_by"].map { list.texts($0, "recognised_by").map(\.text) }
          ?? [],
        hintedBy: node["hinted_by"].map { list.texts($0, "hinted_by").map(\.text) } ?? [])
      return (entry, node.line)
    }
  }

  private func readEmergencies() -> [Urgent] {
    let keys = ["covers", "act", "within", "until", "report", "recognised_by"] + Self.sourceKeys
    return (root["emergencies"]?.elements ?? []).compactMap { node in
      _ = list.mapping(node, "emergencies", keys: keys)
      guard let covers = list.text(node, "covers"), let act = list.text(node, "act"),
        let source = source(node, "emergencies")
      else { return nil }
      let entry = EmergencyEntry(
        entry: source.article, source: source, covers: covers, act: act,
        within: span(node, "within"), until: list.optionalText(node, "until") ?? "即时",
        report: span(node, "report"),
        recognisedBy: node["recognised_by"].map { list.texts($0, "recognised_by").map(\.text) }
          ?? [])
      return (entry, node.line)
    }
  }

  private func span(_ node: YAMLNode, _ key: String) -> TimeSpan? {
    guard let text = list.optionalText(node, key) else { return nil }
    let span = TimeSpan(parsing: text)
    if span == nil { list.add(node[key]?.line ?? 0, key, "应为一段时间，如 2小时") }
    return span
  }

  private func library(
    _ recognisers: RecogniserFile, _ exclusions: [Excluded], _ emergencies: [Urgent]
  ) -> RecogniserLibrary {
    let uses =
      exclusions.map { ($0.entry.recognisedBy + $0.entry.hintedBy, $0.line) }
      + emergencies.map { ($0.entry.recognisedBy, $0.line) }
    let known = Set(recognisers.drafts.map(\.id))
    for (names, line) in uses {
      for name in names where !known.contains(name) {
        list.add(line, "recognised_by", "没有名为“\(name)”的识别项")
      }
    }
    var source = recognisers
    let before = source.faults.count
    if let words = root["words"] { source.add(words: words, file: list.file) }
    for fault in source.faults.dropFirst(before) {
      list.add(fault.line, fault.field, fault.message)
    }
    let wanted = Set(uses.flatMap(\.0))
    let (library, faults) = RecogniserCompiler.library(source, wanted: wanted)
    for fault in faults.dropFirst(source.faults.count) { list.add(fault) }
    return library
  }
}
