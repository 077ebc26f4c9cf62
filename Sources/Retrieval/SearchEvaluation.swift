import Foundation

/// How well and how fast a corpus is searched.
public struct SearchEvaluation: Sendable {
  /// One question with the documents that answer it.
  public struct Query: Sendable {
    /// Its name in the ranking that is written.
    public var id: String
    /// What was asked.
    public var text: String
    /// Names of the documents that answer it.
    public var relevant: Set<String>

    /// Makes a question.
    public init(id: String, text: String, relevant: Set<String>) {
      self.id = id
      self.text = text
      self.relevant = relevant
    }
  }

  /// The figures, under the names of the command line.
  public struct Figures: Codable, Sendable, Equatable {
    /// Questions with a known answer.
    public var n: Int
    /// Mean of 1 / rank of the first right document among ten.
    public var mrr: Double
    /// Share of questions whose first document is right.
    public var hit: Double
    /// Mean share of the right documents among ten.
    public var recall: Double
    /// Normalised discounted cumulative gain among ten, each right document worth 1.
    public var ndcg: Double
    /// Seconds to make the index.
    public var indexSeconds: Double
    /// Size of the index in MiB.
    public var indexMiB: Double
    /// Median time of a question in milliseconds.
    public var p50: Double
    /// 99th percentile of the time of a question in milliseconds.
    public var p99: Double
    /// Median time of a question's beginning, as it is typed, in milliseconds.
    public var typedP50: Double
    /// 99th percentile of the time of a question's beginning in milliseconds.
    public var typedP99: Double

    enum CodingKeys: String, CodingKey {
      case n
      case mrr = "mrr@10"
      case hit = "hit@1"
      case recall = "recall@10"
      case ndcg = "ndcg@10"
      case indexSeconds = "index_seconds"
      case indexMiB = "index_mib"
      case p50 = "p50_ms"
      case p99 = "p99_ms"
      case typedP50 = "typed_p50_ms"
      case typedP99 = "typed_p99_ms"
    }
  }

  /// The figures.
  public let figures: Figures
  /// The first hundred documents of each question, in the order of the questions.
  public let rankings: [(query: String, hits: [SearchHit])]

  /// Runs the questions, one after another, with the time of each taken for its ten best.
  ///
  /// Questions without a known answer are run and timed, but not counted.
  public init(
    _ search: CorpusSearch, queries: [Query], indexSeconds: Double, depth: Int = 100
  ) {
    var times: [Double] = []
    var sum = Measures()
    var rankings: [(query: String, hits: [SearchHit])] = []
    for query in queries {
      var ten: [SearchHit] = []
      times.append(Self.milliseconds { ten = search.search(query.text, limit: 10) })
      if !query.relevant.isEmpty { sum.add(ten.map(\.id), relevant: query.relevant) }
      rankings.append((query.id, depth > 10 ? search.search(query.text, limit: depth) : ten))
    }
    var typed: [Double] = []
    for query in queries.prefix(Self.typedQuestions) {
      for end in query.text.indices.dropFirst() {
        typed.append(
          Self.milliseconds { _ = search.search(String(query.text[..<end]), limit: 10) })
      }
    }
    let n = Double(max(sum.count, 1))
    self.rankings = rankings
    figures = Figures(
      n: sum.count, mrr: sum.reciprocalRank / n, hit: sum.first / n, recall: sum.recall / n,
      ndcg: sum.gain / n, indexSeconds: indexSeconds,
      indexMiB: Double(search.byteCount) / 1_048_576, p50: Self.percentile(0.5, of: times),
      p99: Self.percentile(0.99, of: times), typedP50: Self.percentile(0.5, of: typed),
      typedP99: Self.percentile(0.99, of: typed))
  }

  /// Questions of which every beginning is searched too.
  private static let typedQuestions = 100

  private static func milliseconds(_ work: () -> Void) -> Double {
    let time = ContinuousClock().measure(work)
    return Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3
  }

  private static func percentile(_ share: Double, of times: [Double]) -> Double {
    let sorted = times.sorted()
    return sorted.isEmpty ? 0 : sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)]
  }

  /// The ranking as a file: query id, document id, rank from 1 and score, with tabs, a line each.
  public var runFile: String {
    var result = ""
    for (query, hits) in rankings {
      for (rank, hit) in hits.enumerated() {
        result += "\(query)\t\(hit.id)\t\(rank + 1)\t\(hit.score)\n"
      }
    }
    return result
  }

  /// Sums of the measures over questions.
  struct Measures {
    var count = 0
    var reciprocalRank = 0.0
    var first = 0.0
    var recall = 0.0
    var gain = 0.0

    /// Adds one answer of at most ten documents.
    mutating func add(_ answer: [String], relevant: Set<String>) {
      count += 1
      let right = answer.prefix(10).map(relevant.contains)
      if let place = right.firstIndex(of: true) {
        reciprocalRank += 1 / Double(place + 1)
        first += place == 0 ? 1 : 0
      }
      recall += Double(right.filter { $0 }.count) / Double(relevant.count)
      let ideal = (0..<min(relevant.count, 10)).reduce(0.0) { $0 + 1 / log2(Double($1) + 2) }
      let found = right.enumerated().reduce(0.0) {
        $0 + ($1.element ? 1 / log2(Double($1.offset) + 2) : 0)
      }
      gain += ideal > 0 ? found / ideal : 0
    }
  }
}
