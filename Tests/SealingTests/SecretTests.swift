import Sealing
import Testing

@Suite struct PasswordHashTests {
  @Test func aPasswordMatchesItsHashOnly() throws {
    let hash = try PasswordHash.make("口令-8位以上")
    #expect(hash.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
    #expect(PasswordHash.matches("口令-8位以上", hash))
    #expect(!PasswordHash.matches("口令-8位以下", hash))
    #expect(!PasswordHash.matches("", hash))
    #expect(try PasswordHash.make("口令-8位以上") != hash)
  }

  @Test func aHashWithOtherLimitsIsOutdated() throws {
    #expect(!PasswordHash.isOutdated(try PasswordHash.make("a")))
    #expect(
      PasswordHash.isOutdated(
        "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
          + "4dDFP8nEDFWTwFAYxZTlDfMyTF2V1VzqbCXnhKUfKC0"))
    #expect(PasswordHash.isOutdated("no hash"))
  }

  @Test func theDummyIsAHashThatNobodyEnters() {
    #expect(!PasswordHash.isOutdated(PasswordHash.dummy))
    #expect(!PasswordHash.matches("", PasswordHash.dummy))
    #expect(!PasswordHash.matches("admin", ""))
  }
}

@Suite struct TokenTests {
  @Test func tokensDifferAndFitIntoAHeader() {
    let tokens = (0..<1_000).map { _ in Token.random() }
    #expect(Set(tokens).count == tokens.count)
    #expect(tokens.allSatisfy { $0.count == 32 })
    #expect(
      tokens.joined().allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    )
    #expect(Token.random(bytes: 3).count == 4)
  }

  @Test func aDigestIsThePublishedBLAKE2b() {
    #expect(
      Token.digest("") == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
    #expect(Token.digest("a") != Token.digest("b"))
  }

  @Test func aCodeUsesEveryCharacterOfItsAlphabetAlike() {
    let code = Token.code(length: 31_000)
    let counts = Dictionary(code.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(Set(counts.keys) == Set(Token.codeAlphabet))
    // 1,000 are expected of each; six standard deviations are 190.
    #expect(counts.values.allSatisfy { (810...1_190).contains($0) })
    #expect(!code.contains { "0O1IL".contains($0) })
    #expect(Token.code(length: 8).count == 8)
    #expect(Token.code(length: 6, alphabet: "0123456789").allSatisfy { $0.isNumber })
    #expect(Token.code(length: 0).isEmpty)
    #expect(Token.code(length: 8, alphabet: "").isEmpty)
  }
}

@Suite struct SignatureTests {
  @Test func itIsHMACSHA256() {
    // RFC 4231, test cases 2 and 6.
    #expect(
      Signature.hmacSHA256(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      Signature.hmacSHA256(
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        key: [UInt8](repeating: 0xaa, count: 131))
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    #expect(Signature.hmacSHA256([], key: []).count == 64)
  }

  @Test func equalTextsAreEqual() {
    #expect(Signature.equals("abc", "abc"))
    #expect(!Signature.equals("abc", "abd"))
    #expect(!Signature.equals("abc", "ab"))
    #expect(Signature.equals("", ""))
  }
}
