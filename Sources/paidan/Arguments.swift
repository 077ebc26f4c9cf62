import Foundation

/// The words of the command line were wrong; the exit code is 2.
struct UsageError: Error {
  let message: String
}

/// What a command takes.
struct Usage: Sendable {
  /// Options that need a value, such as `--data`, and the word for the value in the help.
  var options: [(name: String, value: String, help: String)] = []
  /// Options that stand alone.
  var flags: [(name: String, help: String)] = []
  /// Words that are not options: their names in the help, and how few and many there may be.
  var operands: (names: String, least: Int, most: Int) = ("", 0, 0)

  /// What every command takes.
  static let common = Usage(
    options: [("--data", "DIR", "数据目录，缺省为环境变量 PAIDAN_DATA，再缺省为 ./data")],
    flags: [("--json", "在标准输出给出 JSON"), ("--help", "显示这份说明")])
}

/// The command line, read by a usage.
struct Arguments {
  private var values: [String: String] = [:]
  private var given: Set<String> = []
  /// The words that are not options.
  private(set) var operands: [String] = []

  /// Reads words; `--` ends the options.
  init(_ words: [String], _ usage: Usage) throws {
    var options = Set((usage.options + Usage.common.options).map(\.name))
    let flags = Set((usage.flags + Usage.common.flags).map(\.name))
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      if word == "-h" {
        given.insert("--help")
        continue
      }
      guard word.hasPrefix("--"), word.count > 2 else {
        operands.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if flags.contains(name), parts.count == 2 {
        throw UsageError(message: "\(name) 后面不带值")
      } else if flags.contains(name) {
        given.insert(name)
      } else if options.remove(name) != nil {
        guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
          throw UsageError(message: "\(name) 后面缺少它的值")
        }
        values[name] = value
      } else if values[name] != nil {
        throw UsageError(message: "\(name) 只能写一次")
      } else {
        throw UsageError(message: "不认识选项 \(name)，用 --help 看可用的选项")
      }
    }
    if has("--help") { return }
    let (names, least, most) = usage.operands
    if operands.count < least { throw UsageError(message: "缺少 \(names)") }
    if operands.count > most {
      throw UsageError(message: "多出了“\(operands[most])”；含空格的内容请加引号")
    }
  }

  /// True when a flag stands there.
  func has(_ flag: String) -> Bool { given.contains(flag) }

  /// The value of an option; nil when it is not there.
  subscript(_ option: String) -> String? { values[option] }

  /// The value of an option that must be there.
  func required(_ option: String) throws -> String {
    guard let value = values[option], !value.isEmpty else {
      throw UsageError(message: "缺少 \(option)")
    }
    return value
  }

  /// A whole number within bounds.
  func number(_ option: String, _ fallback: Int, in range: ClosedRange<Int>) throws -> Int {
    guard let text = values[option] else { return fallback }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(
        message: "\(option) 应为 \(range.lowerBound) 到 \(range.upperBound) 之间的整数，不是“\(text)”")
    }
    return number
  }
}
