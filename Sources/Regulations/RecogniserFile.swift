import ChineseText
import DataFiles
import Foundation
import Hotline

/// A file of recognisers as it was read, before its words are expanded.
///
///     words:
///       起火: [着火, 失火, 烧起来(了|啦)]
///     phrases:
///       拒留姓名: ["不|别|拒绝 >2 说|留|提供 >4 姓名|名字|电话"]
///     ignore: [消防通道, 熄火打不着火]
///     landmarks: [法院(门口|对面)]
///     recognisers:
///       fire:
///         what: 正在发生的火情
///         channel: 请立即拨打119。
///         never: "{演练}"
///         certain: ["{起火} + 快来|救命"]
///         likely: [{find: "{起火} > 冒烟", in: clause, not: "{问}"}]
///     examples:
///       fire: [楼下电动车棚烧起来了]
///       none: [灭火器过期了没人换]
///
/// `find` is a row of terms: `A > B` means B after A, `A + B` either way round; `>6` and `+6` set the
/// most characters between (12 otherwise, any number with `in: text`). A term is a word expression
/// (see `WordExpression`); a phrase, words with gaps, is used like a word group but only as a whole
/// alternative. `not` looks at the clauses of the match, `unless` at its sentences,
/// `never` at the whole call; `longest` is the most characters a call may have. The lists `certain`
/// (0.95), `likely` (0.8), `possible` (0.6) and `weak` (0.3) say how sure a match is. Words inside
/// a phrase of `ignore` do not count, nor those of `landmarks`, which likeness does not see either. `shown_by: patterns` keeps likeness to examples from showing a
/// recogniser by itself.
struct RecogniserFile {
  /// A recogniser as written.
  struct Draft {
    var id: String
    var line: Int
    var node: YAMLNode
    var file: String
  }

  /// Word groups as written, with their places.
  private(set) var words: [String: (texts: [(text: String, line: Int)], file: String)] = [:]
  /// Phrases in the files' order, each with its ways of saying it.
  private(set) var phrases: [Draft] = []
  /// Longer words that swallow the words inside them.
  private(set) var ignore: [(text: String, line: Int, file: String)] = []
  /// Places that are named after a body, such as 法院对面: neither patterns nor likeness see them.
  private(set) var landmarks: [(text: String, line: Int, file: String)] = []
  /// Recognisers in the files' order.
  private(set) var drafts: [Draft] = []
  /// Example calls by recogniser; `none` are calls that belong to none.
  private(set) var examples: [(id: String, calls: [String], line: Int, file: String)] = []
  /// What the examples teach, shared by all profiles.
  private(set) var likeness = ExampleLikeness([:])
  /// Everything wrong so far.
  private(set) var faults: [DataFault] = []

  /// Reads every `.yaml` file of a folder into one set; word groups are common to all files.
  init(folder: URL, name: String) throws {
    for path in TextFile.list(folder, ending: ".yaml") {
      let file = "\(name)/\(path)"
      do {
        let text = try TextFile.read(folder.appending(path: path), as: file)
        add(try YAMLNode(text: text, file: file), file: file)
      } catch let problem as DataFaults {
        faults += problem.faults
      }
    }
    gatherExamples()
  }

  /// Reads one text; for tests.
  init(text: String, file: String) throws {
    add(try YAMLNode(text: text, file: file), file: file)
    gatherExamples()
  }

  private mutating func gatherExamples() {
    likeness = ExampleLikeness(Dictionary(examples.map { ($0.id, $0.calls) }, uniquingKeysWith: +))
  }

  private mutating func add(_ root: YAMLNode, file: String) {
    let list = FaultList(file: file)
    for entry in list.mapping(
      root, "", keys: ["words", "phrases", "ignore", "landmarks", "recognisers", "examples"])
    {
      switch entry.key {
      case "words": add(words: entry.value, file: file, list)
      case "ignore":
        ignore += list.texts(entry.value, "ignore").map { ($0.text, $0.line, file) }
      case "landmarks":
        landmarks += list.texts(entry.value, "landmarks").map { ($0.text, $0.line, file) }
      case "examples":
        for one in entry.value.entries ?? [] {
          let calls = list.texts(one.value, one.key).map(\.text)
          examples.append((one.key, calls, one.line, file))
        }
      case "phrases":
        for one in entry.value.entries ?? [] {
          if phrases.contains(where: { $0.id == one.key }) || words[one.key] != nil {
            list.add(one.line, one.key, "“\(one.key)”已在别处写过")
          }
          phrases.append(Draft(id: one.key, line: one.line, node: one.value, file: file))
        }
      default:
        for one in entry.value.entries ?? [] {
          if drafts.contains(where: { $0.id == one.key }) {
            list.add(one.line, one.key, "识别项“\(one.key)”已在别处写过")
          }
          drafts.append(Draft(id: one.key, line: one.line, node: one.value, file: file))
        }
      }
    }
    faults += list.faults
  }

  /// Adds word groups, a city's own names for places say; a group of the same name is a fault.
  mutating func add(words node: YAMLNode, file: String) {
    let list = FaultList(file: file)
    add(words: node, file: file, list)
    faults += list.faults
  }

  private mutating func add(words node: YAMLNode, file: String, _ list: FaultList) {
    guard let entries = node.entries else {
      list.add(node.line, "words", "应为“词组名: [词, …]”")
      return
    }
    for entry in entries {
      if words[entry.key] != nil { list.add(entry.line, entry.key, "词组“\(entry.key)”已在别处写过") }
      words[entry.key] = (list.texts(entry.value, entry.key), file)
    }
  }
}
