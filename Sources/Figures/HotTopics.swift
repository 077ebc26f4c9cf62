import Hotline

/// A request as topics are looked for.
public struct TopicRequest: Sendable {
  /// The ticket's number.
  public var number: String
  /// The day on which it was taken.
  public var day: Day
  /// What was said, without what tells who called.
  public var text: String
  /// The unit that had it last; nil for none.
  public var unit: String?
  /// Where it is; nil for unknown.
  public var place: String?

  /// Makes a request.
  public init(number: String, day: Day, text: String, unit: String?, place: String?) {
    (self.number, self.day, self.text) = (number, day, text)
    (self.unit, self.place) = (unit, place)
  }
}

/// Requests of a unit in a topic.
public struct TopicUnit: Codable, Hashable, Sendable {
  /// The unit.
  public var unit: String
  /// How many.
  public var count: Int
}

/// Requests about one thing in one place and time.
public struct Topic: Codable, Hashable, Sendable {
  /// What it is about, by the phrases that its requests share.
  public var title: String
  /// Those phrases.
  public var words: [String]
  /// Where, the most first.
  public var places: [String]
  /// The first day.
  public var from: String
  /// The last day.
  public var to: String
  /// Requests in the period.
  public var count: Int
  /// Requests in the period before.
  public var before: Int
  /// Requests that the period before and the season would let expect.
  public var expected: Double
  /// Many more than that.
  public var surge: Bool
  /// Not there before, and growing.
  public var fresh: Bool
  /// Numbers of some of its tickets.
  public var samples: [String]
  /// The units, the most first.
  public var units: [TopicUnit]
}

/// Finds what many call about at once, in one period, against the period before and the same time a
/// year ago.
public struct HotTopics: Sendable {
  /// Fewer requests are no topic.
  public static let least = 3

  /// The topics, those first that stand out most from what was to be expected.
  public private(set) var topics: [Topic] = []
  private let period: FigurePeriod
  private let all: Counts

  private struct Counts {
    var now = 0
    var before = 0
    var year = 0
  }

  /// Looks through requests of the period, of the one before it and of a year ago, in order of days.
  public init(_ requests: [TopicRequest], in period: FigurePeriod) {
    self.period = period
    let order = requests.sorted { ($0.day, $0.number) < ($1.day, $1.number) }
    var all = Counts()
    for request in order { Self.count(request, period, &all) }
    self.all = all
    let texts = order.map(\.text)
    let background = TopicBackground(texts)
    topics = TopicClusters(texts).groups.compactMap { group in
      topic(group.map { order[$0] }, background.common(outside: group))
    }.sorted {
      let (first, second) = (Self.weight($0), Self.weight($1))
      return first != second ? first > second : $0.from < $1.from
    }
  }

  /// How far a topic stands out.
  private static func weight(_ topic: Topic) -> Double {
    (Double(topic.count) - topic.expected) / (topic.expected + 1).squareRoot()
  }

  private static func count(
    _ request: TopicRequest, _ period: FigurePeriod, _ counts: inout Counts
  ) {
    func lies(_ period: FigurePeriod) -> Bool {
      period.first <= request.day && request.day <= period.last
    }
    if lies(period) { counts.now += 1 }
    if lies(period.before) { counts.before += 1 }
    if lies(period.yearBefore) { counts.year += 1 }
  }

  private func topic(_ members: [TopicRequest], _ background: Set<String>) -> Topic? {
    var counts = Counts()
    for member in members { Self.count(member, period, &counts) }
    guard counts.now >= Self.least else { return nil }
    let now = members.filter { period.first <= $0.day && $0.day <= period.last }
    let words = TopicTitle.phrases(now.map(\.text), background: background)
    guard !words.isEmpty, let first = now.first, let last = now.last else { return nil }
    let expected = expected(counts)
    let half = period.first.adding(days: period.length / 2)
    let late = now.count { $0.day >= half }
    let step = max(1, now.count / 5)
    return Topic(
      title: words.joined(separator: "、"), words: words,
      places: Self.ranked(now.compactMap(\.place)).prefix(5).map(\.unit),
      from: first.day.description, to: last.day.description, count: now.count,
      before: counts.before, expected: (expected * 10).rounded() / 10,
      surge: now.count >= 5 && Double(now.count) > expected + 3 * max(1, expected).squareRoot(),
      fresh: counts.before == 0 && counts.year == 0 && now.count >= 5 && late * 2 > now.count,
      samples: stride(from: 0, to: now.count, by: step).prefix(5).map { now[$0].number },
      units: Array(Self.ranked(now.compactMap(\.unit)).prefix(8)))
  }

  /// What the period before lets expect, and the season by a year ago, each brought to the number
  /// of calls of today; the larger one, so that nobody is warned of what comes every year.
  private func expected(_ counts: Counts) -> Double {
    func scaled(_ count: Int, _ whole: Int) -> Double {
      whole == 0 ? 0 : Double(count) * Double(all.now) / Double(whole)
    }
    return max(scaled(counts.before, all.before), scaled(counts.year, all.year))
  }

  private static func ranked(_ names: [String]) -> [TopicUnit] {
    Dictionary(grouping: names) { $0 }.map { TopicUnit(unit: $0, count: $1.count) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0.unit < $1.unit }
  }
}
