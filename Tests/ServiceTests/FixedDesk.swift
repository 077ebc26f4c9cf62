import Foundation
import Hotline
import HotlineDesk

@testable import Service

/// A desk of four articles and five items that always answers alike.
struct FixedDesk: ServedDesk {
  struct Broken: Error {}

  func at(_ moment: Date) throws -> any ServedDesk { self }

  func suggest(_ text: String, profile: String?) throws -> any Encodable & Sendable {
    if text.contains("故障") { throw Broken() }
    if let profile, profile != "yichun" {
      throw InputProblem(code: "profile_unknown", field: "profile", message: "没有这套规则。")
    }
    return SuggestionDocument(
      answers: [
        .init(
          id: "HJ-001", title: "身份证到期换领", excerpt: text, confidence: 0.9, owner: "公安局",
          source: "居民身份证法第十条", validFrom: "2024-01-01", validTo: nil, verifiedOn: "2026-11-21",
          region: "全市")
      ],
      units: [
        .init(
          unit: "公安局", confidence: 0.8, item: "GA-003", agency: nil, legalBasis: ["居民身份证法第十条"],
          limit: .init(text: "5个工作日", source: "办法第二十条"),
          evidence: [.init(kind: "words", text: "身份证")])
      ],
      coHandlers: ["镇街"],
      exclusions: [
        .init(
          entry: "第十三条（一）", source: "办法", confidence: 0.2, words: ["法院"], tell: "请向法院反映。")
      ],
      type: .init(value: "咨询", confidence: 0.7),
      urgent: text.contains("着火") ? .init(entry: "火灾", source: "办法", within: "立即") : nil,
      repeats: [.init(ticket: "1", similarity: 0.5, state: "dispatched")],
      hotlines: text.contains("12358") ? try hotlines(text, profile: profile) : [],
      missing: profile.map { [$0] } ?? ["address"], abstained: false,
      asOf: "2026-11-21T09:30:00+08:00")
  }

  func search(_ words: String, limit: Int, offset: Int) throws -> [HitDocument] {
    let all = (0..<4).map { index in
      HitDocument(
        id: "A-\(index)", title: "\(words)\(index)", excerpt: "关于\(words)",
        highlights: .init(title: [[0, words.utf16.count]], excerpt: [[2, 2 + words.utf16.count]]),
        owner: "公安局", region: "全市", validFrom: nil, validTo: nil, verifiedOn: nil)
    }
    return Array(all.dropFirst(offset).prefix(limit))
  }

  func noteMissed(_ words: String) {}

  func hotlines(_ words: String, profile: String?) throws -> [HotlineValue] {
    guard profile == nil || profile == "yichun" else {
      throw InputProblem(code: "unknown_profile", field: "profile", message: "没有这套规则。")
    }
    let text = """
      {"number":"12358","purpose":"价格举报热线","mode":"整体并入","now":"由12345受理","tell":"由12345受理。",
      "source":"宜春办法第十八条","city":"宜春市","note":""}
      """
    return [try JSONDecoder().decode(HotlineValue.self, from: Data(text.utf8))]
  }

  func article(_ id: String) throws -> ArticleDocument? {
    guard id == "HJ-001" || id == "户口/一" else { return nil }
    return ArticleDocument(
      id: id, title: "身份证到期换领", questions: ["身份证过期了怎么换"], answer: "到派出所换领。", body: "- 本人到场",
      owner: "公安局", region: "全市", source: ["居民身份证法第十条"], validFrom: "2024-01-01", validTo: nil,
      verifiedOn: "2026-11-21", keywords: ["身份证"], items: ["GA-003"])
  }

  func items(_ filter: ItemFilter) throws -> [ItemDocument] {
    (1...5).map { index in
      ItemDocument(
        id: "GA-00\(index)", name: filter.words ?? "事项", category: [filter.category ?? "公安"],
        types: ["咨询"], legalBasis: [], unit: filter.unit ?? "公安局", agency: nil, coHandlers: [],
        limit: nil, keywords: [], sayings: [],
        confusions: [.init(other: "GA-009", difference: "对象不同")], note: "")
    }
  }

  func item(_ id: String) throws -> ItemDocument? { try items(ItemFilter()).first { $0.id == id } }

  func units() throws -> [UnitDocument] {
    [
      UnitDocument(
        name: "公安局", kind: "市级部门", aliases: [], formerNames: [], duties: "户政", legalBasis: [],
        misdirections: [.init(matter: "社保", rightPlace: "人社局")], note: "")
    ]
  }

  func regions() throws -> [RegionDocument] {
    [RegionDocument(name: "全市", kind: "市", parent: nil, unit: nil, aliases: [])]
  }

  func profiles() throws -> [ProfileDocument] {
    [.init(id: "zhongshan", name: "中山"), .init(id: "yichun", name: "宜春")]
  }

  func health() throws -> HealthDocument {
    HealthDocument(status: "ok", articles: 4, items: 5, units: 1)
  }
}
