import ChineseText
import DataFiles
import Hotline

/// Turns recogniser files into a library: expands words, numbers terms, fills the trie.
struct RecogniserCompiler {
  private let source: RecogniserFile
  private var groups: [String: [String]] = [:]
  private var open: Set<String> = []
  private var terms: [String: Int32] = [:]
  private var trie = WordTrie()
  private var phraseTerms: [String: Int32] = [:]
  private var phrases: [ScannedCall.Phrase] = []
  private var aliases: [Int32: [Int32]] = [:]
  private(set) var faults: [DataFault]

  private static let levels = [
    ("certain", 0.95), ("likely", 0.8), ("possible", 0.6), ("weak", 0.3),
  ]
  private static let options = ["not", "unless", "never"]

  /// Compiles only the recognisers wanted; unknown names are the caller's fault to tell.
  static func library(
    _ source: RecogniserFile, wanted: Set<String>
  ) -> (library: RecogniserLibrary, faults: [DataFault]) {
    // A layer recognises nothing and names no places.
    guard !wanted.isEmpty else { return (.empty, source.faults) }
    var compiler = RecogniserCompiler(source: source)
    for name in source.words.keys.sorted() { compiler.expand(group: name) }
    let mask = Int32(0)
    compiler.terms["\u{0}ignore"] = mask
    for (text, line, file) in source.ignore {
      let list = FaultList(file: file)
      compiler.fill(text, term: mask, line: line, "ignore", list)
      compiler.faults += list.faults
    }
    let landmark = Int32(compiler.terms.count)
    compiler.terms["\u{0}landmark"] = landmark
    for (text, line, file) in source.landmarks {
      let list = FaultList(file: file)
      compiler.fill(text, term: landmark, line: line, "landmarks", list)
      compiler.faults += list.faults
    }
    for draft in source.phrases { compiler.read(phrase: draft) }
    let recognisers = source.drafts.filter { wanted.contains($0.id) }.map { compiler.read($0) }
    compiler.checkExamples()
    let words = CallWords(
      trie: compiler.trie, mask: mask, landmark: landmark, phrases: compiler.phrases,
      aliases: compiler.aliases)
    return (
      RecogniserLibrary(recognisers: recognisers, words: words, likeness: source.likeness),
      compiler.faults
    )
  }

  private init(source: RecogniserFile) {
    self.source = source
    faults = source.faults
  }

  private mutating func expand(group name: String) {
    guard groups[name] == nil, let written = source.words[name] else { return }
    let list = FaultList(file: written.file)
    guard open.insert(name).inserted else {
      list.add(written.texts.first?.line ?? 0, name, "词组互相引用，绕成了圈")
      groups[name] = []
      faults += list.faults
      return
    }
    var words: [String] = []
    for (text, line) in written.texts {
      for reference in Self.references(text) { expand(group: reference) }
      do {
        words += try WordExpression.texts(of: text, groups: groups)
      } catch {
        list.add(line, name, error.message)
      }
    }
    open.remove(name)
    groups[name] = words
    faults += list.faults
  }

  private static func references(_ text: String) -> [String] {
    text.split(separator: "{").dropFirst().compactMap { part in
      part.firstIndex(of: "}").map { String(part[..<$0]) }
    }
  }

  /// The number of a term, its words in the trie.
  private mutating func term(_ text: String, line: Int, _ field: String, _ list: FaultList) -> Int32
  {
    if let known = terms[text] { return known }
    let number = Int32(terms.count)
    terms[text] = number
    fill(text, term: number, line: line, field, list)
    return number
  }

  private mutating func fill(
    _ text: String, term: Int32, line: Int, _ field: String, _ list: FaultList
  ) {
    do {
      for part in Self.alternatives(text) {
        if part.first == "{", part.last == "}",
          let phrase = phraseTerms[String(part.dropFirst().dropLast())]
        {
          aliases[phrase, default: []].append(term)
          continue
        }
        for word in try WordExpression.texts(of: part, groups: groups) {
          trie.insert(NormalText(word).scalars, term: term)
        }
      }
    } catch {
      list.add(line, field, error.message)
    }
  }

  /// The parts of an expression between the `|` outside all brackets.
  private static func alternatives(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == "|", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }

  /// Notes example calls of recognisers that there are not.
  private mutating func checkExamples() {
    let known = Set(source.drafts.map(\.id))
    for (id, _, line, file) in source.examples {
      guard id != ExampleLikeness.none, !known.contains(id) else { continue }
      faults.append(DataFault(file: file, line: line, field: id, message: "没有名为“\(id)”的识别项"))
    }
  }

  private mutating func read(phrase draft: RecogniserFile.Draft) {
    let list = FaultList(file: draft.file)
    let number = Int32(terms.count)
    terms["\u{0}phrase \(draft.id)"] = number
    for element in draft.node.elements ?? [draft.node] {
      guard let pattern = pattern(element, sure: 1, scope: .clause, [:], list) else { continue }
      phrases.append(ScannedCall.Phrase(term: number, pattern: pattern))
    }
    phraseTerms[draft.id] = number
    faults += list.faults
  }

  private mutating func read(_ draft: RecogniserFile.Draft) -> Recogniser {
    let list = FaultList(file: draft.file)
    let levels = Self.levels.map(\.0)
    let keys = ["what", "channel", "shown_by"] + Self.options + levels
    _ = list.mapping(draft.node, draft.id, keys: keys)
    let what = list.text(draft.node, "what") ?? ""
    let channel = list.text(draft.node, "channel") ?? ""
    let shownBy = list.optionalText(draft.node, "shown_by")
    if let shownBy, shownBy != "patterns" {
      list.add(draft.node["shown_by"]?.line ?? 0, "shown_by", "应为 patterns，或者不写")
    }
    var common: [String: [Int32]] = [:]
    for option in Self.options {
      common[option] = bans(draft.node, option, list)
    }
    var patterns: [CallPattern] = []
    for (level, sure) in Self.levels {
      guard let node = draft.node[level] else { continue }
      guard let elements = node.elements else {
        list.add(node.line, level, "应为写法的列表")
        continue
      }
      for element in elements {
        if let pattern = pattern(element, sure: sure, common, list) { patterns.append(pattern) }
      }
    }
    if patterns.isEmpty { list.add(draft.line, draft.id, "至少要有一条写法") }
    faults += list.faults
    return Recogniser(
      id: draft.id, what: what, channel: channel, onlyByPatterns: shownBy != nil,
      patterns: patterns)
  }

  private mutating func bans(_ node: YAMLNode, _ key: String, _ list: FaultList) -> [Int32] {
    guard let value = node[key] else { return [] }
    return list.texts(value, key).map { term($0.text, line: $0.line, key, list) }
  }

  private mutating func pattern(
    _ node: YAMLNode, sure: Double, scope usual: CallPattern.Scope = .sentence,
    _ common: [String: [Int32]], _ list: FaultList
  ) -> CallPattern? {
    var find = node.text
    var scope = usual
    var longest: Int?
    if find == nil {
      for entry in list.mapping(node, "find", keys: ["find", "in", "longest"] + Self.options) {
        switch entry.key {
        case "find": find = list.text(node, "find")
        case "in":
          guard let known = CallPattern.Scope(rawValue: entry.value.text ?? "") else {
            list.add(entry.line, "in", "应为 clause、sentence 或 text")
            continue
          }
          scope = known
        case "longest":
          guard let number = entry.value.text.flatMap(Int.init), number > 0 else {
            list.add(entry.line, "longest", "应为正整数")
            continue
          }
          longest = number
        default: break
        }
      }
    }
    guard let find else {
      list.add(node.line, "find", "缺少 find")
      return nil
    }
    let steps = steps(find, line: node.line, scope, list)
    return CallPattern(
      steps: steps, scope: scope,
      without: (common["not"] ?? []) + bans(node, "not", list),
      unless: (common["unless"] ?? []) + bans(node, "unless", list),
      never: (common["never"] ?? []) + bans(node, "never", list),
      longest: longest, sure: sure, line: node.line)
  }

  /// Reads `A > B +6 C`.
  private mutating func steps(
    _ find: String, line: Int, _ scope: CallPattern.Scope, _ list: FaultList
  ) -> [CallPattern.Step] {
    let usual = scope == .text ? Int.max : 12
    var steps: [CallPattern.Step] = []
    var ordered = true
    var gap = usual
    var expectsTerm = true
    for part in find.split(separator: " ") {
      if part.first == ">" || part.first == "+" {
        let number = part.dropFirst()
        guard !expectsTerm, number.isEmpty || Int(number) != nil else {
          list.add(line, "find", "“\(part)”前后都应有词，其后可以写最大间隔字数，如 >6")
          return []
        }
        ordered = part.first == ">"
        gap = Int(number) ?? usual
        expectsTerm = true
      } else {
        guard expectsTerm else {
          list.add(line, "find", "“\(part)”前应有 > 或 +")
          return []
        }
        let number = term(String(part), line: line, "find", list)
        steps.append(CallPattern.Step(term: number, ordered: ordered, gap: gap))
        expectsTerm = false
      }
    }
    if expectsTerm { list.add(line, "find", "末尾缺少词") }
    return steps
  }
}
