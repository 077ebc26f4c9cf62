import Foundation

/// A moment that is stored as its RFC 3339 text in Shanghai, in whole seconds.
@propertyWrapper
public struct WrittenTime: Hashable, Sendable {
  /// The moment.
  public var wrappedValue: Date

  /// Cuts fractions of a second, so that what is stored reads back equal.
  public init(wrappedValue: Date) {
    self.wrappedValue = Date(
      timeIntervalSince1970: wrappedValue.timeIntervalSince1970.rounded(.down))
  }
}

extension WrittenTime: Codable {
  /// Reads an RFC 3339 text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let moment = ShanghaiTime.moment(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no RFC 3339 time")
    }
    wrappedValue = moment
  }

  /// Writes an RFC 3339 text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ShanghaiTime.text(wrappedValue))
  }
}
