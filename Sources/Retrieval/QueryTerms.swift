import ChineseText

/// Turns what was asked into weighted terms.
struct QueryTerms {
  let analyzer: Analyzer
  let parameters: RankingParameters
  /// The words that a run of letters may stand for, a list for each piece.
  let pinyin: (String) -> [[String]]

  /// Terms with their weights before rarity, each once; `knows` tells whether the corpus has a term.
  func terms(_ query: String, knows: (UInt64) -> Bool) -> [UInt64: Float] {
    let analysis = analyzer.analyze(query)
    let marks = QuestionPhrases.marks(analysis)
    var weights: [UInt64: Float] = [:]
    var terms: [Term] = []
    analyzer.appendTerms(of: analysis, kinds: DocumentTerms.kinds, to: &terms)
    for term in terms {
      let units = Int(term.position)..<Int(term.position) + Int(term.length)
      let asks = units.contains { marks[$0] }
      weights[term.key, default: 0] +=
        weight(term.kind) * (asks ? parameters.questionPhraseWeight : 1)
    }
    addSynonyms(analysis, to: &weights)
    addPinyin(analysis, knows: knows, to: &weights)
    return weights
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
    _ analysis: Analysis, knows: (UInt64) -> Bool, to weights: inout [UInt64: Float]
  ) {
    guard parameters.pinyinWeight > 0 else { return }
    for unit in analysis.units where unit.kind == .run && !knows(unit.key) {
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
