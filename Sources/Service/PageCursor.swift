import Foundation

/// Where the next page begins, opaque to the client.
enum PageCursor {
  /// A cursor behind so many entries.
  static func text(behind count: Int) -> String {
    Data("n\(count)".utf8).base64EncodedString()
      .replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
  }

  /// How many entries lie before the cursor, nil for a text that is no cursor.
  static func count(_ text: String) -> Int? {
    var padded = text.replacing("-", with: "+").replacing("_", with: "/")
    while padded.utf8.count % 4 != 0 { padded += "=" }
    guard let data = Data(base64Encoded: padded), data.first == UInt8(ascii: "n"),
      let digits = String(validating: data.dropFirst(), as: UTF8.self), let count = Int(digits),
      (0...1_000_000).contains(count)
    else { return nil }
    return count
  }
}

/// One page of a list.
struct Page<Entry: Encodable & Sendable>: Encodable, Sendable {
  var items: [Entry]
  /// The cursor of the next page, nil on the last one.
  @OrNull var next: String?
}
