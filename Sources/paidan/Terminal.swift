import Foundation
import Synchronization

/// Standard output and standard error.
enum Terminal {
  /// Writes a line to standard output.
  static func line(_ text: String) {
    write(text + "\n", to: STDOUT_FILENO)
  }

  /// Writes a message to standard error.
  static func message(_ text: String) {
    write(text + "\n", to: STDERR_FILENO)
  }

  /// Writes all of a text; a reader that has gone away, such as `head`, ends the program in peace.
  static func write(_ text: String, to file: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count >= 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EPIPE {
        exit(0)
      } else if errno != EINTR, errno != EAGAIN {
        exit(1)
      }
    }
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
      Terminal.write(text, to: STDERR_FILENO)
    }
  }

  /// Ends the line.
  func end() {
    state.withLock { state in
      if state.isOpen { Terminal.write("\n", to: STDERR_FILENO) }
      state.isOpen = false
    }
  }
}
