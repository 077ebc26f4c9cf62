import Foundation
import Synchronization

/// Standard output and standard error.
enum Terminal {
  /// Writes a line to standard output.
  static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// Writes a message to standard error.
  static func message(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Writes a value as one line of JSON with sorted keys.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    line(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// True when messages go to a person's screen.
  static let isInteractive = isatty(STDERR_FILENO) == 1
}

/// Progress on a terminal, with rate and time left; nothing when piped.
final class ProgressLine: Sendable {
  private struct State {
    var what = ""
    var began = Date()
    var shown = Date.distantPast
    var isOpen = false
  }

  private let state = Mutex(State())

  /// Shows how far a piece of work has come, at most ten times a second.
  func show(_ what: String, _ done: Int, _ all: Int) {
    guard Terminal.isInteractive else { return }
    state.withLock { state in
      let now = Date()
      if state.what != what {
        state.what = what
        state.began = now
      }
      guard now.timeIntervalSince(state.shown) > 0.1 || done == all else { return }
      state.shown = now
      state.isOpen = true
      var text = "\r\u{1B}[K\(what)"
      if all > 0 {
        let seconds = now.timeIntervalSince(state.began)
        let rate = seconds > 0 ? Double(done) / seconds : 0
        text += " \(done)/\(all)"
        if rate > 0, seconds > 0.5 {
          text += "，每秒 \(Int(rate))，还需约 \(Int((Double(all - done) / rate).rounded(.up))) 秒"
        }
      }
      FileHandle.standardError.write(Data(text.utf8))
    }
  }

  /// Ends the line.
  func end() {
    state.withLock { state in
      if state.isOpen { FileHandle.standardError.write(Data("\n".utf8)) }
      state.isOpen = false
    }
  }
}
