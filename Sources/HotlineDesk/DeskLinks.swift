import Catalogue
import Foundation
import Hotline
import Knowledge
import Proposals
import Revisions
import SQLite

/// A record that another one is linked to.
public struct LinkDocument: Encodable, Hashable, Sendable {
  /// Such as `item/CG-012`, `article/SB-003` or `law/…`.
  public let record: String
  let title: String
  /// How it is linked: 对应事项, 答复文章, 依据, 期限依据, 易混事项, or 引用.
  let how: String
  /// The article of the law; nil for other links.
  let article: String?
  /// What is wrong with the link; nil when nothing is.
  let fault: String?
}

/// A record that its unit must look at again, since what it rests on has changed.
public struct ReviewDocument: Encodable, Hashable, Sendable {
  /// The record.
  public let record: String
  let title, unit, reason, text: String
}

extension Desk {
  /// What a record is linked to: an item to articles and laws, an article to items and laws, a law
  /// to all that cite it.
  ///
  /// - Throws: `InputProblem` that names `record` when it is not in force.
  public func links(of record: String) throws -> [LinkDocument] {
    let key = String(record.drop { $0 != "/" }.dropFirst())
    let view = view
    let laws = Self.laws(view.catalogue.content)
    if record.hasPrefix("item/"), let item = view.item(key) {
      let articles = view.knowledge.articles.filter { $0.items.contains(key) }
      return item.legalBasis.map { Self.link($0, "依据", laws) }
        + (item.limitSource.map { [Self.link($0, "期限依据", laws)] } ?? [])
        + articles.map { Self.link("article/\($0.id)", $0.title, "答复文章") }
        + item.confusions.compactMap { view.item($0.other) }.map {
          Self.link("item/\($0.id)", $0.name, "易混事项")
        }
    }
    if record.hasPrefix("article/"), let article = view.article(key) {
      return article.sources.map { Self.link($0, "依据", laws) }
        + article.items.map { id in
          let item = view.item(id)
          return LinkDocument(
            record: "item/\(id)", title: item?.name ?? "", how: "对应事项", article: nil,
            fault: item == nil ? "派单目录里已没有这个事项" : nil)
        }
    }
    if record.hasPrefix("law/"), laws[key] != nil { return citing(key, view, laws) }
    throw InputProblem(code: "unknown_record", field: "record", message: "没有“\(record)”这条记录")
  }

  private static func laws(_ content: CatalogueContent) -> [String: Law] {
    Dictionary(content.laws.map { ($0.title, $0) }, uniquingKeysWith: { $1 })
  }

  private static func link(_ record: String, _ title: String, _ how: String) -> LinkDocument {
    LinkDocument(record: record, title: title, how: how, article: nil, fault: nil)
  }

  private static func link(
    _ citation: Citation, _ how: String, _ laws: [String: Law]
  ) -> LinkDocument {
    LinkDocument(
      record: "law/\(citation.document)", title: citation.document, how: how,
      article: citation.article,
      fault: citation.toBeVerified ? "待核" : CatalogueFolder.fault(of: citation, in: laws))
  }

  private func citing(_ law: String, _ view: DeskView, _ laws: [String: Law]) -> [LinkDocument] {
    func links(_ citations: [Citation], _ record: String, _ title: String) -> [LinkDocument] {
      citations.filter { $0.document == law }.map { citation in
        LinkDocument(
          record: record, title: title, how: "引用", article: citation.article,
          fault: citation.toBeVerified ? "待核" : CatalogueFolder.fault(of: citation, in: laws))
      }
    }
    return view.items.flatMap { item in
      links(
        item.legalBasis + (item.limitSource.map { [$0] } ?? []), "item/\(item.id)", item.name)
    } + view.knowledge.articles.flatMap { links($0.sources, "article/\($0.id)", $0.title) }
  }

  /// Every item and article that must be looked at again: its law is repealed, gone, has fewer
  /// articles or was changed since, its unit is gone, or its basis was never checked.
  ///
  /// - Parameter unit: only those of one unit; nil for all.
  public func reviews(unit: String?) throws -> [ReviewDocument] {
    let view = view
    var found = ItemReview.list(view.catalogue.content).map {
      ReviewDocument(
        record: "item/\($0.item)", title: $0.name, unit: $0.unit, reason: $0.reason.rawValue,
        text: $0.text)
    }
    let laws = Self.laws(view.catalogue.content)
    for article in view.knowledge.articles {
      for citation in article.sources where !citation.toBeVerified {
        guard let fault = CatalogueFolder.fault(of: citation, in: laws) else { continue }
        found.append(
          ReviewDocument(
            record: "article/\(article.id)", title: article.title, unit: article.owner,
            reason: ItemReview.Reason.law.rawValue, text: fault))
      }
    }
    found = try changedLaws(view) + found
    var seen: Set<ReviewDocument> = []
    return found.filter { (unit == nil || $0.unit == unit) && seen.insert($0).inserted }
  }

  /// Records that were last revised before a law that they cite was changed in the register.
  private func changedLaws(_ view: DeskView) throws -> [ReviewDocument] {
    let now = view.moment
    let (laws, items, articles) = try pool.read {
      (
        try CatalogueProjection.revisions.timelines("law/", $0),
        try CatalogueProjection.revisions.inForce(at: now, $0).filter { $0.kind == "item" },
        try KnowledgeProjection.revisions.inForce(at: now, $0).filter { $0.kind == "article" }
      )
    }
    var changed: [String: Revision] = [:]
    for law in laws where law.revisions.count > 1 {
      guard let last = law.revisions.last, !last.isEnd else { continue }
      changed[String(last.stream.dropFirst(4))] = last
    }
    guard !changed.isEmpty else { return [] }
    var found: [ReviewDocument] = []
    func add(_ record: Revision, _ title: String, _ unit: String, _ citations: [Citation]) {
      for citation in citations {
        guard let law = changed[citation.document], law.sequence > record.sequence else { continue }
        found.append(
          ReviewDocument(
            record: record.stream, title: title, unit: unit, reason: "依据有修订",
            text:
              "“\(citation.document)”已于 \(ShanghaiTime.text(law.at)) 在法规库里修订，请核对所引\(citation.article ?? "内容")"
          ))
      }
    }
    for record in items {
      let item: CatalogueItem = try record.decoded()
      add(record, item.name, item.unit, item.legalBasis + (item.limitSource.map { [$0] } ?? []))
    }
    for record in articles {
      let article: KnowledgeArticle = try record.decoded()
      add(record, article.title, article.owner, article.sources)
    }
    return found
  }
}
