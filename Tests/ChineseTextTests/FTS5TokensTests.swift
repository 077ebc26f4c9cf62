import Testing

@testable import ChineseText

@Suite struct FTS5TokensTests {
  let analyzer = Analyzer()

  private func tokens(
    _ bytes: [UInt8], _ purpose: FTS5Purpose, pinyin: Bool = false
  ) -> [[String]] {
    var positions: [[String]] = []
    bytes.withUnsafeBufferPointer { buffer in
      let emit: Analyzer.FTS5Emit = { term, start, end, colocated in
        #expect(start >= 0 && start < end && end <= bytes.count)
        let text = String(decoding: term, as: UTF8.self)
        if colocated {
          positions[positions.count - 1].append(text)
        } else {
          positions.append([text])
        }
        return 0
      }
      let code =
        pinyin
        ? analyzer.fts5PinyinTokens(buffer, for: purpose, emit)
        : analyzer.fts5Tokens(buffer, for: purpose, emit)
      #expect(code == 0)
    }
    return positions
  }

  /// Whether FTS5 would find the query's phrase in the document.
  private func phrase(_ query: [[String]], in document: [[String]]) -> Bool {
    guard !query.isEmpty, query.count <= document.count else { return false }
    return (0...document.count - query.count).contains { start in
      query.indices.allSatisfy { offset in
        query[offset].contains { document[start + offset].contains($0) }
      }
    }
  }

  @Test func `a document has units with their bigrams, a query the bigrams`() {
    #expect(
      tokens(Array("公积金5G".utf8), .document) == [
        ["公", "公积"], ["积", "积金"], ["金", "金5g"], ["5g", "5", "g"],
      ])
    #expect(tokens(Array("公積金".utf8), .query) == [["公积"], ["积金"]])
    #expect(tokens(Array("税".utf8), .query) == [["税"]])
    #expect(tokens(Array("税 务局".utf8), .query) == [["税"], ["务局"]])
  }

  @Test func `every part of a document is found as a phrase`() {
    var random = RandomText(seed: 8)
    for _ in 0..<300 {
      let (before, query, after) = (random.text(4), random.text(5), random.text(4))
      let asked = tokens(Array(query.utf8), .query)
      let document = tokens(Array("\(before) \(query) \(after)".utf8), .document)
      #expect(asked.isEmpty || phrase(asked, in: document), "\(query)")
    }
  }

  @Test func `a phrase with other characters is not found`() {
    let document = tokens(Array("公积金提取".utf8), .document)
    #expect(phrase(tokens(Array("积金提".utf8), .query), in: document))
    #expect(!phrase(tokens(Array("公积提取".utf8), .query), in: document))
    #expect(!phrase(tokens(Array("金公".utf8), .query), in: document))
  }

  @Test(arguments: ["gongjijin", "gjj", "jijin", "jj"])
  func `pinyin finds its characters as a phrase`(_ letters: String) {
    let document = tokens(Array("提取公积金5G".utf8), .document, pinyin: true)
    #expect(phrase(tokens(Array(letters.utf8), .query, pinyin: true), in: document))
  }

  @Test func `broken bytes give true offsets`() {
    var random = RandomText(seed: 9)
    for _ in 0..<300 { _ = tokens(random.brokenBytes(10), .document) }
  }

  @Test func `the receiver can stop`() {
    let code = Array("公积金".utf8).withUnsafeBufferPointer {
      analyzer.fts5Tokens($0, for: .document) { _, _, _, _ in 7 }
    }
    #expect(code == 7)
  }
}
