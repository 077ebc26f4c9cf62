import Retrieval

/// Random documents with words of very different frequency, the same ones at every run.
struct RandomCorpus {
  let seed: UInt64

  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Texts of 5 to 80 characters, every tenth one ten times as long.
  func documents(_ count: Int) -> [SearchDocument] {
    var generator = Generator(state: seed)
    func text(_ length: Int) -> String {
      String(
        (0..<length).map { _ -> Character in
          // Squaring makes some characters common and most rare.
          let share = Double.random(in: 0..<1, using: &generator)
          let value = 0x4E00 + UInt32(share * share * share * 900)
          return share > 0.97 ? "，" : Character(Unicode.Scalar(value) ?? "一")
        })
    }
    return (0..<count).map { number in
      let length = Int.random(in: 5...80, using: &generator) * (number % 10 == 0 ? 10 : 1)
      let questions = number % 7 == 0 ? [text(8), text(12)] : []
      let cited = number % 13 == 0 ? "《题\(number % 3)》" : ""
      return SearchDocument(
        id: "d\(number)", title: "题\(number % 40)", text: text(length) + cited,
        questions: questions)
    }
  }

  /// Questions of 2 to 30 characters.
  func queries(_ count: Int) -> [String] {
    var generator = Generator(state: seed &+ 77)
    return RandomCorpus(seed: seed &+ 1).documents(count).map {
      String($0.text.prefix(Int.random(in: 2...30, using: &generator)))
    }
  }
}
