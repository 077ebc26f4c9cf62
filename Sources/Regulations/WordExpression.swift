/// A small expression over words that stands for a finite list of texts.
///
/// Parts stand side by side; `(a|b)` is a choice, `{name}` a named word group, either may be left
/// out when `?` follows, and `|` at the top parts alternatives:
///
///     (快|赶紧)?打(110|报警)      打110, 打报警, 快打110 …
///
/// No repetition and no wildcard, so the list is finite and one trie finds every word at once.
struct WordExpression {
  /// The most texts that one expression may stand for.
  static let limit = 6000

  /// What is wrong with an expression, in Chinese.
  struct Problem: Error {
    let message: String
  }

  private var rest: Substring
  private let groups: [String: [String]]

  /// The texts that an expression stands for, in the order written.
  static func texts(of expression: String, groups: [String: [String]]) throws(Problem) -> [String] {
    var reader = WordExpression(rest: expression[...], groups: groups)
    let texts = try reader.choice()
    guard reader.rest.isEmpty else {
      throw Problem(message: "“\(expression)”里有多余的括号")
    }
    guard !texts.contains("") else {
      throw Problem(message: "“\(expression)”可以是空的，应至少有一个字")
    }
    return texts
  }

  private mutating func choice() throws(Problem) -> [String] {
    var texts = try sequence()
    while rest.first == "|" {
      rest.removeFirst()
      texts += try sequence()
      try check(texts.count)
    }
    return texts
  }

  private mutating func sequence() throws(Problem) -> [String] {
    var texts = [""]
    while let next = rest.first, !"|)".contains(next) {
      let parts: [String]
      switch next {
      case "(": parts = optional(try bracketed())
      case "{": parts = optional(try group())
      case "}": throw Problem(message: "多余的 }")
      default:
        parts = [String(rest.removeFirst())]
      }
      try check(texts.count * parts.count)
      texts = texts.flatMap { head in parts.map { head + $0 } }
    }
    return texts
  }

  private mutating func bracketed() throws(Problem) -> [String] {
    rest.removeFirst()
    let texts = try choice()
    guard rest.first == ")" else { throw Problem(message: "括号没有闭合，应补上 )") }
    rest.removeFirst()
    return texts
  }

  private mutating func optional(_ texts: [String]) -> [String] {
    guard rest.first == "?" else { return texts }
    rest.removeFirst()
    return [""] + texts
  }

  private mutating func group() throws(Problem) -> [String] {
    rest.removeFirst()
    guard let end = rest.firstIndex(of: "}") else {
      throw Problem(message: "词组引用没有闭合，应补上 }")
    }
    let name = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    guard let words = groups[name] else {
      throw Problem(message: "没有名为“\(name)”的词组，应先在 words 中写出")
    }
    return words
  }

  private func check(_ count: Int) throws(Problem) {
    if count > Self.limit {
      throw Problem(message: "展开后超过 \(Self.limit) 个词，请拆成几条")
    }
  }
}
