import Sealing
import Testing

@Suite struct SealedTests {
  private let key = SealingKey.random()

  @Test(arguments: ["", "张某", "13800000000", String(repeating: "长", count: 5_000)])
  func whatIsSealedOpensAgain(text: String) throws {
    let sealed = Sealed.seal(text, with: key, context: "ticket/1")
    #expect(text.isEmpty || !sealed.contains(text))
    #expect(!sealed.contains { "+/=".contains($0) })
    #expect(try Sealed.open(sealed, with: key, context: "ticket/1") == text)
  }

  @Test func theSameTextNeverLooksTheSame() {
    let one = Sealed.seal("张某", with: key, context: "a")
    #expect(one != Sealed.seal("张某", with: key, context: "a"))
  }

  @Test func anotherKeyOrContextDoesNotOpen() {
    let sealed = Sealed.seal("张某", with: key, context: "a")
    #expect(throws: SealingError.wrongKeyOrAltered) {
      try Sealed.open(sealed, with: .random(), context: "a")
    }
    #expect(throws: SealingError.wrongKeyOrAltered) {
      try Sealed.open(sealed, with: key, context: "b")
    }
  }

  @Test func noCharacterCanBeChangedLeftOutOrAdded() {
    let sealed = Array(Sealed.seal("13800000000", with: key, context: "a"))
    for place in sealed.indices {
      var changed = sealed
      changed[place] = changed[place] == "A" ? "B" : "A"
      #expect(throws: SealingError.wrongKeyOrAltered) {
        try Sealed.open(String(changed), with: key, context: "a")
      }
      #expect(throws: SealingError.wrongKeyOrAltered) {
        try Sealed.open(String(sealed.prefix(place)), with: key, context: "a")
      }
    }
    #expect(throws: SealingError.wrongKeyOrAltered) {
      try Sealed.open(String(sealed) + "AAAA", with: key, context: "a")
    }
  }

  @Test(arguments: ["张某", "!", "====", "AQ", "\0"])
  func nonsenseIsAnErrorAndNoCrash(text: String) {
    #expect(throws: SealingError.wrongKeyOrAltered) {
      try Sealed.open(text, with: key, context: "a")
    }
  }

  @Test func theBlindIndexFindsEqualTextsOnly() {
    let index = BlindIndex(key)
    #expect(index.of("13800000000") == BlindIndex(key).of("13800000000"))
    #expect(index.of("13800000000") != index.of("13800000001"))
    #expect(index.of("13800000000") != BlindIndex(.random()).of("13800000000"))
    #expect(index.of("").count == 32)
  }
}
