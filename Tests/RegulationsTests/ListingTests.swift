import Foundation
import Hotline
import Testing

@testable import Regulations

@Suite struct ListingTests {
  /// Articles of each document, counted by hand in the documents.
  static let documents: [String: [String]] = [
    "zhongshan": (1...40).map { "第\(ChineseNumeral.text($0))条" },
    "yichun": (1...40).map { "第\(ChineseNumeral.text($0))条" },
    "nanchang-msa": (1...24).map { "第\(ChineseNumeral.text($0))条" }
      + ["附件1", "附件2", "附件3", "附件4"],
    "haojiang": [("一", 3), ("二", 2), ("三", 9), ("四", 5), ("五", 4)].flatMap { part, count in
      (1...count).map { "\(part)（\(ChineseNumeral.text($0))）" }
    } + ["六", "七（一）", "七（二）", "七（三）"],
    "nanjing": [
      "1", "2", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "4.1", "4.2", "4.3", "4.4",
      "4.5", "5", "6.1.1", "6.1.2", "6.2.1", "6.2.2", "6.2.3", "6.3.1", "6.3.2", "7.1", "7.2",
      "7.3", "7.4", "7.5",
    ],
  ]

  @Test(
    "Every article is listed in order, with what is done or why nothing is",
    arguments: ["zhongshan", "yichun", "haojiang", "nanchang-msa", "nanjing"])
  func complete(id: String) throws {
    let profile = try #require(Shipped.profiles[id])
    #expect(profile.articles.map(\.article) == Self.documents[id])
    let lines = profile.listing()
    #expect(lines.prefix(profile.articles.count).map(\.article) == Self.documents[id])
    for line in lines { #expect((line.does == nil) == (line.notSoftware != nil)) }
    let listed = lines.flatMap(\.rules).count
    let rows = profile.tables.values.map(\.count).reduce(0, +)
    #expect(
      listed == profile.values.count + rows + profile.exclusions.entries.count
        + profile.emergencies.count)
  }

  @Test("Y14 — the line holds its values and their places")
  func line() throws {
    let profile = try #require(Shipped.profiles["yichun"])
    let line = try #require(profile.listing().first { $0.article == "第十四条" })
    #expect(line.source == "宜春办法第十四条")
    #expect(line.rules.contains { $0.name == "limit.咨询" && $0.value == "2个工作日" })
    #expect(line.rules.contains { $0.interpretation != nil })
  }

  @Test(
    "Z13 Y11 H二(二) N10 — the lists are complete and numbered as in the documents",
    arguments: [("zhongshan", 4), ("yichun", 7), ("haojiang", 11), ("nanchang-msa", 17)])
  func exclusions(id: String, count: Int) throws {
    let entries = try #require(Shipped.profiles[id]).exclusions.entries
    let expected: [String] =
      switch id {
      case "zhongshan": (1...4).map { "第十三条（\(ChineseNumeral.text($0))）" }
      case "yichun": (1...7).map { "第十一条（\(ChineseNumeral.text($0))）" }
      case "haojiang": (1...11).map { "二（二）\($0)" }
      default:
        (1...12).map { "第十条（\(ChineseNumeral.text($0))）" }
          + (1...4).map { "第十条（十三）\($0)" } + ["第十条（十四）"]
      }
    #expect(entries.count == count)
    #expect(entries.map(\.entry) == expected)
    for entry in entries {
      #expect(!entry.tell.isEmpty)
      #expect(!(entry.recognisedBy + entry.hintedBy).isEmpty)
    }
  }

  @Test(
    "The place of an article names rooms, types, values and tables that there are",
    arguments: ["zhongshan", "yichun", "haojiang", "nanchang-msa", "nanjing"])
  func places(id: String) throws {
    let profile = try #require(Shipped.profiles[id])
    for article in profile.articles {
      guard case .software(_, let place) = article.treatment else { continue }
      for part in place.split(separator: "；").map(String.init) {
        #expect(try exists(part, in: profile), "\(article.article)：\(part)")
      }
    }
  }

  private func exists(_ part: String, in profile: RegulationProfile) throws -> Bool {
    // What is not built yet says so; nothing of the figures is.
    if part.hasPrefix("待建：Figures") { return false }
    if part.hasPrefix("待建：") { return true }
    let names = part.dropFirst(2).split(separator: "、").map(String.init)
    if part.hasPrefix("值 ") {
      return names.allSatisfy { name in
        profile.values.keys.contains {
          name.hasSuffix("*") ? $0.hasPrefix(name.dropLast()) : $0 == name
        }
      }
    }
    if part.hasPrefix("表 ") { return names.allSatisfy { !(profile.tables[$0] ?? []).isEmpty } }
    let files = FileManager.default
    if part.hasPrefix("Catalogue/") {
      return files.fileExists(atPath: Shipped.root.appending(path: part).path)
    }
    let steps = part.prefix { $0 != "（" }.split(separator: ".").map(String.init)
    let room = try #require(steps.first)
    let folder = Shipped.root.appending(path: "Sources/\(room)")
    guard files.fileExists(atPath: folder.path) else { return false }
    guard let type = steps.dropFirst().first else { return true }
    return try files.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).contains {
      let text = try String(contentsOf: $0, encoding: .utf8)
      return ["struct", "enum", "class"].contains { text.contains("\($0) \(type)") }
    }
  }
}
