import Foundation
import Hotline
import WebServer

/// A line of the service's log: time, method, route, status and milliseconds, and nothing that a
/// caller said.
enum LogLine {
  /// Writes a record, such as `2026-11-21T09:30:00+08:00 POST /v1/suggestions 200 3.1`.
  static func text(_ record: AccessRecord, at moment: Date) -> String {
    let tenths = Int((record.milliseconds * 10).rounded())
    var line =
      "\(ShanghaiTime.text(moment)) \(record.method) \(record.pattern ?? "-") "
      + "\(record.status) \(tenths / 10).\(tenths % 10)"
    if let failure = record.failure { line += " \(failure)" }
    return line
  }
}
