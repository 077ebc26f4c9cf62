import Foundation
import History
import Hotline
import Regulations
import Suggestions

extension Measure {
  /// Which label of a past ticket is learned and measured.
  public enum Label: String, CaseIterable, Sendable {
    /// Where it was sent.
    case unit
    /// Of what kind it was.
    case type
    /// Its category path, joined with `/`.
    case category
  }

  /// Learns a label from some tickets and measures it on others, by the code that suggests.
  ///
  /// - Throws: `DataFaults` for faulty lines, `InputProblem` when no row of a file has the label.
  public static func dispatch(
    train: [URL], test: URL, label: Label
  ) throws -> LabelEvaluation {
    func texts(_ url: URL) throws -> [LabelledText] {
      let read = HistoryFile.read(url)
      if !read.faults.isEmpty { throw DataFaults(read.faults) }
      let texts = read.tickets.compactMap { ticket -> LabelledText? in
        let value =
          switch label {
          case .unit: ticket.unit
          case .type: ticket.type
          case .category: ticket.category.joined(separator: "/")
          }
        return value.isEmpty
          ? nil : LabelledText(id: ticket.id, text: ticket.text, label: value, day: ticket.date)
      }
      guard !texts.isEmpty else {
        throw InputProblem(
          code: "no_label", field: "label",
          message: "\(url.lastPathComponent) 里没有一行有 \(label.rawValue)")
      }
      return texts
    }
    return LabelEvaluation.run(train: try train.flatMap { try texts($0) }, test: try texts(test))
  }

  /// Measures a profile's exclusions on labelled calls, by the code that suggests.
  public static func exclusions(
    _ shelf: RuleShelf, profile: String, test: URL
  ) throws -> ExclusionEvaluation {
    let text = try lines(test).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    let rows = try ExclusionEvaluation.rows(jsonLines: text, file: test.lastPathComponent)
    return ExclusionEvaluation(rows, profile: try shelf.profile(profile))
  }
}
