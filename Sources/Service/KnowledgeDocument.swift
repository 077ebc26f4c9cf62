import HotlineDesk

/// An article found by its words.
struct HitDocument: Encodable, Sendable, Equatable {
  /// Where the words stand: pairs of start and end in UTF-16 code units, end not included.
  struct Highlights: Encodable, Sendable, Equatable {
    var title: [[Int]]
    var excerpt: [[Int]]
  }

  var id: String
  var title: String
  var excerpt: String
  var highlights: Highlights
  var owner: String
  var region: String
  @OrNull var validFrom: String?
  @OrNull var validTo: String?
  @OrNull var verifiedOn: String?
  /// True when the last check lies more than a year back.
  var overdue = false

  enum CodingKeys: String, CodingKey {
    case id, title, excerpt, highlights, owner, region, overdue
    case validFrom = "valid_from"
    case validTo = "valid_to"
    case verifiedOn = "verified_on"
  }
}

/// A page of what a search found.
struct HitPage: Encodable, Sendable {
  var items: [HitDocument]
  /// The cursor of the next page, nil on the last one.
  @OrNull var next: String?
  /// Merged hotlines that the words ask for; on the first page alone.
  var hotlines: [HotlineValue]
}

/// One article, whole.
struct ArticleDocument: Encodable, Sendable, Equatable {
  var id: String
  var title: String
  var questions: [String]
  /// One to three sentences to read out.
  var answer: String
  /// Markdown.
  var body: String
  var owner: String
  var region: String
  var source: [String]
  @OrNull var validFrom: String?
  @OrNull var validTo: String?
  @OrNull var verifiedOn: String?
  var keywords: [String]
  /// Ids of catalogue items.
  var items: [String]
  /// True when the last check lies more than a year back.
  var overdue = false

  enum CodingKeys: String, CodingKey {
    case id, title, questions, answer, body, owner, region, source, keywords, items, overdue
    case validFrom = "valid_from"
    case validTo = "valid_to"
    case verifiedOn = "verified_on"
  }
}
