import ChineseText

/// Turns what was asked into weighted terms.
struct QueryTerms {
  let analyzer: Analyzer
  let parameters: RankingParameters
  /// The words that a run of letters may stand for, a list for each piece.
  let pinyin: (String) -> [[String]]

  /// In how many documents a term stands.
  let frequency: (UInt64) -> Int
  /// Number of documents.
  let documents: Int

  /// Terms with their weights before rarity, each once.
  func terms(_ query: String) -> [UInt64: Float] {
    let analysis = analyzer.analyze(query)
    let marks = QuestionPhrases.marks(analysis)
    var weights: [UInt64: Float] = [:]
    var terms: [Term] = []
    analyzer.appendTerms(of: analysis, kinds: DocumentTerms.kinds, to: &terms)
    for term in terms where !isIdle(term, in: analysis) {
      let units = Int(term.position)..<Int(term.position) + Int(term.length)
      let asks = units.contains { marks[$0] }
      weights[term.key, default: 0] +=
        weight(term.kind) * (asks ? parameters.questionPhraseWeight : 1)
    }
    addSynonyms(analysis, to: &weights)
    addPinyin(analysis, to: &weights)
    return weights
  }

  /// Whether a character is too common to tell documents apart while its bigrams do.
  ///
  /// The lists of such characters are most of an index, and leaving them changes no ranking that
  /// could be measured. A character that stands alone in the query is always looked up.
  private func isIdle(_ term: Term, in analysis: Analysis) -> Bool {
    guard term.kind == .character else { return false }
    let unit = Int(term.position)
    let joined =
      analysis.units[unit].joinsNext || (unit > 0 && analysis.units[unit - 1].joinsNext)
    return joined && frequency(term.key) > max(1_000, documents / 5)
  }

  private func weight(_ kind: TermKind) -> Float {
    switch kind {
    case .character: parameters.characterWeight
    default: parameters.bigramWeight
    }
  }

  /// Terms of the other words of a group, unless the query says them itself.
  private func addSynonyms(_ analysis: Analysis, to weights: inout [UInt64: Float]) {
    guard parameters.synonymWeight > 0 else { return }
    var added: [UInt64: Float] = [:]
    for expansion in analyzer.synonyms.expansions(in: analysis) {
      for word in expansion.alternatives {
        var terms: [Term] = []
        analyzer.appendTerms(of: analyzer.analyze(word), kinds: DocumentTerms.kinds, to: &terms)
        for term in terms where weights[term.key] == nil {
          let weight = weight(term.kind) * parameters.synonymWeight
          added[term.key] = max(added[term.key] ?? 0, weight)
        }
      }
    }
    weights.merge(added) { own, _ in own }
  }

  /// A run of letters that the corpus does not have is read as pinyin.
  private func addPinyin(
    _ analysis: Analysis, to weights: inout [UInt64: Float]
  ) {
    guard parameters.pinyinWeight > 0 else { return }
    for unit in analysis.units where unit.kind == .run && frequency(unit.key) == 0 {
      let letters = analysis.text.string(unit.scalars)
      guard letters.utf8.count > 1, letters.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) else {
        continue
      }
      for words in pinyin(letters) {
        for (rank, word) in words.enumerated() {
          var terms: [Term] = []
          analyzer.appendTerms(of: analyzer.analyze(word), kinds: DocumentTerms.kinds, to: &terms)
          // Among words of one sound the commoner one is meant more often.
          let share = parameters.pinyinWeight / Float(rank + 1)
          for term in terms {
            weights[term.key] = max(weights[term.key] ?? 0, weight(term.kind) * share)
          }
        }
      }
    }
  }
}
