import Testing

@testable import ChineseText

@Suite struct AnalyzerTests {
  let analyzer = Analyzer(
    lexicon: Lexicon(words: ["公积金", "住房公积金", "异地贷款", "断缴", "社保卡", "社保", "5G基站", "wi-fi"]),
    synonyms: Synonyms(groups: [["公积金", "住房公积金"], ["断缴", "断交", "停缴"]]))

  private func texts(_ text: String, _ kinds: TermKinds) -> [String] {
    analyzer.tokens(text, kinds: kinds).map(\.text)
  }

  @Test func `words of the lexicon win over those of ICU`() {
    #expect(texts("公积金异地贷款", .words) == ["公积金", "异地贷款"])
    #expect(texts("社保卡断缴怎么办", .words).prefix(2) == ["社保卡", "断缴"])
    #expect(texts("住房公積金", .words) == ["住房公积金"])
  }

  @Test func `ICU finds words between those of the lexicon`() {
    #expect(texts("公积金贷款", .words) == ["公积金", "贷款"])
    let bare = Analyzer(lexicon: Lexicon(words: ["公积金"]), usesICUWords: false)
    #expect(bare.words("公积金贷款").map(\.text) == ["公积金", "贷", "款"])
    #expect(bare.version != Analyzer(lexicon: Lexicon(words: ["公积金"])).version)
  }

  @Test func `every lexicon word inside a text is found whatever stands around it`() {
    let analysis = analyzer.analyze("查住房公积金和社保卡")
    #expect(
      analyzer.lexiconMatches(analysis).map { analysis.string($0) } == [
        "住房公积金", "公积金", "社保", "社保卡",
      ])
  }

  @Test func `mixed forms are whole`() {
    #expect(texts("拨１２３４５热线", [.runs, .bigrams]) == ["拨12345", "12345", "12345热", "热线"])
    #expect(texts("A座5G基站", .bigrams) == ["a座", "座5g", "5g基", "基站"])
    #expect(texts("5g基站", .words) == ["5g基站"])
    #expect(texts("粤B12345", .runs) == ["b12345", "b", "12345"])
    #expect(texts("3.5元。7", .runs) == ["3.5", "7"])
  }

  @Test func `bigrams stop at separators and single characters are terms too`() {
    #expect(texts("公积金，提取", .bigrams) == ["公积", "积金", "提取"])
    #expect(texts("税👍", [.characters, .symbols]) == ["税", "👍"])
    #expect(texts("公积金", .skips) == ["公_金"])
  }

  @Test func `words and the gaps between them make up the text`() {
    var random = RandomText(seed: 3)
    for _ in 0..<500 {
      let text = random.text(20)
      let bytes = Array(text.utf8)
      var end = 0
      for token in analyzer.words(text) {
        #expect(token.bytes.lowerBound >= end, "\(text.debugDescription)")
        #expect(!token.bytes.isEmpty)
        let gap = String(decoding: bytes[end..<token.bytes.lowerBound], as: UTF8.self)
        #expect(analyzer.analyze(gap).units.isEmpty)
        let piece = String(decoding: bytes[token.bytes], as: UTF8.self)
        // One source character may fold to several words (㈠), which then share its bytes.
        #expect(NormalText(piece).string.contains(token.text))
        end = token.bytes.upperBound
      }
      #expect(analyzer.analyze(String(decoding: bytes[end...], as: UTF8.self)).units.isEmpty)
    }
  }

  @Test func `a part of a document has the terms that the document has there`() {
    var random = RandomText(seed: 4)
    let kinds: TermKinds = [.bigrams, .characters, .runs, .symbols, .skips]
    for _ in 0..<300 {
      let (before, query, after) = (random.text(5), random.text(6), random.text(5))
      let document = "\(before)，\(query)，\(after)"
      let whole = Set(terms(document, kinds).map(\.key))
      let lexical = Set(lexiconKeys(document))
      #expect(terms(query, kinds).allSatisfy { whole.contains($0.key) }, "\(document)")
      #expect(lexiconKeys(query).allSatisfy(lexical.contains))
    }
  }

  private func terms(_ text: String, _ kinds: TermKinds) -> [Term] {
    var terms: [Term] = []
    analyzer.appendTerms(of: analyzer.analyze(text), kinds: kinds, to: &terms)
    return terms
  }

  private func lexiconKeys(_ text: String) -> [UInt64] {
    let analysis = analyzer.analyze(text)
    return analyzer.lexiconMatches(analysis).map { analyzer.wordTerm($0, in: analysis).key }
  }

  @Test func `terms and tokens are the same things`() {
    var random = RandomText(seed: 5)
    let kinds: TermKinds = [.bigrams, .characters, .runs, .symbols, .skips]
    for _ in 0..<100 {
      let text = random.text(20)
      let short = terms(text, kinds).map { "\($0.kind) \($0.position)" }.sorted()
      let long = analyzer.tokens(text, kinds: kinds).map { "\($0.kind) \($0.position)" }.sorted()
      #expect(short == long)
    }
  }

  @Test func `broken bytes give tokens inside the bytes`() {
    var random = RandomText(seed: 6)
    for _ in 0..<500 {
      let bytes = random.brokenBytes(12)
      let analysis = bytes.withUnsafeBufferPointer { analyzer.analyze(utf8: $0) }
      for token in analyzer.tokens(analysis, kinds: [.words, .bigrams, .runs, .symbols]) {
        #expect(token.bytes.upperBound <= bytes.count && !token.bytes.isEmpty)
      }
    }
  }

  @Test func `the version tells lexicons apart and leaves synonyms to queries`() {
    let plain = Analyzer(lexicon: analyzer.lexicon)
    #expect(plain.version == analyzer.version)
    #expect(plain.queryVersion != analyzer.queryVersion)
    #expect(Analyzer().version != analyzer.version)
  }

  @Test func `synonyms are found in traditional writing and longest first`() {
    let analysis = analyzer.analyze("住房公積金斷繳了")
    let found = analyzer.synonyms.expansions(in: analysis)
    #expect(found.map(\.word) == ["住房公积金", "断缴"])
    #expect(found.map(\.alternatives) == [["公积金"], ["断交", "停缴"]])
    #expect(found.map(\.bytes) == [0..<15, 15..<21])
  }

  @Test func `character grams have as many keys as texts and stay apart`() {
    var random = RandomText(seed: 7)
    var texts: [UInt64: String] = [:]
    for _ in 0..<200 {
      let text = NormalText(random.text(20))
      var keys: [UInt64] = []
      text.appendCharacterGrams(lengths: 1...4, to: &keys)
      let named = text.characterGrams(lengths: 1...4)
      #expect(named.map(\.key) == keys)
      for (key, gram) in named {
        #expect(texts[key] == nil || texts[key] == gram)
        texts[key] = gram
      }
    }
    #expect(
      NormalText("问，。金").characterGrams(lengths: 1...2).map(\.text) == ["问", "问 ", " 金", "金"])
  }
}
