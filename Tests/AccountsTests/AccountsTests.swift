import Accounts
import Foundation
import Hotline
import Sealing
import Testing

@Suite struct AccountBookTests {
  private func fields(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let error as AccountFaults {
      return error.faults.map(\.field)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func theFirstStartMakesOneAdministratorAndOnlyTheFirst() throws {
    let fixture = try AccountFixture()
    let password = try #require(try fixture.book.makeFirstAdministrator())
    #expect(try fixture.book.makeFirstAdministrator() == nil)
    #expect(password.wholeMatch(of: /[2-9A-Z]{4}(-[2-9A-Z]{4}){3}/) != nil)
    let account = try fixture.signIn("admin", password).account
    #expect(account.roles == [.administrator])
    #expect(account.isPasswordTemporary)
  }

  @Test func twoThatStartAtOnceMakeOneAdministrator() throws {
    let fixture = try AccountFixture()
    let made = Found()
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      if let password = try? fixture.book.makeFirstAdministrator() { made.add(password) }
    }
    #expect(made.all.count == 1)
    #expect(try fixture.book.accounts().count == 1)
    #expect(try fixture.signIn("admin", made.all[0]).account.name == "admin")
  }

  @Test func allFaultsOfANewAccountAreNamedAtOnceAndNothingIsMade() throws {
    let fixture = try AccountFixture()
    let found = fields {
      try fixture.book.add("a/b", displayName: "", roles: [], password: "short", by: "admin")
    }
    #expect(found == ["name", "display_name", "password", "roles"])
    #expect(try fixture.book.accounts().isEmpty)
    #expect(try fixture.journal.lastSequence() == 0)
  }

  @Test(
    "a name is refused",
    arguments: ["", "a", "a b", "a/b", "a:b", "本机", "zhang\n", String(repeating: "x", count: 33)])
  func name(text: String) throws {
    let fixture = try AccountFixture()
    #expect(fields { try fixture.add(text) } == ["name"])
  }

  @Test(
    "a password is refused",
    arguments: [
      "", "123456789", "1234567890ab", "aaaaaaaaaaaaa", "zhang-2026-x", "Password-2026",
      String(repeating: "abcdefgh", count: 17),
    ])
  func password(text: String) throws {
    let fixture = try AccountFixture()
    let found = fields {
      try fixture.book.add("zhang", displayName: "张某", roles: [.keeper], password: text, by: "a")
    }
    #expect(found == ["password"])
  }

  @Test func namesAreTheSameWhateverTheirCaseOrWidth() throws {
    let fixture = try AccountFixture()
    try fixture.add("Zhang.San")
    #expect(fields { try fixture.add("ＺＨＡＮＧ.san") } == ["name"])
    #expect(try fixture.signIn("zhang.SAN").account.name == "zhang.san")
  }

  @Test func aUnitsAccountNamesAUnitOfTheCatalogueAndOthersNone() throws {
    let fixture = try AccountFixture()
    #expect(fields { try fixture.add("a1", [.unit]) } == ["unit"])
    #expect(fields { try fixture.add("a1", [.unit], unit: "没有的局") } == ["unit"])
    #expect(fields { try fixture.add("a1", [.operator], unit: "市公安局") } == ["unit"])
    try fixture.add("a1", [.unit], unit: "市公安局")
    #expect(try fixture.book.account("a1")?.officer.ticketScope == .unit("市公安局"))
    try fixture.book.setRoles("a1", [.operator], by: "admin")
    #expect(try fixture.book.account("a1")?.unit == nil)
  }

  @Test func theLastAdministratorCannotBeTakenAway() throws {
    let fixture = try AccountFixture()
    try fixture.add("one", [.administrator])
    try fixture.add("two", [.administrator, .keeper])
    try fixture.book.disable("one", by: "two")
    for attempt in [
      { try fixture.book.disable("two", by: "two") },
      { try fixture.book.setRoles("two", [.keeper], by: "two") },
    ] {
      let problem = #expect(throws: InputProblem.self) { try attempt() }
      #expect(problem?.code == "last_administrator")
    }
    try fixture.book.enable("one", by: "two")
    try fixture.book.disable("two", by: "two")
    #expect(try fixture.book.account("two")?.isDisabled == true)
  }

  @Test func anUnknownNameIsNamed() throws {
    let fixture = try AccountFixture()
    let book = fixture.book
    for attempt in [
      { try book.disable("x1", by: "a") }, { try book.enable("x1", by: "a") },
      { try book.setRoles("x1", [.keeper], by: "a") },
      { try book.endSessions(of: "x1", by: "a") },
      { try book.setPassword("x1", nil, by: "a") }, { try book.endKey("x1", by: "a") },
    ] as [() throws -> Void] {
      let problem = #expect(throws: InputProblem.self) { try attempt() }
      #expect(problem?.code.hasPrefix("unknown_") == true)
    }
  }

  @Test func aRebuildGivesTheSameTablesAndEveryoneStaysSignedIn() throws {
    let fixture = try AccountFixture()
    try fixture.add("zhang", [.operator, .keeper])
    try fixture.add("police", [.unit], unit: "市公安局")
    try fixture.book.setPassword("police", "Another-99-x", by: "admin")
    try fixture.add("gone")
    try fixture.book.disable("gone", by: "admin")
    let session = try fixture.signIn()
    let ended = try fixture.signIn()
    try fixture.book.signOut(ended.token)
    let key = try fixture.book.addKey(title: "大屏", permissions: [.readFigures], by: "admin")
    try fixture.book.endKey(key.stored.id, by: "admin")
    let before = try fixture.tables()
    #expect(before.count == 5)
    try fixture.journal.rebuild()
    #expect(try fixture.tables() == before)
    #expect(try fixture.book.session(session.token)?.account.name == "zhang")
    #expect(try fixture.signIn("police", "Another-99-x").account.unit == "市公安局")
    #expect(try fixture.journal.verify().faults.isEmpty)
  }
}

@Suite struct OfficerTests {
  @Test func everyRoleMayWhatTheTableSays() {
    let table: [Role: [Permission]] = [
      .operator: [
        .suggest, .searchKnowledge, .readCatalogue, .receiveTicket, .readTickets,
        .openPersonalData,
      ],
      .dispatcher: [
        .suggest, .searchKnowledge, .readCatalogue, .receiveTicket, .dispatchTicket,
        .readTickets, .openPersonalData,
      ],
      .unit: [.searchKnowledge, .readCatalogue, .handleTicket, .readTickets, .openPersonalData],
      .supervisor: [
        .suggest, .searchKnowledge, .readCatalogue, .superviseTicket, .readTickets,
        .openPersonalData, .readFigures,
      ],
      .keeper: [.suggest, .searchKnowledge, .readCatalogue, .keepCatalogue, .keepKnowledge],
      .manager: [.searchKnowledge, .readCatalogue, .readTickets, .readFigures],
      .administrator: [.searchKnowledge, .readCatalogue, .keepAccounts, .keepSystem],
    ]
    for role in Role.allCases {
      let officer = Officer(name: "a", displayName: "a", roles: [role])
      #expect(Set(table[role] ?? []) == officer.permissions, "\(role)")
      #expect(Role(named: role.title) == role && Role(named: role.rawValue) == role)
    }
    #expect(Set(Permission.allCases) == Officer.local.permissions)
  }

  @Test func whoSeesWhichTickets() {
    func scope(_ roles: Set<Role>, _ unit: String? = nil) -> Officer.TicketScope {
      Officer(name: "a", displayName: "a", roles: roles, unit: unit).ticketScope
    }
    for role in [Role.operator, .dispatcher, .supervisor, .manager] {
      #expect(scope([role]) == .all)
    }
    #expect(scope([.unit], "市公安局") == .unit("市公安局"))
    #expect(scope([.unit]) == .none)
    #expect(scope([.unit, .keeper], "市公安局") == .unit("市公安局"))
    #expect(scope([.unit, .supervisor], "市公安局") == .all)
    #expect(scope([.keeper]) == .none)
    #expect(scope([.administrator]) == .none)
    #expect(scope([]) == .none)
    #expect(Officer.local.ticketScope == .all)
  }
}

/// What several threads found.
final class Found: @unchecked Sendable {
  // Unchecked: reached only while the lock is held.
  private let lock = NSLock()
  private var texts: [String] = []
  func add(_ text: String) { lock.withLock { texts.append(text) } }
  var all: [String] { lock.withLock { texts } }
}
