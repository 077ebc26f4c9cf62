import Foundation
import Hotline

/// What `paidan eval exclusions` prints.
public struct ExclusionEvaluation: Codable, Sendable, Equatable {
  /// Rows with a label list for the profile.
  public var n: Int
  /// Rows that fall under an entry.
  public var excluded: Int
  /// Rows that are to be accepted.
  public var accepted: Int
  /// Share of excluded rows whose first proposal holds a label; nil without such rows.
  public var recallTop1: Double?
  /// Share of excluded rows of whose first three proposals one holds a label.
  public var recallTop3: Double?
  /// Share of accepted rows with any proposal from the display threshold on.
  public var falseAlarms: Double?
  /// Median time for one row in milliseconds.
  public var p50: Double

  enum CodingKeys: String, CodingKey {
    case n, excluded, accepted
    case recallTop1 = "recall_top1"
    case recallTop3 = "recall_top3"
    case falseAlarms = "false_alarms"
    case p50 = "p50_ms"
  }

  /// One labelled call.
  public struct Row: Decodable, Sendable {
    /// The call's text.
    public var text: String
    /// For each profile the entries it falls under; an empty list is a call to accept.
    public var labels: [String: [String]]
  }

  /// Reads JSON lines.
  ///
  /// - Throws: `DataFaults` with the line of every row that cannot be read.
  public static func rows(jsonLines text: String, file: String) throws -> [Row] {
    var rows: [Row] = []
    var faults: [DataFault] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      do {
        rows.append(try JSONDecoder().decode(Row.self, from: Data(line.utf8)))
      } catch {
        faults.append(
          DataFault(
            file: file, line: index + 1,
            message: #"应为 {"text":"…","labels":{"规则名":["第…条（…）"]}}"#))
      }
    }
    guard faults.isEmpty else { throw DataFaults(faults) }
    return rows
  }

  /// Measures a profile's list on labelled calls with the code that `suggest` runs.
  ///
  /// Rows without a label list for the profile are left out. A sub-case such as 第十条（十三）2 also
  /// answers the label of its entry, 第十条（十三）.
  public init(_ rows: [Row], profile: RegulationProfile) {
    var hits = (first: 0, three: 0, alarms: 0)
    var times: [Double] = []
    (n, excluded, accepted) = (0, 0, 0)
    let clock = ContinuousClock()
    for row in rows {
      guard let labels = row.labels[profile.id] else { continue }
      var found: [ExclusionProposal] = []
      let took = clock.measure { found = profile.exclusions.find(in: row.text) }
      times.append(took / .milliseconds(1))
      n += 1
      guard !labels.isEmpty else {
        accepted += 1
        if found.contains(where: { $0.confidence >= ExclusionList.displayThreshold }) {
          hits.alarms += 1
        }
        continue
      }
      excluded += 1
      let right = found.prefix(3).map { Self.answers($0.entry, labels) }
      if right.first == true { hits.first += 1 }
      if right.contains(true) { hits.three += 1 }
    }
    recallTop1 = Self.share(hits.first, excluded)
    recallTop3 = Self.share(hits.three, excluded)
    falseAlarms = Self.share(hits.alarms, accepted)
    p50 = times.sorted()[safe: times.count / 2] ?? 0
  }

  private static func answers(_ entry: String, _ labels: [String]) -> Bool {
    labels.contains { label in
      if entry == label { return true }
      guard label.hasSuffix("）"), entry.hasPrefix(label) else { return false }
      let rest = entry.dropFirst(label.count)
      return !rest.isEmpty && rest.allSatisfy { $0.isASCII && $0.isNumber }
    }
  }

  private static func share(_ part: Int, _ whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
