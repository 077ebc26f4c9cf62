import ChineseText
import Testing

@testable import Retrieval

@Suite struct CorpusSearchTests {
  let analyzer = Analyzer(
    lexicon: Lexicon(words: ["公积金", "社保卡", "提取"]),
    synonyms: Synonyms(groups: [["停水", "断水", "没水"]]))

  private let documents = [
    SearchDocument(
      id: "fund", title: "住房公积金提取", text: "职工购买、建造自住住房的，可以提取公积金账户余额。",
      questions: ["买房子能取公积金吗"]),
    SearchDocument(id: "card", title: "社保卡补办", text: "社保卡遗失后，凭身份证到服务网点补办。"),
    SearchDocument(id: "water", title: "计划停水", text: "因管道检修，供水单位提前公告停水时间。"),
    SearchDocument(id: "tax", title: "个人所得税", text: "综合所得年度汇算，可登录手机办理。拨12345咨询。"),
  ]

  private func ids(_ query: String, _ search: CorpusSearch? = nil) -> [String] {
    (search ?? CorpusSearch(documents, analyzer: analyzer)).search(query).map(\.id)
  }

  @Test(arguments: [
    ("公积金怎么取", "fund"), ("社保卡丢了怎么补办", "card"), ("家里断水了", "water"), ("税", "tax"),
    ("１２３４５", "tax"), ("公積金提取", "fund"), ("gjj", "fund"), ("shebaoka", "card"),
    ("gjjtq", "fund"),
  ])
  func `a question finds its document first`(_ query: String, _ id: String) {
    #expect(ids(query).first == id)
  }

  @Test(arguments: ["", "。，！", "龘龘", "zzzz", "👍"])
  func `what no document has finds nothing`(_ query: String) {
    #expect(ids(query) == [])
  }

  @Test func `limits are kept and scores go down`() {
    let search = CorpusSearch(documents, analyzer: analyzer)
    let hits = search.search("提取补办停水汇算", limit: 3)
    #expect(hits.count == 3)
    #expect(zip(hits, hits.dropFirst()).allSatisfy { $0.score >= $1.score })
    #expect(hits.allSatisfy { documents[$0.document].id == $0.id })
    #expect(search.search("提取", limit: 0).isEmpty)
    #expect(CorpusSearch(analyzer: analyzer).search("提取").isEmpty)
  }

  @Test func `a question with its document's own question wins over words scattered in a text`() {
    let scattered = SearchDocument(
      id: "other", title: "买卖", text: "买了房子的人，能不能到中心取回公积金，另见规定。")
    let search = CorpusSearch([scattered] + documents, analyzer: analyzer)
    #expect(ids("买房子能取公积金吗", search).first == "fund")
  }

  @Test func `documents are replaced, removed and added, and a copy is a snapshot`() {
    var search = CorpusSearch(documents, analyzer: analyzer)
    let snapshot = search
    search.add([SearchDocument(id: "card", title: "路灯", text: "路灯不亮，报给市政维修。")])
    #expect(!ids("社保卡补办", search).contains("card"))
    #expect(ids("路灯不亮", search) == ["card"])
    search.remove(["card", "unknown"])
    #expect(ids("路灯不亮", search) == [])
    #expect(search.count == 3)
    #expect(ids("社保卡补办", snapshot).first == "card")
  }

  @Test func `of documents with one name the last counts`() {
    let twice = [
      SearchDocument(id: "a", title: "", text: "停电"),
      SearchDocument(id: "a", title: "", text: "路灯"),
    ]
    let search = CorpusSearch(twice, analyzer: analyzer)
    #expect(search.count == 1)
    #expect(ids("停电", search) == [])
    #expect(ids("路灯", search) == ["a"])
  }

  @Test func `compaction keeps every living document and its score`() {
    let texts = RandomCorpus(seed: 3).documents(600)
    var search = CorpusSearch(Array(texts[..<50]), analyzer: analyzer)
    for start in stride(from: 50, to: 600, by: 25) {
      search.add(Array(texts[start..<start + 25]))
    }
    search.remove(texts[..<200].map(\.id))
    let query = texts[300].text
    let expected = search.exhaustiveScores(query)
    #expect(expected.count > 10)
    let hits = search.search(query, limit: 1_000)
    #expect(Set(hits.map(\.document)) == Set(expected.keys))
    #expect(hits.allSatisfy { !texts[..<200].map(\.id).contains($0.id) })
    #expect(hits.first?.id == texts[300].id)
  }

  @Test func `a cited title goes before an uncited one with the same words`() {
    let articles = [
      SearchDocument(id: "local", title: "某市物业管理规定", text: "业主可以成立业主大会。"),
      SearchDocument(id: "law", title: "中华人民共和国物业法", text: "业主可以成立业主大会。"),
      SearchDocument(id: "x", title: "办法甲", text: "依照《物业法》办理。"),
      SearchDocument(id: "y", title: "办法乙", text: "根据《中华人民共和国物业法》制定。"),
    ]
    #expect(ids("业主大会", CorpusSearch(articles, analyzer: analyzer)).first == "law")
    let uncited = CorpusSearch(Array(articles[..<2]), analyzer: analyzer)
    #expect(ids("业主大会", uncited).first == "local")
  }

  @Test func `a long document is found by the passage that has the words together`() {
    let filler = (0..<60).map { "第\($0)项工作按照安排推进，各单位抓好落实。" }.joined()
    let together = SearchDocument(
      id: "together", title: "通知一", text: filler + "噪声扰民由城管处理。" + filler)
    let apart = SearchDocument(
      id: "apart", title: "通知二", text: "噪声检测。" + filler + "扰民问题。" + filler + "城管处理。")
    #expect(ids("噪声扰民城管", CorpusSearch([apart, together], analyzer: analyzer)).first == "together")
  }

  @Test func `very long and broken input is answered`() {
    let search = CorpusSearch(documents, analyzer: analyzer)
    let long = String(repeating: "公积金提取与社保卡补办", count: 500)
    #expect(search.search(long).count >= 2)
    #expect(search.search("\u{0}公积金\u{FFFD}").first?.id == "fund")
    let giant = SearchDocument(
      id: "giant", title: "长", text: String(repeating: "长文", count: 5_000))
    #expect(ids("长文", CorpusSearch([giant], analyzer: analyzer)) == ["giant"])
  }
}
