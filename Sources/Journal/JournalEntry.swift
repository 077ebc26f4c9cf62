import Foundation

/// One change, as it stands in the journal for good.
public struct JournalEntry: Hashable, Sendable {
  /// Place in the whole journal, from 1, without gaps.
  public var sequence: Int
  /// What was changed, such as `item/CG-012`.
  public var stream: String
  /// Place in its stream, from 1, without gaps.
  public var version: Int
  /// What happened, a past tense such as `item-revised`.
  public var type: String
  /// When it was recorded, in whole milliseconds.
  public var at: Date
  /// Who did it.
  public var actor: String
  /// The details, a JSON object.
  public var body: String

  /// Makes an entry from its parts, as a projection reads it back.
  public init(
    sequence: Int, stream: String, version: Int, type: String, at: Date, actor: String,
    body: String
  ) {
    self.sequence = sequence
    self.stream = stream
    self.version = version
    self.type = type
    self.at = at
    self.actor = actor
    self.body = body
  }

  /// The body decoded as a type.
  public func decoded<Body: Decodable>(_ type: Body.Type = Body.self) throws -> Body {
    try JSONDecoder().decode(type, from: Data(body.utf8))
  }
}

/// A change that is to be recorded.
public struct NewEntry: Sendable {
  /// What is changed.
  public var stream: String
  /// The version after which the change is meant to come, 0 for a new stream; nil for any.
  public var expectedVersion: Int?
  /// What happened.
  public var type: String
  /// The details, a JSON object.
  public var body: String

  /// Makes a change from a JSON text.
  public init(stream: String, expectedVersion: Int? = nil, type: String, body: String) {
    self.stream = stream
    self.expectedVersion = expectedVersion
    self.type = type
    self.body = body
  }

  /// Makes a change from a value, written as JSON with sorted keys.
  public init(
    stream: String, expectedVersion: Int? = nil, type: String, encoding body: some Encodable
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.init(
      stream: stream, expectedVersion: expectedVersion, type: type,
      body: String(decoding: try encoder.encode(body), as: UTF8.self))
  }
}

/// Somebody else changed the stream first.
public struct VersionConflict: Error, Hashable, Sendable {
  /// The stream.
  public let stream: String
  /// The version that was expected.
  public let expected: Int
  /// The version that was found.
  public let found: Int

  /// Tells what was expected and what was found.
  public init(stream: String, expected: Int, found: Int) {
    self.stream = stream
    self.expected = expected
    self.found = found
  }
}
