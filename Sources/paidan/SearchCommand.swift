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
    var validFrom: String
    var validTo: String?
    var verifiedOn: String

    enum CodingKeys: String, CodingKey {
      case id, title, excerpt, score, owner, region
      case validFrom = "valid_from"
      case validTo = "valid_to"
      case verifiedOn = "verified_on"
    }
  }

  static let search = Command(
    name: "search", summary: "查知识库：问句、词、拼音和首字母都可以",
    usage: Usage(
      options: [("--limit", "N", "最多几条，缺省 10")], operands: ("要查的内容", 1, 1))
  ) { arguments in
    let limit = try arguments.number("--limit", 10, in: 1...100)
    let hits = try desk(arguments).search(arguments.operands[0], limit: limit)
    if arguments.has("--json") {
      try Terminal.json(
        hits.map { hit in
          HitLine(
            id: hit.article.id, title: hit.article.title, excerpt: hit.excerpt, score: hit.score,
            owner: hit.article.owner, region: hit.article.region,
            validFrom: hit.article.validFrom.description,
            validTo: hit.article.validTo?.description,
            verifiedOn: hit.article.verifiedOn.description)
        })
      return
    }
    if hits.isEmpty { Terminal.message("没有找到，换个说法试试") }
    for hit in hits {
      Terminal.line("\(hit.article.id)  \(hit.article.title)（\(hit.article.owner)）")
      Terminal.line("  \(hit.excerpt)")
    }
  }
}
