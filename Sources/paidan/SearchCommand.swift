import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  /// A hit as `search --json` gives it; marks are pairs of UTF-16 offsets.
  private struct HitLine: Encodable {
    var id: String
    var title: String
    var excerpt: String
    var score: Double
    var owner: String
    var region: String
    var validFrom: String?
    var validTo: String?
    var verifiedOn: String?
    /// Only in the lines behind the articles, which tell of merged hotlines.
    var hotline: HotlineValue?

    enum CodingKeys: String, CodingKey {
      case id, title, excerpt, score, owner, region, hotline
      case validFrom = "valid_from"
      case validTo = "valid_to"
      case verifiedOn = "verified_on"
    }
  }

  static let search = Command(
    name: "search", summary: "查知识库：问句、词、拼音和首字母都可以；也查归并了的热线号码",
    usage: Usage(
      options: [
        ("--limit", "N", "最多几条，缺省 10"),
        ("--profile", "P", "只查这个规定归并的热线号码，缺省为本市的"),
        ("--as-of", "TIME", "按那个时刻当时的内容查"),
      ], operands: ("要查的内容", 1, 1))
  ) { arguments in
    let limit = try arguments.number("--limit", 10, in: 1...100)
    let words = arguments.operands[0]
    let desk = try desk(arguments)
    let past = try moment(arguments, "--as-of").map { try desk.view(asOf: $0) }
    let hits = try (past ?? desk.view).search(words, limit: limit)
    let hotlines: [HotlineValue]
    do {
      hotlines = try desk.hotlines(words, profile: arguments["--profile"])
    } catch let problem as InputProblem where problem.field == "profile" {
      throw UsageError(message: problem.message)
    }
    if arguments.has("--json") {
      let articles = hits.map { hit in
        HitLine(
          id: hit.article.id, title: hit.article.title, excerpt: hit.excerpt, score: hit.score,
          owner: hit.article.owner, region: hit.article.region,
          validFrom: hit.article.validFrom.description,
          validTo: hit.article.validTo?.description,
          verifiedOn: hit.article.verifiedOn.description)
      }
      // The list stays a list of articles for those who read its first entries.
      try Terminal.json(articles + hotlines.map(line(of:)))
      return
    }
    for hotline in hotlines { Terminal.line(HotlineText.line(hotline)) }
    if hits.isEmpty {
      Terminal.message(hotlines.isEmpty ? "没有找到，换个说法试试" : "知识库中没有相关文章")
    }
    for hit in hits {
      Terminal.line("\(hit.article.id)  \(hit.article.title)（\(hit.article.owner)）")
      Terminal.line("  \(hit.excerpt)")
    }
  }

  private static func line(of hotline: HotlineValue) -> HitLine {
    HitLine(
      id: "热线\(hotline.number)", title: "\(hotline.number)（\(hotline.purpose)）",
      excerpt: hotline.tell, score: 0, owner: "12345", region: hotline.city, hotline: hotline)
  }
}

/// A merged hotline for a person at a terminal.
enum HotlineText {
  static func line(_ hotline: HotlineValue) -> String {
    let note = hotline.note.isEmpty ? "" : "\n  注：\(hotline.note)"
    return "【热线】\(hotline.number)（\(hotline.purpose)）\(hotline.mode.rawValue) → \(hotline.now)"
      + "（\(hotline.city)，\(hotline.source)）" + note
  }
}
