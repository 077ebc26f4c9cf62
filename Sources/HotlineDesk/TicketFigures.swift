import Foundation

/// How fast tickets are, as measured.
public struct TicketFigures: Encodable, Sendable {
  /// Times of one thing done many times, in milliseconds.
  public struct Times: Encodable, Sendable {
    var what: String
    var n: Int
    var p50, p99, most: Double

    enum CodingKeys: String, CodingKey {
      case what, n
      case p50 = "p50_ms"
      case p99 = "p99_ms"
      case most = "max_ms"
    }

    init(_ what: String, _ seconds: [Double]) {
      let sorted = seconds.sorted()
      func share(_ share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let place = min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)
        return (sorted[max(0, place)] * 1_000_000).rounded() / 1000
      }
      self.what = what
      n = sorted.count
      (p50, p99, most) = (share(0.5), share(0.99), share(1))
    }
  }

  /// How many commands a second several threads hold together.
  public struct Throughput: Encodable, Sendable {
    var threads: Int
    var perSecond: Double
    var times: Times

    enum CodingKeys: String, CodingKey {
      case threads, times
      case perSecond = "per_second"
    }
  }

  /// Tickets stored before anything was measured, and how many of them in this run.
  var stored = 0
  var filled = 0
  var filledPerSecond: Double?
  var databaseMiB = 0
  /// A write and `fdatasync` of 4 KiB on the same disk.
  var sync: Times?
  /// Every command by name, then all of them, one thread.
  var commands: [Times] = []
  var reads: [Times] = []
  var throughput: [Throughput] = []
  /// Plain SQLite that inserts the same JSON texts, a transaction each, on the same disk.
  var floor: Times?
  /// How many times as long as the floor a command takes, at p50.
  var timesFloor: Double?

  enum CodingKeys: String, CodingKey {
    case stored, filled, sync, commands, reads, throughput, floor
    case filledPerSecond = "filled_per_second"
    case databaseMiB = "database_mib"
    case timesFloor = "times_floor"
  }
}

extension ContinuousClock {
  /// The seconds that a body takes.
  func seconds(_ body: () throws -> Void) rethrows -> Double {
    let time = try measure(body)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }
}
