import ChineseText

/// Words that only make a sentence a question or hold it together.
///
/// They say nothing about the matter, yet in formal texts they are rare enough to weigh much.
enum QuestionPhrases {
  static let words = """
    如何 怎么 怎样 怎么办 怎么样 什么 什么样 是什么 什么是 为什么 哪些 哪个 哪里 哪儿 有哪些 何时 时候 多少 几 谁 \
    是否 能否 可否 可以 能不能 可不可以 是不是 有没有 要不要 会不会 需不需要 需要 应当 应该 该 如何处理 \
    请问 请教 咨询 想问 问一下 一下 你好 您好 麻烦 谢谢 我想 知道 了解 \
    吗 呢 吧 啊 的 了 其 这个 那个 要求 问题 规定 情况 进行 方面 具体 关于 对于
    """.split(separator: " ").map(String.init)

  private static let lexicon = Lexicon(words: words)

  private static let finder = Analyzer(lexicon: lexicon, usesICUWords: false)

  /// For each unit whether it belongs to such a word.
  static func marks(_ analysis: Analysis) -> [Bool] {
    var result = [Bool](repeating: false, count: analysis.units.count)
    for range in finder.lexiconMatches(analysis) {
      for unit in range { result[unit] = true }
    }
    return result
  }
}
