import Foundation
import Hotline
import Regulations

/// Plays a script of ticket commands in memory, at the times that the script gives.
///
///     let machine = TicketMachine(rules: Rulebook(yichun), calendar: calendar)
///     var play = LifecycleReplay(machine: machine)
///     for line in lines { if let answer = play.play(line) { print(answer) } }
public struct LifecycleReplay: Sendable {
  private let machine: TicketMachine
  private var ticket: Ticket?
  private var clockTime: Date?
  private var number = 0

  /// Begins a play with no ticket.
  public init(machine: TicketMachine) { self.machine = machine }

  /// The ticket so far; nil before a `receive`.
  public var current: Ticket? { ticket }

  /// Plays one line and gives the answer as a line of JSON; nil for a blank line.
  ///
  /// A malformed line is refused with the field named, and the play goes on.
  public mutating func play(_ line: String) -> String? {
    if line.allSatisfy(\.isWhitespace) { return nil }
    number += 1
    var script = ScriptLine(parsing: line)
    if let at = script.at, let last = clockTime, at < last {
      script.command = nil
      script.faults.append(
        Refusal.Ground(
          "at：早于上一条命令的时间 \(ShanghaiTime.text(last))", source: ScriptLine.source,
          instead: "at 应不早于上一条命令"))
    }
    guard let at = script.at, clockTime.map({ $0 <= at }) ?? true else {
      return refused(script.faults)
    }
    // Time passes on a malformed line too, so what it shows is true at its moment.
    clockTime = at
    guard let command = script.command, script.faults.isEmpty else {
      if ticket != nil { ticket = machine.act(.tick, on: ticket, at: at).ticket }
      return refused(script.faults)
    }
    let result = machine.act(command, on: ticket, at: at)
    ticket = result.ticket
    if let refusal = result.refusal { return refused(refusal.grounds) }
    return accepted(result.events)
  }

  /// Plays a whole script; the answers in order.
  public mutating func play(script: String) -> [String] {
    var answers: [String] = []
    play(script: script) { answers.append($0) }
    return answers
  }

  /// Plays a whole script and hands on each answer as it comes.
  ///
  /// Lines end in LF or CR LF; other kinds of line ends belong to the texts.
  public mutating func play(script: String, answer: (String) -> Void) {
    var bytes = Array(script.utf8)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    for line in bytes.split(separator: 0x0A) {
      if let text = play(String(decoding: line, as: UTF8.self)) { answer(text) }
    }
  }

  private var standing: String {
    let now = clockTime ?? Date(timeIntervalSince1970: 0)
    let state = ticket.map { JSONText.quoted($0.state.name.rawValue) } ?? "null"
    let due = ticket?.due.map { JSONText.quoted(ShanghaiTime.text($0)) } ?? "null"
    let card = machine.card(of: ticket, at: now)
    return "\"state\":\(state),\"due_at\":\(due),\"card\":\(JSONText.quoted(card.rawValue))"
  }

  private func refused(_ grounds: [Refusal.Ground]) -> String {
    let list = grounds.map {
      "{\"ground\":\(JSONText.quoted($0.ground)),\"source\":\(JSONText.quoted($0.source)),"
        + "\"instead\":\(JSONText.quoted($0.instead))}"
    }
    return "{\"n\":\(number),\"ok\":false,\"refused\":[\(list.joined(separator: ","))],\(standing)}"
  }

  private func accepted(_ events: [TicketEvent]) -> String {
    let names = events.map { JSONText.quoted($0.name) }.joined(separator: ",")
    var seen: Set<String> = []
    let sources = events.flatMap(\.sources).filter { seen.insert($0).inserted }
      .map(JSONText.quoted).joined(separator: ",")
    let now = clockTime ?? Date(timeIntervalSince1970: 0)
    let next = machine.next(of: ticket, at: now).map {
      "{\"what\":\(JSONText.quoted($0.what)),\"due_at\":\(JSONText.quoted(ShanghaiTime.text($0.due))),"
        + "\"source\":\(JSONText.quoted($0.source))"
        + ($0.note.map { ",\"note\":\(JSONText.quoted($0))" } ?? "") + "}"
    }
    return
      "{\"n\":\(number),\"ok\":true,\(standing),\"events\":[\(names)],\"sources\":[\(sources)],"
      + "\"next\":[\(next.joined(separator: ","))]}"
  }
}

/// Texts as JSON, written the same way every time.
enum JSONText {
  /// A text with its quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
