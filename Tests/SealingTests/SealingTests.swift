import Sealing
import Testing

@Suite struct DigestTests {
  private func hash(_ parts: String...) -> [UInt8] {
    var digest = Digest()
    for part in parts { digest.add(part) }
    return digest.finish()
  }

  @Test func theBordersOfPartsCount() {
    #expect(hash("ab", "c") != hash("a", "bc"))
    #expect(hash("ab") != hash("ab", ""))
    #expect(hash("派单") == hash("派单"))
    #expect(hash("派单").count == Digest.count)
  }

  @Test func itIsBLAKE2b() {
    // An empty digest is the published BLAKE2b-256 of nothing.
    let text = Digest().finish().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(text == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
  }
}
