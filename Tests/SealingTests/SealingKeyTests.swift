import Foundation
import Sealing
import Testing

@Suite struct SealingKeyTests {
  private let text = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

  private func sealsFor(_ one: SealingKey, _ other: SealingKey) -> Bool {
    (try? Sealed.open(Sealed.seal("x", with: one, context: ""), with: other, context: "")) == "x"
  }

  @Test func aKeyIsNeverPrinted() throws {
    let key = try SealingKey(base64: text)
    var dumped = ""
    dump(key, to: &dumped)
    for shown in ["\(key)", String(reflecting: key), dumped, "\(Optional(key) as Any)"] {
      #expect(shown.contains(key.identifier))
      #expect(!shown.contains("AAECAwQF") && !shown.contains("0, 1, 2"))
    }
    #expect(key.identifier.count == 8)
    #expect(key.identifier.allSatisfy { $0.isHexDigit })
  }

  @Test func theBase64MayBePaddedOrNotAndHaveALineEnd() throws {
    let key = try SealingKey(base64: text)
    #expect(sealsFor(key, try SealingKey(base64: text.dropLast() + "\n")))
    #expect(sealsFor(key, try SealingKey(base64: "  " + text)))
  }

  @Test(arguments: ["", "AAEC", "密钥", String(repeating: "A", count: 44), "AAEC AwQF"])
  func anythingElseThan32BytesIsRefusedInOneLine(text: String) {
    let error = #expect(throws: SealingError.badKey) { try SealingKey(base64: text) }
    #expect(error?.description.contains("32") == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func aSubkeyIsTheSameForAPurposeAndTellsNothingOfOthers() throws {
    let key = try SealingKey(base64: text)
    #expect(sealsFor(key.derived("phones"), key.derived("phones")))
    #expect(!sealsFor(key.derived("phones"), key.derived("names")))
    #expect(!sealsFor(key, key.derived("phones")))
    #expect(key.identifier != key.derived("phones").identifier)
  }

  @Test func aWrappedKeyComesBackOnlyWithItsWrapperAndContext() throws {
    let (key, master) = (SealingKey.random(), SealingKey.random())
    let wrapped = key.wrapped(by: master, context: "r")
    #expect(sealsFor(key, try SealingKey(wrapped: wrapped, by: master, context: "r")))
    #expect(throws: SealingError.wrongKeyOrAltered) {
      try SealingKey(wrapped: wrapped, by: master, context: "s")
    }
    #expect(throws: SealingError.wrongKeyOrAltered) {
      try SealingKey(wrapped: wrapped, by: key, context: "r")
    }
  }
}

@Suite final class KeyFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "paidan-\(UUID().uuidString)")
  private var file: URL { folder.appending(path: "key") }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func mode() throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
  }

  @Test func aMissingFileIsMadeForItsOwnerAloneAndReadAgain() throws {
    let key = try SealingKey.keep(in: file)
    #expect(try mode() == 0o600)
    #expect(try SealingKey.keep(in: file).identifier == key.identifier)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["key"])
  }

  @Test func aFileThatMayOnlyBeReadIsGoodEnough() throws {
    let key = try SealingKey.keep(in: file)
    chmod(file.path, 0o400)
    #expect(try SealingKey.keep(in: file).identifier == key.identifier)
  }

  @Test(arguments: [0o640, 0o604, 0o644, 0o660, 0o700] as [mode_t])
  func aFileOpenToOthersIsRefusedWithWhatToDo(mode: mode_t) throws {
    _ = try SealingKey.keep(in: file)
    chmod(file.path, mode)
    let error = #expect(throws: SealingError.self) { try SealingKey.keep(in: file) }
    #expect(error?.description.contains("chmod 600 \(file.path)") == true)
  }

  @Test(arguments: ["", "short", "AAEC"])
  func aFileWithoutAKeyIsRefusedAndLeftAlone(content: String) throws {
    try Data(content.utf8).write(to: file)
    chmod(file.path, 0o600)
    let error = #expect(throws: SealingError.self) { try SealingKey.keep(in: file) }
    #expect(error?.description.contains(file.path) == true)
    #expect(try String(contentsOf: file, encoding: .utf8) == content)
  }

  @Test func aFolderOrAMissingFolderIsRefused() throws {
    #expect(throws: SealingError.self) { try SealingKey.keep(in: folder) }
    #expect(throws: SealingError.self) {
      try SealingKey.keep(in: folder.appending(path: "none/key"))
    }
  }

  @Test func manyThatStartAtOnceAgree() throws {
    let file = file
    let found = Found()
    DispatchQueue.concurrentPerform(iterations: 40) { _ in
      found.add((try? SealingKey.keep(in: file).identifier) ?? "error")
    }
    #expect(found.identifiers.count == 1)
    #expect(!found.identifiers.contains("error"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["key"])
  }

  @Test func theEnvironmentWinsUnlessItIsEmpty() throws {
    let given = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    let key = try SealingKey.find(environment: given, file: file)
    #expect(key.identifier == (try SealingKey(base64: given).identifier))
    #expect(!FileManager.default.fileExists(atPath: file.path))
    let kept = try SealingKey.find(environment: "", file: file)
    #expect(kept.identifier == (try SealingKey.find(environment: nil, file: file).identifier))
    #expect(throws: SealingError.badKey) {
      try SealingKey.find(environment: "no key", file: file)
    }
  }
}

private final class Found: @unchecked Sendable {
  private let lock = NSLock()
  private(set) var identifiers: Set<String> = []
  func add(_ identifier: String) { lock.withLock { _ = identifiers.insert(identifier) } }
}
