import CICU

/// The one analyser of documents and queries: same text, same terms.
///
/// ```swift
/// let analyzer = Analyzer(lexicon: Lexicon(words: ["公积金", "异地贷款"]))
/// analyzer.words("公積金異地貸款").map(\.text)  // ["公积金", "异地贷款"]
/// ```
/// Immutable, so any number of threads may share one.
public struct Analyzer: Sendable {
  /// Raised whenever the code changes what terms a text has.
  static let codeVersion: UInt64 = 1

  /// The words it knows.
  public let lexicon: Lexicon
  /// The words that mean the same, used on queries.
  public let synonyms: Synonyms
  /// Whether ICU looks for words between those of the lexicon.
  public let usesICUWords: Bool
  /// Changes when any text's terms may have changed: a new index must then be built.
  public let version: String
  /// Changes when a query's terms may have changed; synonyms need no new index.
  public let queryVersion: String

  /// Makes an analyser.
  public init(
    lexicon: Lexicon = .empty, synonyms: Synonyms = .empty, usesICUWords: Bool = true
  ) {
    self.lexicon = lexicon
    self.synonyms = synonyms
    self.usesICUWords = usesICUWords
    var hash = TermKey.seed(Self.codeVersion)
    func add(_ string: String) {
      for byte in string.utf8 { hash = TermKey.mix(hash, UInt64(byte)) }
      hash = TermKey.mix(hash, 0x100)
    }
    add(String(cString: paidan_icu_version()))
    add(usesICUWords ? "icu" : "")
    for entry in lexicon.entries {
      add(entry.word)
      add("\(entry.weight)")
      add(entry.reading.joined(separator: " "))
    }
    version = Self.hexadecimal(hash)
    for group in synonyms.groups { add(group.joined(separator: "|")) }
    queryVersion = Self.hexadecimal(hash)
  }

  private static func hexadecimal(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Cuts a text into units.
  public func analyze(_ text: String) -> Analysis { Analysis(text) }

  /// Cuts bytes that ought to be UTF-8 into units.
  public func analyze(utf8: UnsafeBufferPointer<UInt8>) -> Analysis {
    Analysis(NormalText(utf8: utf8))
  }

  /// The normal form of a text, for comparing.
  public func normalForm(_ text: String) -> String { NormalText(text).string }

  /// The best cut of a text into words, as ranges of units that cover every unit.
  public func wordRanges(_ analysis: Analysis) -> [Range<Int>] {
    var result: [Range<Int>] = []
    result.reserveCapacity(analysis.units.count / 2 + 1)
    for stretch in analysis.stretches {
      appendWords(of: stretch, in: analysis, to: &result)
    }
    return result
  }

  /// Every lexicon word that stands anywhere in a text, longer ones and those inside them alike.
  ///
  /// What is found does not depend on the words around it, so a query and a document that share a
  /// word always share its term.
  public func lexiconMatches(_ analysis: Analysis) -> [Range<Int>] {
    var result: [Range<Int>] = []
    let boundaries = UnitBoundaries(analysis)
    for unit in analysis.units.indices {
      lexicon.trie.matches(analysis.text.scalars, from: Int(analysis.units[unit].start)) { end, _ in
        if let next = boundaries.unit(endingAt: end, from: unit) { result.append(unit..<next) }
      }
    }
    return result
  }

  private func appendWords(
    of stretch: Range<Int>, in analysis: Analysis, to result: inout [Range<Int>]
  ) {
    guard stretch.count > 1 else {
      result.append(stretch)
      return
    }
    // Cheapest way to each unit boundary; a unit on its own costs more than any word.
    let lone: Float = 10
    var cost = [Float](repeating: .infinity, count: stretch.count + 1)
    var from = [Int32](repeating: 0, count: stretch.count + 1)
    cost[0] = 0
    let boundaries = UnitBoundaries(analysis)
    for offset in 0..<stretch.count {
      let here = cost[offset]
      let unit = stretch.lowerBound + offset
      if here + lone < cost[offset + 1] {
        cost[offset + 1] = here + lone
        from[offset + 1] = Int32(offset)
      }
      lexicon.trie.matches(analysis.text.scalars, from: Int(analysis.units[unit].start)) {
        end, value in
        guard let next = boundaries.unit(endingAt: end, from: unit), next <= stretch.upperBound
        else { return }
        let target = next - stretch.lowerBound
        let total = here + lexicon.costs[Int(value)]
        if total < cost[target] {
          cost[target] = total
          from[target] = Int32(offset)
        }
      }
    }
    var cuts: [Range<Int>] = []
    var end = stretch.count
    while end > 0 {
      let start = Int(from[end])
      cuts.append(stretch.lowerBound + start..<stretch.lowerBound + end)
      end = start
    }
    appendWithICU(cuts.reversed(), in: analysis, to: &result)
  }

  /// Lets ICU cut again what the lexicon left as lone characters.
  private func appendWithICU(
    _ cuts: [Range<Int>], in analysis: Analysis, to result: inout [Range<Int>]
  ) {
    guard usesICUWords else {
      result += cuts
      return
    }
    func isLone(_ cut: Range<Int>) -> Bool {
      cut.count == 1 && analysis.units[cut.lowerBound].kind == .ideograph
    }
    var index = 0
    while index < cuts.count {
      var end = index
      while end < cuts.count, isLone(cuts[end]) { end += 1 }
      guard end - index > 1 else {
        result.append(cuts[index])
        index += 1
        continue
      }
      let first = cuts[index].lowerBound
      let last = cuts[end - 1].upperBound
      let from = analysis.units[first].scalars.lowerBound
      // Every unit here is one scalar, so ICU's offsets are unit numbers.
      let ends = WordBreaker.shared.ends(analysis.text.scalars[from..<from + last - first])
      var start = first
      for stop in ends ?? Array(1...last - first) {
        result.append(start..<first + stop)
        start = first + stop
      }
      index = end
    }
  }
}
