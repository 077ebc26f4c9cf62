import ChineseText
import Hotline
import Knowledge

/// Lines that come into the lexicon or the synonyms, and lines that go out.
public struct WordEdit: Codable, Hashable, Sendable {
  /// Lines that come in, in the layout of the file.
  public var added: [String]
  /// Lines that go out.
  public var removed: [String]

  /// Makes an edit.
  public init(added: [String], removed: [String]) {
    self.added = added
    self.removed = removed
  }

  /// A list after the edit; lines that are there already are not doubled.
  func applied(to text: String) -> String {
    let gone = Set(removed)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    lines.removeAll(where: gone.contains)
    let present = Set(lines)
    lines += added.filter { !present.contains($0) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is wrong with the edit of a list.
  func faults(of stream: String, in text: String) -> [String] {
    let present = Set(text.split(separator: "\n").map(String.init))
    var faults = removed.filter { !present.contains($0) }.map { "词表里没有“\($0)”这一行" }
    faults += added.filter(present.contains).map { "词表里已有“\($0)”这一行" }
    do {
      let after = applied(to: text)
      if stream == "lexicon/words" {
        _ = try Lexicon(parsing: after)
      } else {
        _ = try Synonyms(parsing: after)
      }
    } catch let error as TextDataError {
      faults += error.problems.map { "改后第 \($0.line) 行：\($0.message)" }
    } catch {
      faults.append("改后的词表读不出来")
    }
    return faults
  }
}
