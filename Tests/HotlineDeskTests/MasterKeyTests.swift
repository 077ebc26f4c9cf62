import Foundation
import HotlineDesk
import SQLite
import Sealing
import Testing

@Suite struct MasterKeyTests {
  private func open(_ folder: DataFolder) throws -> Desk { try Desk.open(folder, shipped: nil) }

  private func problem(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func aNewFolderGetsAKeyThatItsOwnerAloneReads() throws {
    let scratch = try Scratch()
    _ = try open(scratch.data)
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.data.key.path)
    #expect(mode[.posixPermissions] as? Int == 0o600)
    _ = try open(scratch.data)
  }

  @Test func aKeyThatIsGoneIsNotReplacedOnceSomethingIsSealed() throws {
    let scratch = try Scratch()
    do { _ = try open(scratch.data) }
    // Nothing is sealed yet, so nothing is lost with the key.
    try FileManager.default.removeItem(at: scratch.data.key)
    let password = try #require(try open(scratch.data).accounts.makeFirstAdministrator())
    let kept = scratch.url.appending(path: "kept.key")
    try FileManager.default.moveItem(at: scratch.data.key, to: kept)
    let told = problem { _ = try open(scratch.data) }
    #expect(told.contains(scratch.data.key.path), "\(told)")
    #expect(!FileManager.default.fileExists(atPath: scratch.data.key.path))
    try FileManager.default.moveItem(at: kept, to: scratch.data.key)
    let session = try open(scratch.data).accounts.signIn(
      name: "admin", password: password, address: "")
    #expect(session.account.name == "admin")
  }

  @Test func anotherKeyIsRefusedByItsIdentifier() throws {
    let scratch = try Scratch()
    _ = try open(scratch.data).accounts.makeFirstAdministrator()
    let right = try SealingKey.keep(in: scratch.data.key).identifier
    try FileManager.default.removeItem(at: scratch.data.key)
    let wrong = try SealingKey.keep(in: scratch.data.key).identifier
    let told = problem { _ = try open(scratch.data) }
    #expect(told.contains(right) && told.contains(wrong), "\(told)")
  }

  @Test func aBackupHoldsNoKeyAndOpensOnlyWithIt() throws {
    let (scratch, other) = (try Scratch(), try Scratch())
    let backup = scratch.url.appending(path: "backup.sqlite")
    let password: String
    do {
      let desk = try open(scratch.data)
      password = try #require(try desk.accounts.makeFirstAdministrator())
      try desk.backup(to: backup)
    }
    let secret = try String(contentsOf: scratch.data.key, encoding: .utf8).dropLast()
    #expect(try Data(contentsOf: backup).range(of: Data(secret.utf8)) == nil)
    #expect(try Desk.restore(other.data, from: backup) == nil)
    let told = problem { _ = try open(other.data) }
    #expect(told.contains(other.data.key.path), "\(told)")
    try FileManager.default.copyItem(at: scratch.data.key, to: other.data.key)
    let session = try open(other.data).accounts.signIn(
      name: "admin", password: password, address: "")
    #expect(session.account.isPasswordTemporary)
  }

  @Test func aRotationGoesUnnoticedByWhoeverIsAtWork() throws {
    let scratch = try Scratch()
    let running = try open(scratch.data)
    let password = try #require(try running.accounts.makeFirstAdministrator())
    let backup = scratch.url.appending(path: "before.sqlite")
    try running.backup(to: backup)
    let rotation = try open(scratch.data).rotateMasterKey(by: "test")
    #expect(rotation.records == 1 && rotation.from != rotation.to)
    #expect(try SealingKey.keep(in: scratch.data.key).identifier == rotation.to)
    for desk in [running, try open(scratch.data)] {
      #expect(
        try desk.accounts.signIn(name: "admin", password: password, address: "").account.name
          == "admin")
      try desk.accounts.add(
        "u\(UUID().uuidString.prefix(6))", displayName: "张某", roles: [.keeper], password: nil,
        by: "test")
      #expect(try desk.verify().faults.isEmpty)
    }
    // A backup from before opens with the former key, which stayed beside.
    let other = try Scratch()
    try other.data.make()
    for name in [scratch.data.key, URL(filePath: rotation.former)] {
      try FileManager.default.copyItem(
        at: name, to: other.data.url.appending(path: name.lastPathComponent))
    }
    #expect(try Desk.restore(other.data, from: backup) == nil)
    #expect(
      try open(other.data).accounts.signIn(name: "admin", password: password, address: "")
        .account.name == "admin")
  }

  @Test func aRotationThatWasBrokenOffBeforeTheFileWasRenamedLosesNothing() throws {
    let scratch = try Scratch()
    let desk = try open(scratch.data)
    let password = try #require(try desk.accounts.makeFirstAdministrator())
    let old = scratch.url.appending(path: "old.key")
    try FileManager.default.copyItem(at: scratch.data.key, to: old)
    _ = try desk.rotateMasterKey(by: "test")
    // As the folder stood between the commit and the renaming.
    let files = FileManager.default
    try files.moveItem(
      at: scratch.data.key, to: scratch.data.key.appendingPathExtension("new"))
    try files.moveItem(at: old, to: scratch.data.key)
    let again = try open(scratch.data)
    #expect(
      try again.accounts.signIn(name: "admin", password: password, address: "").account.name
        == "admin")
    _ = try again.rotateMasterKey(by: "test")
    #expect(
      try open(scratch.data).accounts.signIn(name: "admin", password: password, address: "")
        .account.name == "admin")
  }

  @Test func aRebuildKeepsAccounts() throws {
    let scratch = try Scratch()
    let desk = try open(scratch.data)
    let password = try #require(try desk.accounts.makeFirstAdministrator())
    try desk.rebuild()
    #expect(
      try desk.accounts.signIn(name: "admin", password: password, address: "").account.name
        == "admin")
  }

  @Test func aUnitsAccountNeedsAUnitOfTheCatalogue() throws {
    let desk = try ShippedDesk.desk.get()
    let unit = try #require(desk.units.first?.name)
    #expect(throws: AccountFaults.self) {
      try desk.accounts.add(
        "a1", displayName: "张某", roles: [.unit], unit: "没有的局", password: nil, by: "test")
    }
    _ = try desk.accounts.addKey(
      title: "单位", permissions: [.handleTicket], unit: unit, by: "test")
  }
}
