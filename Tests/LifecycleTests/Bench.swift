import Foundation
import Hotline
import Lifecycle
import Regulations
import Testing
import WorkingTime

/// The shipped profiles, a calendar of one year, and plays on them.
enum Bench {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let profiles: [String: RegulationProfile] = {
    let loaded = try? RegulationProfile.load(folder: root.appending(path: "Catalogue/regulations"))
    return Dictionary((loaded ?? []).map { ($0.id, $0) }) { first, _ in first }
  }()

  /// The shipped calendar; weekends only where it does not load, which the rule tests notice.
  static let calendar =
    (try? WorkingCalendar(folder: root.appending(path: "Catalogue/calendar"))) ?? .weekendsOnly

  static func machine(
    _ profile: String, layer: String? = nil, calendar: WorkingCalendar = calendar
  ) throws -> TicketMachine {
    let base = try #require(profiles[profile])
    return TicketMachine(
      rules: Rulebook(base, layer: layer.flatMap { profiles[$0] }), calendar: calendar)
  }

  /// The shipped calendar as it stood before later years were published.
  static func calendar(through year: Int) throws -> WorkingCalendar {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for number in 2007...year {
      let file = root.appending(path: "Catalogue/calendar/\(number).yaml")
      try FileManager.default.copyItem(at: file, to: folder.appending(path: "\(number).yaml"))
    }
    return try WorkingCalendar(folder: folder)
  }
}

/// What a line of a play answered.
struct Answer: Decodable {
  struct Ground: Decodable {
    var ground: String
    var source: String
    var instead: String
  }
  struct Next: Decodable {
    var what: String
    var due_at: String
    var source: String
  }
  var n: Int
  var ok: Bool
  var state: String?
  var due_at: String?
  var card: String
  var events: [String]?
  var sources: [String]?
  var next: [Next]?
  var refused: [Ground]?

  /// The articles that a refusal cites.
  var cited: [String] { refused?.map(\.source) ?? [] }
  /// The day and minute of the running limit.
  var due: String? { due_at.map { String($0.prefix(16)) } }
  /// The day of a coming date.
  func date(_ what: String) -> String? {
    next?.first { $0.what == what }.map { String($0.due_at.prefix(16)) }
  }
}

/// A play with short lines: `"03-02 09:00 sign"` and the fields as a dictionary text.
final class Play {
  var replay: LifecycleReplay
  var last: Answer?

  init(_ profile: String, layer: String? = nil) throws {
    replay = LifecycleReplay(machine: try Bench.machine(profile, layer: layer))
  }

  /// Plays a command at a day and time of 2026; `fields` is the inside of a JSON object.
  @discardableResult
  func at(_ time: String, _ command: String, _ fields: String = "") throws -> Answer {
    let parts = time.split(separator: " ")
    let inside = fields.isEmpty ? "" : "," + fields
    return try line(
      "{\"at\":\"2026-\(parts[0])T\(parts[1]):00+08:00\",\"command\":\"\(command)\"\(inside)}")
  }

  /// Plays a raw line.
  @discardableResult
  func line(_ text: String) throws -> Answer {
    let played = replay.play(text)
    let output = try #require(played)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    last = answer
    return answer
  }

  /// Receives a request on Monday 2 March 2026 at nine.
  func receive(
    _ type: String, at time: String = "03-02 09:00", channel: String = "电话", more: String = ""
  ) throws {
    let extra = more.isEmpty ? "" : ",\(more)"
    let fields =
      "\"type\":\"\(type)\",\"text\":\"反映某路段的问题\",\"caller\":\"王女士\",\"channel\":\"\(channel)\"\(extra)"
    let answer = try at(time, "receive", fields)
    #expect(answer.ok && answer.state == "received")
  }

  /// Plays a command that must be carried out.
  @discardableResult
  func ok(_ time: String, _ command: String, _ fields: String = "") throws -> Answer {
    let answer = try at(time, command, fields)
    #expect(answer.ok, "\(time) \(command) \(answer.refused?.map(\.ground) ?? [])")
    return answer
  }

  /// Plays a command that must be refused with an article.
  @discardableResult
  func no(
    _ time: String, _ command: String, _ fields: String = "", _ source: String
  ) throws -> Answer {
    let before = last
    let answer = try at(time, command, fields)
    #expect(!answer.ok, "\(time) \(command) should be refused")
    #expect(answer.cited.contains(source), "\(command) cites \(answer.cited), not \(source)")
    #expect(answer.refused?.allSatisfy { !$0.instead.isEmpty } == true)
    if before?.events != nil, command != "tick" { #expect(answer.state != nil) }
    return answer
  }
}
