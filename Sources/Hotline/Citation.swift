/// A place in a law: the document's title and, where it was read, the article.
public struct Citation: Hashable, Sendable, CustomStringConvertible {
  /// Full title, such as 中华人民共和国噪声污染防治法.
  public var document: String
  /// The article as the document counts it, such as 第五十九条; nil when only the title is cited.
  public var article: String?
  /// True when the text was not at hand and somebody must still check it (written （待核）).
  public var toBeVerified: Bool

  /// Makes a citation from its parts.
  public init(document: String, article: String? = nil, toBeVerified: Bool = false) {
    self.document = document
    self.article = article
    self.toBeVerified = toBeVerified
  }

  private static let mark = "（待核）"

  /// Reads 法律全称第…条 or 文件名称（待核）; nil when the text is empty.
  ///
  /// The article is the last 第…条 with its 之… and the paragraphs and items after it.
  public init?(parsing text: String) {
    var rest = text
    toBeVerified = rest.hasSuffix(Self.mark)
    if toBeVerified { rest.removeLast(Self.mark.count) }
    guard !rest.isEmpty else { return nil }
    if let start = Self.articleStart(rest) {
      document = String(rest[..<start])
      article = String(rest[start...])
    } else {
      document = rest
      article = nil
    }
    if document.hasPrefix("《"), document.hasSuffix("》") {
      document = String(document.dropFirst().dropLast())
    }
    if document.isEmpty { return nil }
  }

  private static func articleStart(_ text: String) -> String.Index? {
    var search = text.endIndex
    while let start = text[..<search].lastIndex(of: "第") {
      let after = text[text.index(after: start)...]
      if let end = after.firstIndex(of: "条"), ChineseNumeral.value(after[..<end]) != nil {
        return start
      }
      search = start
    }
    return nil
  }

  /// The article's number: 133 for 第一百三十三条之一第二款; nil when no article is cited.
  public var articleNumber: Int? {
    guard let article, article.hasPrefix("第"), let end = article.firstIndex(of: "条") else {
      return nil
    }
    return ChineseNumeral.value(article[article.index(after: article.startIndex)..<end])
  }

  /// The text that was or could have been read.
  public var description: String {
    document + (article ?? "") + (toBeVerified ? Self.mark : "")
  }
}

/// A citation is stored as its text.
extension Citation: Codable {
  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let citation = Citation(parsing: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "empty citation")
    }
    self = citation
  }

  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
