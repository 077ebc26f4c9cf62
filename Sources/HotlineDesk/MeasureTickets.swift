import Catalogue
import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Synchronization
import Tickets

extension Measure {
  /// Fills a data folder up to a number of made-up tickets, then measures commands, reads and
  /// threads on it.
  ///
  /// - Parameters:
  ///   - count: how many tickets the folder is to hold at least.
  ///   - rounds: how many tickets are taken through all commands, one after the other.
  ///   - seconds: how long each number of threads is measured.
  public static func tickets(
    _ desk: Desk, count: Int, rounds: Int, seconds: Double, progress: Desk.Progress
  ) throws -> TicketFigures {
    var figures = TicketFigures()
    try refuseRealTickets(desk)
    try fill(desk, count, &figures, progress)
    // No service stores a million at once: the upkeep that lags behind that is done first.
    progress("整理", 0, 1)
    try desk.office.tidy(pages: 5_000)
    while try desk.tick() {}
    figures.sync = try syncTimes(in: desk.folder.url)
    // As in a served desk: timers and the index's upkeep go on beside. Where made-up tickets went
    // need not be learned.
    let timers = DeskTimers(desk, learns: false) { _ in }
    timers.start()
    defer { timers.stop() }
    try commands(desk, rounds, &figures, progress)
    try reads(desk, &figures, progress)
    for threads in [1, 2, 4, 8] {
      progress("\(threads) 个线程", 0, 1)
      figures.throughput.append(try throughput(desk, threads, seconds))
    }
    try floor(desk, &figures)
    return figures
  }

  /// Who stores and changes made-up tickets.
  static let seat = Seat(name: "测量")

  private static func refuseRealTickets(_ desk: Desk) throws {
    let first = try desk.pool.read {
      try $0.row("SELECT actor FROM entry WHERE type = 'ticket-acted' ORDER BY sequence LIMIT 1")
    }
    guard let first, first.text(0) != seat.name else { return }
    throw InputProblem(
      code: "real_tickets", field: "data",
      message: "\(desk.folder.url.path) 里有真实的工单，请换一个数据目录来测量")
  }

  private static func fill(
    _ desk: Desk, _ count: Int, _ figures: inout TicketFigures, _ progress: Desk.Progress
  ) throws {
    let before = try desk.ticketsStored()
    let missing = max(0, count - before)
    var calls = InventedCalls(seed: UInt64(before + 1), catalogue: desk.current.catalogue)
    let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded())
    // Over twenty months, so that none is old enough to be destroyed.
    let span = 600.0 * 86_400
    let time = try ContinuousClock().seconds {
      for start in stride(from: 0, to: missing, by: 2_000) {
        let end = min(start + 2_000, missing)
        let lives = (start..<end).map { index in
          let age = span * Double(missing - index) / Double(missing) + 86_400
          return calls.life(at: now.addingTimeInterval(-age.rounded()), now: now)
        }
        try desk.office.store(lives, by: seat)
        progress("生成工单", end, missing)
      }
    }
    figures.filled = missing
    figures.filledPerSecond = missing == 0 ? nil : (Double(missing) / time).rounded()
    figures.stored = try desk.ticketsStored()
    let size = try FileManager.default.attributesOfItem(atPath: desk.folder.database.path)[.size]
    figures.databaseMiB = ((size as? Int) ?? 0) >> 20
  }

  private static func syncTimes(in folder: URL) throws -> TicketFigures.Times {
    let path = folder.appending(path: "sync.part").path
    let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw InputProblem(code: "not_writable", field: "data", message: "写不进 \(path)")
    }
    defer {
      close(file)
      unlink(path)
    }
    let page = [UInt8](repeating: 7, count: 4096)
    // Room first: like the log of the database, the file does not grow while it is measured.
    for place in 0..<1000 { pwrite(file, page, 4096, off_t(place * 4096)) }
    fsync(file)
    let clock = ContinuousClock()
    return TicketFigures.Times(
      "write + fdatasync 4 KiB",
      (0..<1000).map { place in
        clock.seconds {
          pwrite(file, page, 4096, off_t(place * 4096))
          fdatasync(file)
        }
      })
  }

  private static func commands(
    _ desk: Desk, _ rounds: Int, _ figures: inout TicketFigures, _ progress: Desk.Progress
  ) throws {
    let clock = ContinuousClock()
    var times: [String: [Double]] = [:]
    var lives = (0..<rounds).map { MeasuredLife(desk, seed: UInt64(1_000_000 + $0)) }
    for (place, name) in MeasuredLife.commands.enumerated() {
      progress("测量各个操作", place, MeasuredLife.commands.count)
      for index in lives.indices {
        let time = try clock.seconds { try lives[index].next() }
        // The first ones warm up what is made once.
        if index >= rounds / 20 { times[name.rawValue, default: []].append(time) }
      }
    }
    figures.commands = MeasuredLife.commands.map {
      TicketFigures.Times($0.rawValue, times[$0.rawValue] ?? [])
    }
    figures.commands.append(TicketFigures.Times("all", times.values.flatMap { $0 }))
  }

  private static func throughput(
    _ desk: Desk, _ threads: Int, _ seconds: Double
  ) throws -> TicketFigures.Throughput {
    let all = Mutex((times: [Double](), failure: String?.none))
    let end = Date().addingTimeInterval(seconds)
    let clock = ContinuousClock()
    let time = clock.seconds {
      Self.onThreads(threads) { thread in
        var times: [Double] = []
        var seed = UInt64(thread + 1) << 32 | UInt64(Date().timeIntervalSince1970)
        do {
          while Date() < end {
            seed += 1
            var life = MeasuredLife(desk, seed: seed)
            for _ in MeasuredLife.commands where Date() < end {
              times.append(try clock.seconds { try life.next() })
            }
          }
        } catch {
          all.withLock { $0.failure = "\(error)" }
        }
        all.withLock { $0.times += times }
      }
    }
    let (times, failure) = all.withLock { ($0.times, $0.failure) }
    if let failure {
      throw InputProblem(code: "failed", field: "tickets", message: "测量中断：\(failure)")
    }
    return TicketFigures.Throughput(
      threads: threads, perSecond: (Double(times.count) / time).rounded(),
      times: TicketFigures.Times("all", times))
  }

  /// Runs a body on so many threads of its own, and waits for all of them.
  private static func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      let thread = Thread {
        body(index)
        group.leave()
      }
      thread.stackSize = 1 << 21
      thread.start()
    }
    group.wait()
  }

  private static func floor(_ desk: Desk, _ figures: inout TicketFigures) throws {
    let path = desk.folder.url.appending(path: "floor.sqlite").path
    defer { for ending in ["", "-wal", "-shm"] { unlink(path + ending) } }
    for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
    let last = try desk.journal.lastSequence()
    let bodies = try desk.journal.entries(after: max(0, last - 3_000), limit: 3_000).map(\.body)
    let connection = try Connection(path: path)
    try connection.execute("CREATE TABLE body (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    let clock = ContinuousClock()
    let floor = TicketFigures.Times(
      "insert of the same JSON",
      try bodies.map { body in
        try clock.seconds { try connection.run("INSERT INTO body (body) VALUES (?)", body) }
      })
    figures.floor = floor
    if let all = figures.commands.last, floor.p50 > 0 {
      figures.timesFloor = (all.p50 / floor.p50 * 10).rounded() / 10
    }
  }
}

/// A made-up ticket on its way, command by command.
private struct MeasuredLife {
  static let commands: [CommandName] = [
    .receive, .dispatch, .sign, .contact, .reply, .approveCompletion, .callback, .rate, .archive,
  ]
  private let desk: Desk
  private var calls: InventedCalls
  private let lead: String
  private var number = ""
  private var place = 0

  init(_ desk: Desk, seed: UInt64) {
    self.desk = desk
    calls = InventedCalls(
      seed: seed &* 0x9E37_79B9_7F4A_7C15, catalogue: desk.current.catalogue)
    lead = calls.unit()
  }

  /// Carries the next command out, as the service does for a call over HTTP.
  mutating func next() throws {
    let name = Self.commands[place]
    place += 1
    if name == .receive {
      let fields = try data(["type": calls.type().rawValue, "text": calls.text(), "channel": "电话"])
      let intake = Intake(
        caller: calls.caller(), fields: fields, region: calls.region(), callback: "电话")
      number = try desk.receive(intake, by: Measure.seat, key: UUID().uuidString).number
      return
    }
    _ = try desk.act(
      name, on: number, fields: data(fields(name)), by: Measure.seat, key: UUID().uuidString)
  }

  private mutating func fields(_ name: CommandName) -> [String: String] {
    switch name {
    case .dispatch: ["lead": lead]
    case .sign: ["by": lead]
    case .contact: ["by": lead, "outcome": "reached", "proof": "通话录音"]
    case .reply: ["by": lead, "text": calls.reply()]
    case .callback: ["outcome": "reached"]
    case .rate: ["value": "满意"]
    default: [:]
    }
  }

  private func data(_ fields: [String: String]) throws -> Data {
    try JSONEncoder().encode(fields)
  }
}

extension Desk {
  /// How many tickets there are.
  func ticketsStored() throws -> Int {
    try pool.read { try $0.row("SELECT count(*) FROM ticket")?.int(0) ?? 0 }
  }
}
