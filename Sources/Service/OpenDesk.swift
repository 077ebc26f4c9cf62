import Foundation
import Hotline
import HotlineDesk
import WebServer

/// A desk with its data open, as the service asks it.
struct OpenDesk: ServedDesk {
  let desk: Desk
  /// What was in force at a moment; nil for now.
  var past: DeskView?

  private var view: DeskView { past ?? desk.view }

  func at(_ moment: Date) throws -> any ServedDesk {
    OpenDesk(desk: desk, past: try desk.view(asOf: moment))
  }

  func suggest(_ text: String, profile: String?) throws -> any Encodable & Sendable {
    try desk.suggest(text, profile: profile)
  }

  func search(_ words: String, limit: Int, offset: Int) throws -> [HitDocument] {
    try view.search(words, limit: offset + limit).dropFirst(offset).map { hit in
      HitDocument(
        id: hit.article.id, title: hit.article.title, excerpt: hit.excerpt,
        highlights: .init(
          title: UTF16Ranges.pairs(hit.titleMarks, in: hit.article.title),
          excerpt: UTF16Ranges.pairs(hit.excerptMarks, in: hit.excerpt)),
        owner: hit.article.owner, region: hit.article.region,
        validFrom: hit.article.validFrom.description, validTo: hit.article.validTo?.description,
        verifiedOn: hit.article.verifiedOn.description,
        overdue: hit.article.isStale(on: Day(containing: view.moment)))
    }
  }

  func noteMissed(_ words: String) { desk.noteMissed(words, found: false) }

  func hotlines(_ words: String, profile: String?) throws -> [HotlineValue] {
    try desk.hotlines(words, profile: profile)
  }

  func article(_ id: String) throws -> ArticleDocument? {
    view.article(id).map { article in
      ArticleDocument(
        id: article.id, title: article.title, questions: article.questions,
        answer: article.answer, body: article.body, owner: article.owner, region: article.region,
        source: article.sources.map(\.description), validFrom: article.validFrom.description,
        validTo: article.validTo?.description, verifiedOn: article.verifiedOn.description,
        keywords: article.keywords, items: article.items,
        overdue: article.isStale(on: Day(containing: view.moment)))
    }
  }

  func items(_ filter: ItemFilter) throws -> [ItemDocument] {
    let category = filter.category?.split(separator: "/").map(String.init) ?? []
    let words = filter.words?.split(whereSeparator: \.isWhitespace).map { $0.lowercased() } ?? []
    let view = view
    return view.items.lazy
      .filter { item in
        item.category.starts(with: category)
          && (filter.unit.map { $0 == item.unit } ?? true)
          && words.allSatisfy { word in
            ([item.id, item.name] + item.category + item.keywords + item.sayings)
              .contains { $0.lowercased().contains(word) }
          }
      }
      .sorted { $0.id < $1.id }
      .map(Self.document)
  }

  func item(_ id: String) throws -> ItemDocument? { view.item(id).map(Self.document) }

  private static func document(_ item: CatalogueItemValue) -> ItemDocument {
    ItemDocument(
      id: item.id, name: item.name, category: item.category, types: item.types.map(\.rawValue),
      legalBasis: item.legalBasis.map(\.description), unit: item.unit,
      agency: item.agency.isEmpty ? nil : item.agency, coHandlers: item.coHandlers,
      limit: item.limit.map {
        .init(text: $0.description, source: item.limitSource?.description ?? "")
      },
      typeLimits: (item.typeLimits ?? []).map {
        .init(
          type: $0.type.rawValue, text: $0.span.description,
          source: ($0.source ?? item.limitSource)?.description ?? "")
      },
      keywords: item.keywords, sayings: item.sayings,
      confusions: item.confusions.map { .init(other: $0.other, difference: $0.difference) },
      note: item.note)
  }

  func units() throws -> [UnitDocument] {
    view.units.map { unit in
      UnitDocument(
        name: unit.name, kind: unit.kind.rawValue, aliases: unit.aliases,
        formerNames: unit.formerNames, duties: unit.duties,
        legalBasis: unit.legalBasis.map(\.description),
        misdirections: unit.misdirections.map {
          .init(matter: $0.matter, rightPlace: $0.rightPlace)
        },
        note: unit.note)
    }
  }

  func regions() throws -> [RegionDocument] {
    view.regions.map { region in
      RegionDocument(
        name: region.name, kind: region.kind.rawValue,
        parent: region.parent.isEmpty ? nil : region.parent,
        unit: region.unit.isEmpty ? nil : region.unit, aliases: region.aliases)
    }
  }

  func profiles() throws -> [ProfileDocument] {
    desk.profileNames.map { ProfileDocument(id: $0.id, name: $0.title) }
  }

  func health() throws -> HealthDocument {
    HealthDocument(
      status: "ok", articles: view.articleCount, items: view.items.count, units: view.units.count)
  }
}

/// Turns ranges of UTF-8 bytes into the offsets that scripts use.
enum UTF16Ranges {
  /// Start and end of every range in UTF-16 code units; ranges that cut a character are left out.
  static func pairs(_ ranges: [Range<Int>], in text: String) -> [[Int]] {
    ranges.compactMap { range in
      let bytes = text.utf8
      guard range.upperBound <= bytes.count, range.lowerBound >= 0 else { return nil }
      let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
      let end = bytes.index(bytes.startIndex, offsetBy: range.upperBound)
      guard let from = start.samePosition(in: text.utf16), let to = end.samePosition(in: text.utf16)
      else { return nil }
      return [
        text.utf16.distance(from: text.utf16.startIndex, to: from),
        text.utf16.distance(from: text.utf16.startIndex, to: to),
      ]
    }
  }
}
