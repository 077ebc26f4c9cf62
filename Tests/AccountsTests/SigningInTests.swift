import Accounts
import Foundation
import Hotline
import SQLite
import Sealing
import Testing

@Suite struct SigningInTests {
  private func refusal(_ body: () throws -> Void) -> SignInRefusal? {
    do {
      try body()
      return nil
    } catch {
      return error as? SignInRefusal
    }
  }

  @Test func aSessionKnowsWhoseItIsUntilItIsEnded() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang", [.operator, .supervisor])
    let one = try fixture.signIn()
    let other = try fixture.signIn()
    #expect(one.token != other.token)
    #expect(try fixture.book.session(one.token)?.account.officer.may(.superviseTicket) == true)
    try fixture.book.signOut(one.token)
    try fixture.book.signOut(one.token)
    #expect(try fixture.book.session(one.token) == nil)
    #expect(try fixture.book.session(other.token) != nil)
    #expect(try fixture.book.session("") == nil)
    #expect(try fixture.book.session(Token.digest(other.token)) == nil)
  }

  @Test func theRefusalTellsNothing() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    try fixture.add("gone")
    try fixture.book.disable("gone", by: "admin")
    #expect(refusal { _ = try fixture.signIn("zhang", "wrong-Pass-1") } == .wrong)
    #expect(refusal { _ = try fixture.signIn("nobody", "wrong-Pass-1") } == .wrong)
    #expect(refusal { _ = try fixture.signIn("gone") } == .wrong)
    #expect(refusal { _ = try fixture.signIn("zhang", "") } == .wrong)
    #expect(
      refusal { _ = try fixture.signIn("zhang", String(repeating: "x", count: 100_000)) } == .wrong)
  }

  @Test(arguments: ["zhang", "nobody"])
  func guessingIsSlowedDownByNameWhetherItExistsOrNot(name: String) throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    var waits: [SignInRefusal?] = []
    for index in 0..<6 {
      waits.append(
        refusal { _ = try fixture.signIn(name, "wrong-Pass-1", from: "10.1.1.\(index)") })
    }
    #expect(waits == [.wrong, .wrong, .wrong, .wrong, .wait(seconds: 5), .wait(seconds: 5)])
    // Even the right password waits, or else the wait would tell that it was wrong.
    #expect(refusal { _ = try fixture.signIn(name) } == .wait(seconds: 5))
    fixture.wait(5)
    #expect(refusal { _ = try fixture.signIn(name, "wrong-Pass-1") } == .wrong)
    #expect(refusal { _ = try fixture.signIn(name, "wrong-Pass-1") } == .wait(seconds: 10))
    for expected in [20, 40, 80, 160, 320, 640, 900, 900] {
      fixture.wait(900)
      #expect(refusal { _ = try fixture.signIn(name, "wrong-Pass-1") } == .wrong)
      #expect(
        refusal { _ = try fixture.signIn(name, "wrong-Pass-1") } == .wait(seconds: expected))
    }
  }

  @Test func theRightPasswordBeginsTheCountAnew() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    for _ in 0..<3 {
      for _ in 0..<3 { _ = refusal { _ = try fixture.signIn("zhang", "wrong-Pass-1") } }
      #expect(try fixture.signIn().account.name == "zhang")
    }
  }

  @Test func guessingManyNamesIsSlowedDownByAddress() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    for index in 0..<30 {
      #expect(refusal { _ = try fixture.signIn("name\(index)", "wrong-Pass-1") } == .wrong)
    }
    #expect(refusal { _ = try fixture.signIn("zhang") } == .wait(seconds: 1))
    #expect(try fixture.signIn("zhang", from: "10.0.0.9").account.name == "zhang")
  }

  @Test func aWholeShiftCanSignInFromOneAddress() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    for _ in 0..<32 { #expect(try fixture.signIn().account.name == "zhang") }
  }

  @Test func guessesAtTheSameMomentCountLikeOnesInTurn() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    let found = Found()
    DispatchQueue.concurrentPerform(iterations: 24) { _ in
      let refusal = refusal { _ = try fixture.signIn("zhang", "wrong-Pass-1") }
      found.add(refusal.map { "\($0)" } ?? "in")
    }
    #expect(found.all.count { $0 == "wrong" } <= 4)
    #expect(!found.all.contains("in"))
  }

  @Test func aSessionEndsAfterAnHourWithoutUseAndTwelveHoursInAll() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    let idle = try fixture.signIn()
    fixture.wait(3599)
    #expect(try fixture.book.session(idle.token) != nil)
    fixture.wait(3600)
    #expect(try fixture.book.session(idle.token) == nil)
    let busy = try fixture.signIn()
    for _ in 0..<23 {
      fixture.wait(1800)
      #expect(try fixture.book.session(busy.token) != nil)
    }
    fixture.wait(1799)
    #expect(try fixture.book.session(busy.token) != nil)
    fixture.wait(1)
    #expect(try fixture.book.session(busy.token) == nil)
  }

  @Test func aRestartNeitherEndsARunningSessionNorRevivesAnIdleOne() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    let token = try fixture.signIn().token
    fixture.wait(3000)
    #expect(try fixture.book.session(token) != nil)
    // The last use is written a moment later, on another thread.
    for _ in 0..<500 where try fixture.seen() == 0 { usleep(10_000) }
    fixture.wait(3000)
    #expect(try fixture.restarted().session(token) != nil)
    fixture.wait(3600)
    #expect(try fixture.restarted().session(token) == nil)
  }

  @Test func anotherPasswordEndsAllSessionsAndTheOldHashIsGoneForGood() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    let tokens = try (0..<3).map { _ in try fixture.signIn().token }
    let old = try fixture.passwordColumns()
    #expect(try fixture.open(old)?.hasPrefix("$argon2id$") == true)
    try fixture.book.changePassword(
      of: "zhang", from: AccountFixture.password, to: "Bai-yun-2026", address: "10.0.0.8")
    for token in tokens { #expect(try fixture.book.session(token) == nil) }
    #expect(refusal { _ = try fixture.signIn() } == .wrong)
    #expect(try fixture.signIn("zhang", "Bai-yun-2026").account.isPasswordTemporary == false)
    #expect(try fixture.open(old) == nil)
    #expect(try fixture.journalText().contains(old.sealed))
  }

  @Test func onlyTheOldPasswordAllowsANewOneThatIsGood() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    #expect(
      refusal {
        try fixture.book.changePassword(
          of: "zhang", from: "wrong-Pass-1", to: "Bai-yun-2026", address: "x")
      } == .wrong)
    for weak in ["short", AccountFixture.password] {
      #expect(throws: AccountFaults.self) {
        try fixture.book.changePassword(
          of: "zhang", from: AccountFixture.password, to: weak, address: "x")
      }
    }
    #expect(try fixture.signIn().account.name == "zhang")
  }

  @Test func anAdministratorEndsSessionsByDisablingByRevokingAndByAPassword() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang")
    let ends: [() throws -> Void] = [
      { try fixture.book.endSessions(of: "zhang", by: "admin") },
      { try fixture.book.disable("zhang", by: "admin") },
      { try fixture.book.setPassword("zhang", AccountFixture.password, by: "admin") },
    ]
    for end in ends {
      try fixture.book.enable("zhang", by: "admin")
      let token = try fixture.signIn().token
      try end()
      #expect(try fixture.book.session(token) == nil)
    }
  }

  @Test func noSecretStandsInTheJournalOrTheFile() throws {
    let fixture = try AccountFixture()
    let random = try #require(
      try fixture.book.add("li", displayName: "李某", roles: [.keeper], password: nil, by: "admin"))
    try fixture.add("zhang")
    let token = try fixture.signIn().token
    let key = try fixture.book.addKey(title: "大屏", permissions: [.readFigures], by: "admin").key
    let file =
      try Data(contentsOf: fixture.folder.appending(path: "t.sqlite"))
      + Data(contentsOf: fixture.folder.appending(path: "t.sqlite-wal"))
    for secret in [random, AccountFixture.password, token, key, "$argon2id"] {
      #expect(file.range(of: Data(secret.utf8)) == nil)
    }
    #expect(file.range(of: Data(Token.digest(token).utf8)) != nil)
    #expect(try fixture.journal.entries(of: "session/" + Token.digest(token)).count == 1)
  }
}

@Suite struct APIKeyTests {
  @Test func aKeyMayWhatWasGivenToItUntilItEnds() throws {
    let fixture = try AccountFixture()
    let made = try fixture.book.addKey(
      title: "市平台", permissions: [.receiveTicket, .readTickets], unit: "市公安局",
      endsAt: Date(timeIntervalSince1970: 1_800_000_060), by: "admin")
    let officer = try #require(try fixture.book.officer(apiKey: made.key))
    #expect(officer.name == "key:" + made.stored.id)
    #expect(officer.permissions == [.receiveTicket, .readTickets])
    #expect(officer.ticketScope == .unit("市公安局"))
    #expect(try fixture.book.officer(apiKey: made.key + "x") == nil)
    #expect(try fixture.book.officer(apiKey: String(made.key.dropFirst(7))) == nil)
    fixture.wait(60)
    #expect(try fixture.book.officer(apiKey: made.key) == nil)
  }

  @Test func anEndedKeyIsListedAndNotTaken() throws {
    let fixture = try AccountFixture()
    let made = try fixture.book.addKey(title: "大屏", permissions: [.readFigures], by: "admin")
    #expect(try fixture.book.officer(apiKey: made.key) != nil)
    try fixture.book.endKey(made.stored.id.lowercased(), by: "admin")
    try fixture.book.endKey(made.stored.id, by: "admin")
    #expect(try fixture.book.officer(apiKey: made.key) == nil)
    #expect(try fixture.book.apiKeys().map(\.isEnded) == [true])
  }

  @Test func allFaultsOfAKeyAreNamedAtOnce() throws {
    let fixture = try AccountFixture()
    let error = #expect(throws: AccountFaults.self) {
      try fixture.book.addKey(
        title: "", permissions: [], unit: "没有的局", endsAt: .distantPast, by: "admin")
    }
    #expect(error?.faults.map(\.field) == ["title", "permissions", "unit", "ends_at"])
  }
}

extension AccountFixture {
  fileprivate func passwordColumns() throws -> (record: String, sealed: String) {
    try pool.read {
      let row = try $0.row("SELECT password_record, password FROM account WHERE name = 'zhang'")
      return (row?.text(0) ?? "", row?.text(1) ?? "")
    }
  }

  fileprivate func open(_ password: (record: String, sealed: String)) throws -> String? {
    try pool.read { try keys.open(password.sealed, for: password.record, $0) }
  }

  fileprivate func seen() throws -> Int {
    try pool.read { try $0.row("SELECT count(*) FROM session_seen")?.int(0) ?? 0 }
  }
}
