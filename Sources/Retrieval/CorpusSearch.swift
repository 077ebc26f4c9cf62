import ChineseText
import Dispatch
import Foundation
import Synchronization

/// Ranks documents for a spoken question.
///
/// ```swift
/// let search = CorpusSearch([SearchDocument(id: "1", title: "公积金", text: "提取条件……")], analyzer: analyzer)
/// search.search("公积金怎么取", limit: 10).first?.id  // "1"
/// ```
/// A value: a copy is a snapshot that any thread may search while another copy is changed. One
/// setting serves every corpus. Terms are bigrams, single characters, Latin and number runs; BM25
/// over the whole document with its title and over its best passage; words that only ask count
/// little; titles that other documents cite count more. The answer is exact: it is that of scoring
/// every document (see `SegmentSearch`).
public struct CorpusSearch: Sendable {
  /// The analyser of documents and queries.
  public let analyzer: Analyzer
  /// The numbers of the ranking.
  public let parameters: RankingParameters

  private let scale: ImpactScale
  private let pinyin: PinyinSource
  private var averages: DocumentTerms.Averages?
  private var segments: [Segment] = []
  private var boosts: [Segment.Boosts] = []
  /// Names of the documents, nil for a removed one.
  private var ids: [String?] = []
  private var places: [String: Int] = [:]
  private var titles: [UInt64] = []
  private var citations: [[UInt64]] = []

  /// An index of documents; a name that comes again replaces the document before.
  public init(
    _ documents: [SearchDocument] = [], analyzer: Analyzer,
    parameters: RankingParameters = RankingParameters()
  ) {
    self.analyzer = analyzer
    self.parameters = parameters
    scale = ImpactScale(saturation: parameters.saturation)
    pinyin = PinyinSource(analyzer)
    add(documents)
  }

  /// Number of documents that can be found.
  public var count: Int { places.count }

  /// Bytes that the index holds, without the texts, which it does not keep.
  public var byteCount: Int {
    segments.reduce(0) { $0 + $1.byteCount } + boosts.reduce(0) { $0 + $1.all.count * 8 }
      + ids.reduce(0) { $0 + MemoryLayout<String?>.size + ($1?.utf8.count ?? 0) }
      + titles.count * 8 + citations.reduce(0) { $0 + 8 + $1.count * 8 }
  }

  /// Adds documents, replacing those of the same names.
  ///
  /// The lengths against which documents are long or short are those of the first documents
  /// added; build anew when a corpus has become another one.
  public mutating func add(_ documents: [SearchDocument]) {
    var last: [String: Int] = [:]
    for (index, document) in documents.enumerated() { last[document.id] = index }
    let kept = documents.enumerated().filter { last[$1.id] == $0 }.map(\.element)
    guard !kept.isEmpty else { return }
    for document in kept { markRemoved(document.id) }
    let maker = DocumentTerms(analyzer: analyzer, parameters: parameters, scale: scale)
    let averages = self.averages ?? Self.averages(kept, maker: maker)
    self.averages = averages
    let first = ids.count
    for (offset, document) in kept.enumerated() {
      places[document.id] = first + offset
      ids.append(document.id)
      titles.append(Citations.hash(title: document.title))
    }
    let parts = Parallel.ranges(kept.count, most: Segment.capacity / 2)
    let made = Parallel.map(parts) { part in
      Self.segments(
        kept[part], firstNumber: first + part.lowerBound, maker: maker, averages: averages)
    }
    for (made, cited) in made {
      segments += made
      citations += cited
    }
    compactIfNeeded()
    updateBoosts()
  }

  /// Removes documents; names that are not there are left alone.
  public mutating func remove(_ names: some Sequence<String>) {
    for name in names { markRemoved(name) }
    compactIfNeeded()
    updateBoosts()
  }

  /// The best documents for a question, best first; none without a common term.
  public func search(_ query: String, limit: Int = 10) -> [SearchHit] {
    let terms = weightedTerms(query)
    guard !terms.isEmpty, limit > 0 else { return [] }
    var hits = TopHits(limit: limit)
    for (segment, boosts) in zip(segments, boosts) {
      SegmentSearch(
        segment: segment, scale: scale, passageWeight: parameters.passageWeight, boosts: boosts
      ).collect(terms, into: &hits)
    }
    return hits.sorted.compactMap { hit in
      ids[Int(hit.number)].map {
        SearchHit(document: Int(hit.number), id: $0, score: Double(hit.score))
      }
    }
  }

  /// The terms of a query with rarity, the weightiest first, at most `termLimit`.
  func weightedTerms(_ query: String) -> [SegmentSearch.Term] {
    let made = QueryTerms(
      analyzer: analyzer, parameters: parameters, pinyin: { pinyin.words.words(for: $0) },
      frequency: frequency, documents: count
    ).terms(query)
    let total = Float(max(count, 1))
    var terms: [SegmentSearch.Term] = []
    for (key, weight) in made {
      let frequency = Float(frequency(key))
      guard frequency > 0 else { continue }
      // Removed documents are counted until the next compaction, so the rest may be negative.
      let rarity = log(1 + max(total - frequency + 0.5, 0) / (frequency + 0.5))
      let rare = weight * rarity
      if rare > 0 { terms.append(.init(key: key, weight: rare)) }
    }
    terms.sort { ($1.weight, $0.key) < ($0.weight, $1.key) }
    return Array(terms.prefix(parameters.termLimit))
  }

  private func frequency(_ key: UInt64) -> Int {
    segments.reduce(0) { sum, segment in
      sum + (segment.term(key).map { segment.documents.range($0).count } ?? 0)
    }
  }

  /// Scores every document without any shortcut, for checking `search`.
  func exhaustiveScores(_ query: String) -> [Int: Float] {
    let terms = weightedTerms(query)
    var result: [Int: Float] = [:]
    for (segment, boosts) in zip(segments, boosts) {
      func sums(_ postings: Segment.Postings, count: Int) -> [Float] {
        var sums = [Float](repeating: 0, count: count)
        for term in terms {
          guard let index = segment.term(term.key) else { continue }
          for place in postings.range(index) {
            sums[Int(postings.items[place])] +=
              term.weight * scale.values[Int(postings.impacts[place])]
          }
        }
        return sums
      }
      let wholes = sums(segment.documents, count: segment.numbers.count)
      let parts = sums(segment.passages, count: Int(segment.firstPassages.last ?? 0))
      for document in segment.numbers.indices {
        let best = segment.passages(of: document).map { parts[$0] }.max() ?? wholes[document]
        let score = boosts.all[document] * (wholes[document] + parameters.passageWeight * best)
        if score > 0 { result[Int(segment.numbers[document])] = score }
      }
    }
    return result
  }

  private mutating func markRemoved(_ name: String) {
    guard let number = places.removeValue(forKey: name) else { return }
    ids[number] = nil
  }

  private static func averages(
    _ documents: [SearchDocument], maker: DocumentTerms
  ) -> DocumentTerms.Averages {
    let parts = Parallel.map(Parallel.ranges(documents.count, most: documents.count)) { part in
      var sum = (documents: Float(0), passages: Float(0), count: 0)
      for document in documents[part] {
        let lengths = maker.lengths(document)
        sum.documents += lengths.document
        sum.passages += lengths.passages.reduce(0, +)
        sum.count += lengths.passages.count
      }
      return sum
    }
    let whole = parts.reduce(0) { $0 + $1.documents } / Float(documents.count)
    let passages = parts.reduce(0) { $0 + $1.count }
    let passage = parts.reduce(0) { $0 + $1.passages } / Float(max(passages, 1))
    return .init(document: max(whole, 1), passage: passages == 0 ? max(whole, 1) : passage)
  }

  private static func segments(
    _ documents: ArraySlice<SearchDocument>, firstNumber: Int, maker: DocumentTerms,
    averages: DocumentTerms.Averages
  ) -> (segments: [Segment], citations: [[UInt64]]) {
    var segments: [Segment] = []
    var citations: [[UInt64]] = []
    var builder = SegmentBuilder()
    for (offset, document) in documents.enumerated() {
      var impacts = maker.impacts(document, averages: averages)
      // A text of millions of characters keeps its first passages and all of its whole.
      if impacts.passages.count > Segment.capacity {
        impacts.passages.removeLast(impacts.passages.count - Segment.capacity)
      }
      if !builder.hasRoom(passages: impacts.passages.count) {
        segments.append(builder.finish())
        builder = SegmentBuilder()
      }
      builder.append(
        number: UInt32(firstNumber + offset), impacts: impacts.whole, passages: impacts.passages)
      citations.append(Citations.cited(in: document.text))
    }
    segments.append(builder.finish())
    return (segments, citations)
  }

  /// Merges small segments, and segments of which much was removed.
  private mutating func compactIfNeeded() {
    func alive(_ segment: Segment) -> Int {
      segment.numbers.reduce(0) { $0 + (ids[Int($1)] == nil ? 0 : 1) }
    }
    let living = segments.map(alive)
    let worn = segments.indices.filter {
      living[$0] * 4 < segments[$0].numbers.count * 3
        || (segments.count > 8 && living[$0] < Segment.capacity / 8)
    }
    guard !worn.isEmpty, worn.count > 1 || living[worn[0]] * 4 < segments[worn[0]].numbers.count * 3
    else { return }
    let merged = SegmentMerge(worn.map { segments[$0] }) { ids[Int($0)] != nil }.segments
    for index in worn.reversed() { segments.remove(at: index) }
    segments += merged
    segments.sort { ($0.numbers.first ?? 0) < ($1.numbers.first ?? 0) }
  }

  private mutating func updateBoosts() {
    var works: [UInt64: Set<UInt64>] = [:]
    if parameters.citationWeight > 0 {
      let known = Set(titles)
      for (number, cited) in citations.enumerated() where ids[number] != nil {
        for title in cited where title != titles[number] && known.contains(title) {
          works[title, default: []].insert(titles[number])
        }
      }
    }
    boosts = segments.map { segment in
      let factors = segment.numbers.map { number -> Float in
        guard ids[Int(number)] != nil else { return 0 }
        let count = works[titles[Int(number)]]?.count ?? 0
        return 1 + parameters.citationWeight * log(1 + Float(count) / parameters.citationUnit)
      }
      return Segment.Boosts(factors, segment: segment, passageWeight: parameters.passageWeight)
    }
  }
}

/// The pinyin of the lexicon, read when a query first asks for it.
final class PinyinSource: Sendable {
  private let analyzer: Analyzer
  private let made = Mutex<PinyinWords?>(nil)

  init(_ analyzer: Analyzer) { self.analyzer = analyzer }

  var words: PinyinWords {
    made.withLock { made in
      if let made { return made }
      let words = PinyinWords(analyzer)
      made = words
      return words
    }
  }
}
