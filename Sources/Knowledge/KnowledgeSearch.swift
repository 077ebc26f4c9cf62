import ChineseText
import Foundation
import Hotline
import Retrieval
import SQLite

/// An article found by a search.
public struct KnowledgeHit: Sendable {
  /// The article.
  public var article: KnowledgeArticle
  /// How well it fits; comparable within one answer only.
  public var score: Double
  /// A piece of the article that shows why it was found.
  public var excerpt: String
  /// What of the title to mark, as ranges of its UTF-8 bytes.
  public var titleMarks: [Range<Int>]
  /// What of the excerpt to mark, as ranges of its UTF-8 bytes.
  public var excerptMarks: [Range<Int>]
}

/// Search over the articles of one moment, from any thread.
///
/// Spoken questions are ranked by `CorpusSearch`; pinyin and the characters typed so far, which may
/// end within a word, are looked up in the stored full-text indexes and fill up the list.
public struct KnowledgeSearch: Sendable {
  /// The most characters of a question.
  public static let longestQuestion = 1_000

  /// The articles, by id.
  private let articles: [String: KnowledgeArticle]
  private let ranking: CorpusSearch
  private let analyzer: Analyzer
  private let index: KnowledgeIndex?

  /// Indexes the articles.
  ///
  /// - Parameter index: the full-text index of the same articles by the same analyser; without one
  ///   pinyin and beginnings of words find nothing.
  public init(_ articles: [KnowledgeArticle], analyzer: Analyzer, index: KnowledgeIndex? = nil) {
    self.index = index
    self.articles = Dictionary(articles.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    self.analyzer = analyzer
    ranking = CorpusSearch(articles.map(Self.document), analyzer: analyzer)
  }

  /// The article with an id.
  public func article(_ id: String) -> KnowledgeArticle? { articles[id] }

  /// How an article is given to the ranking.
  static func document(_ article: KnowledgeArticle) -> SearchDocument {
    SearchDocument(
      id: article.id, title: article.title,
      text: [article.keywords.joined(separator: " "), article.answer, article.body]
        .joined(separator: "\n"), questions: article.questions)
  }

  /// The articles in force on a day that fit the words best, best first.
  ///
  /// - Throws: `InputProblem` that names `q` when the words cannot be used.
  public func search(
    _ words: String, on day: Day, limit: Int
  ) throws -> [KnowledgeHit] {
    let words = try Self.checked(words)
    guard limit > 0 else { return [] }
    var order: [(id: String, score: Double)] = []
    var seen: Set<String> = []
    func add(_ id: String, _ score: Double) {
      if seen.insert(id).inserted { order.append((id, score)) }
    }
    let phrases = KnowledgeLookup.pinyinPhrases(words)
    // One character or two tell the ranking little; what holds them in its title goes first.
    let typed = try words.count <= 2 || !phrases.isEmpty ? stored(words, phrases, limit) : []
    for (place, id) in typed.enumerated() { add(id, 1_000 - Double(place)) }
    for hit in ranking.search(words, limit: limit * 2) { add(hit.id, hit.score) }
    if order.count < limit, typed.isEmpty {
      for id in try stored(words, phrases, limit) { add(id, 0) }
    }
    if order.contains(where: { articles[$0.id]?.isStale(on: day) == true }) {
      order = order.map { id, score in
        (
          id,
          articles[id]?.isStale(on: day) == true ? score * KnowledgeArticle.overdueWeight : score
        )
      }.enumerated().sorted {
        ($1.element.1, $0.offset) < ($0.element.1, $1.offset)
      }.map(\.element)
    }
    let highlighter = Highlighter(words, analyzer: analyzer)
    return order.compactMap { id, score in
      articles[id].flatMap { $0.isValid(on: day) ? hit($0, score, highlighter) : nil }
    }.prefix(limit).map { $0 }
  }

  private func stored(
    _ words: String, _ phrases: [String], _ limit: Int
  ) throws -> [String] {
    guard let index else { return [] }
    return try index.pool.read { connection in
      for phrase in phrases {
        let sounding = try KnowledgeLookup.sounding(like: phrase, limit: limit, connection)
        if !sounding.isEmpty { return sounding }
      }
      return try KnowledgeLookup.holding(words, limit: limit, connection)
    }
  }

  private static func checked(_ words: String) throws -> String {
    let text = words.trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty {
      throw InputProblem(code: "q_empty", field: "q", message: "请输入要查的内容")
    }
    if text.unicodeScalars.contains("\0") {
      throw InputProblem(code: "q_nul", field: "q", message: "查询内容含有空字符（NUL），请去掉后再试")
    }
    let count = text.unicodeScalars.count
    if count > longestQuestion {
      throw InputProblem(
        code: "q_too_long", field: "q", message: "查询内容有 \(count) 个字，不能超过 \(longestQuestion) 个")
    }
    return text
  }

  private func hit(
    _ article: KnowledgeArticle, _ score: Double, _ highlighter: Highlighter
  ) -> KnowledgeHit {
    // The answer is what an operator needs; another piece is shown only when it tells more.
    var best = (text: article.answer, marks: highlighter.ranges(in: article.answer))
    var most = best.marks.reduce(0) { $0 + $1.count }
    for line in article.body.split(separator: "\n") {
      let text = String(line)
      let marks = highlighter.ranges(in: text)
      let marked = marks.reduce(0) { $0 + $1.count }
      if marked > most * 2 { (best, most) = ((text, marks), marked) }
    }
    return KnowledgeHit(
      article: article, score: score, excerpt: best.text,
      titleMarks: highlighter.ranges(in: article.title), excerptMarks: best.marks)
  }
}
