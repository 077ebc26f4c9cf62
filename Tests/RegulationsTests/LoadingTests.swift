import Foundation
import Hotline
import Testing

@testable import Regulations

@Suite struct LoadingTests {
  static let recognisers = """
    words:
      起火: [着火, 失火]
    recognisers:
      fire:
        what: 火情
        channel: 请拨打119。
        likely: ["{起火} > 快来"]
    """

  static func read(_ text: String) throws -> [String] {
    let shared = try RecogniserFile(text: recognisers, file: "words.yaml")
    let (_, faults) = try RegulationProfile.read(text: text, file: "x.yaml", recognisers: shared)
    return faults.map { "\($0.line) \($0.field)" }
  }

  static let head = """
    profile: x
    title: 某市办法
    short: 某办法
    number: 某令第1号
    from: "2024-03-01"
    articles:
      - {article: 第一条, not_software: 目的。}
      - {article: 第二条, items: [（一）], does: 受理, place: 某处}

    """

  @Test("The five shipped files load")
  func shipped() throws {
    let profiles = try RegulationProfile.load(
      folder: Shipped.root.appending(path: "Catalogue/regulations"))
    #expect(
      Set(profiles.map(\.id)) == ["zhongshan", "yichun", "haojiang", "nanchang-msa", "nanjing"])
    #expect(profiles.filter(\.isLayer).map(\.id) == ["nanjing"])
  }

  @Test("A file without a fault loads")
  func clean() throws {
    let rules = "rules:\n  sign.within: {value: 1个工作日, source: 第二条（一）}\n"
    #expect(try Self.read(Self.head + rules).isEmpty)
  }

  @Test("Unknown keys, missing and unknown sources and bad values are told together")
  func faults() throws {
    let text =
      Self.head + """
        colour: red
        rules:
          sign.within: {value: 1个工作日}
          return.within: {value: 一会儿, source: 第二条}
          limit.咨询: {value: 2个工作日, source: 第三条}
          limit.求助: {value: 2个工作日, source: 第二条（二）}
          sign.soon: {value: 2个工作日, source: 第二条}
          limit.from: {value: 明天, source: 第二条}
          callback.all: {value: 是, law: 民法典}
        exclusions:
          - {source: 第二条, covers: 火, tell: 走, handling: maybe, recognised_by: [flood]}
        """
    let told = try Self.read(text).sorted()
    #expect(
      told == [
        "11 sign.within", "12 return.within", "13 limit.咨询", "14 limit.求助", "15 sign.soon",
        "16 limit.from", "17 callback.all", "19 handling", "19 recognised_by", "9 colour",
      ])
  }

  @Test(
    "Rules that contradict each other do not load",
    arguments: [
      (
        "extension.most: {value: \"0\", source: 第二条}\n  extension.length: {value: 不超过原时限, source: 第二条}",
        "extension.length"
      ),
      ("extension.length: {value: 不超过原时限, source: 第二条}", "extension.length"),
      (
        "limit.from: {value: 派发, source: 第二条}\n  limit.咨询: {value: 1个工作日, source: 第二条}\n  extension.before: {value: 2个工作日, source: 第二条}",
        "extension.before"
      ),
      (
        "card.yellow_after: {value: 2个工作日, source: 第二条}\n  card.red_after: {value: 1个工作日, source: 第二条}",
        "card.red_after"
      ),
      (
        "card.red_overdue: {value: 是, source: 第二条}\n  card.red_after: {value: 1个工作日, source: 第二条}",
        "card.red_after"
      ),
      (
        "limit.from: {value: 派发, source: 第二条}\n  limit.咨询: {value: 2小时, source: 第二条}\n  extension.before: {value: 2个工作日, source: 第二条}",
        "extension.before"
      ),
      (
        "return.from: {value: 转办单写明, source: 第二条}\n  return.within: {value: 4小时, source: 第二条}",
        "return.from"
      ),
      ("sign.silence: {value: 视同受理, source: 第二条}", "sign.silence"),
      (
        "redo.most: {value: \"0\", source: 第二条}\n  redo.extension: {value: 否, source: 第二条}",
        "redo.extension"
      ),
      (
        "limit.special: {value: 按派单目录, source: 第二条}\n  limit.from: {value: 派发, source: 第二条}\n  limit.咨询: {value: 1个工作日, source: 第二条}",
        "limit.special"
      ),
      ("dispute.suspends_acceptance: {value: 是, source: 第二条}", "dispute.suspends_acceptance"),
      ("extension.by_notice: {value: 是, source: 第二条}", "extension.by_notice"),
      (
        "knowledge.policy_notice_least: {value: 10个工作日, source: 第二条}\n  knowledge.policy_notice_most: {value: 3个工作日, source: 第二条}",
        "knowledge.policy_notice_least"
      ),
    ])
  func contradictions(rules: String, field: String) throws {
    let faults = try Self.read(Self.head + "rules:\n  " + rules + "\n")
    #expect(faults.count == 1)
    #expect(faults.first?.hasSuffix(field) == true)
  }

  @Test("A key that nothing reads, and a part of a working day that is no half, are told")
  func unread() throws {
    let rules = """
      rules:
        limit.start_day_counts: {value: 是, source: 第二条}
        sign.within: {value: 0.3个工作日, source: 第二条}
      """
    #expect(try Self.read(Self.head + rules) == ["10 limit.start_day_counts", "11 sign.within"])
  }

  @Test("Notice of an extension in other units than the limit loads where some start leaves time")
  func extensionUnits() throws {
    let rules = """
      rules:
        limit.from: {value: 派发, source: 第二条}
        limit.咨询: {value: 3日, source: 第二条}
        extension.before: {value: 1个工作日, source: 第二条}
      """
    #expect(try Self.read(Self.head + rules).isEmpty)
  }

  @Test("An article listed twice, and one that does two things, are told")
  func articles() throws {
    let text =
      Self.head + """
          - {article: 第二条, does: 受理, place: 某处}
          - {article: 第三条, does: 受理, place: 某处, not_software: 目的。}
          - {article: 第四条, does: 受理}
        """
    #expect(try Self.read(text) == ["9 article", "10 第三条", "11 place"])
  }

  @Test("Faults of recognisers name their file, line and word group")
  func recogniserFaults() throws {
    let text = """
      words:
        甲: ["{乙}"]
        乙: ["{甲}"]
        丙: ["(火", "{丁}"]
      recognisers:
        fire:
          what: 火情
          certain: ["{甲} >", "> 火", {find: "火", in: page}, {find: "火", longest: 很短}]
          sure: 1
      """
    let shared = try RecogniserFile(text: text, file: "words.yaml")
    let (_, faults) = RecogniserCompiler.library(shared, wanted: ["fire"])
    let fields = Set(faults.map(\.field))
    #expect(fields.isSuperset(of: ["乙", "丙", "channel", "find", "in", "longest", "sure"]))
    #expect(faults.allSatisfy { $0.file == "words.yaml" && $0.line > 0 })
  }
}
