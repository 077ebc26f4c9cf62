import Foundation
import Journal
import SQLite

/// A key under which somebody asks for something once, however often it is sent.
public struct OnceMark: Codable, Hashable, Sendable {
  /// The key.
  public var key: String
  /// A digest of what is asked, so that a key is not used for two things.
  public var asked: String

  /// Makes a mark.
  public init(key: String, asked: String) {
    self.key = key
    self.asked = asked
  }
}

/// An entry's body with the mark under which it was asked for.
struct Marked<Body: Encodable>: Encodable {
  var body: Body
  var once: OnceMark?

  private enum CodingKeys: String, CodingKey { case once }

  func encode(to encoder: any Encoder) throws {
    try body.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(once, forKey: .once)
  }
}

extension ProposalProjection {
  private struct Once: Decodable { var once: OnceMark? }

  static func createOnce(_ connection: Connection) throws {
    try connection.execute(
      """
      CREATE TABLE proposal_once (
        actor TEXT NOT NULL, key TEXT NOT NULL, asked TEXT NOT NULL, proposal TEXT NOT NULL,
        PRIMARY KEY (actor, key)
      ) WITHOUT ROWID;
      """)
  }

  static func noteOnce(_ entry: JournalEntry, _ id: String, _ connection: Connection) throws {
    guard let once = try entry.decoded(Once.self).once else { return }
    try connection.run(
      "INSERT OR REPLACE INTO proposal_once (actor, key, asked, proposal) VALUES (?, ?, ?, ?)",
      entry.actor, once.key, once.asked, id)
  }
}

extension ProposalOffice {
  /// The proposal on which a person did the same under the same key before; nil when the key is new.
  ///
  /// - Throws: `ProposalRefusal` when something else was asked under it.
  public func known(_ person: Participant) throws -> Proposal? {
    guard let once = person.once else { return nil }
    let found = try pool.read {
      try $0.row(
        "SELECT asked, proposal FROM proposal_once WHERE actor = ? AND key = ?", person.name,
        once.key)
    }
    guard let found else { return nil }
    guard found.text(0) == once.asked else {
      throw ProposalRefusal(code: "once_key_reused", message: "这个请求标识已用于另一个请求，请换一个")
    }
    return try proposal(found.text(1))
  }
}
