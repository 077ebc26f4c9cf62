/// What of a query can be marked in documents; made once a query, used on many texts.
public struct Highlighter: Sendable {
  private let analyzer: Analyzer
  private var pairs = Set<UInt64>()
  private var singles = Set<UInt64>()
  private var readings: [PinyinReading] = []

  /// Prepares a query with the words that mean the same as its own.
  public init(_ query: String, analyzer: Analyzer) {
    self.analyzer = analyzer
    let analysis = analyzer.analyze(query)
    add(analysis, always: false)
    for expansion in analyzer.synonyms.expansions(in: analysis) {
      for word in expansion.alternatives { add(analyzer.analyze(word), always: true) }
    }
    for unit in analysis.units where unit.kind == .run {
      if let reading = PinyinReading(analysis.text.string(unit.scalars)) {
        readings.append(reading)
      }
    }
  }

  private mutating func add(_ analysis: Analysis, always: Bool) {
    let units = analysis.units
    for (index, unit) in units.enumerated() {
      if unit.joinsNext {
        let next = units[index + 1]
        if always || !(Self.isEmpty(unit) || Self.isEmpty(next)) {
          pairs.insert(Self.pair(unit, next))
        }
      }
      let alone = !unit.joinsNext && (index == 0 || !units[index - 1].joinsNext)
      if alone || unit.kind != .ideograph { singles.insert(unit.key) }
    }
  }

  /// The stretches of a text that the query's words cover, as ranges of its UTF-8 bytes, in order
  /// and apart.
  public func ranges(in text: String) -> [Range<Int>] { ranges(in: analyzer.analyze(text)) }

  /// The stretches of a text that the query's words cover, as ranges of its UTF-8 bytes, in order
  /// and apart.
  public func ranges(in analysis: Analysis) -> [Range<Int>] {
    let units = analysis.units
    var marked = [Bool](repeating: false, count: units.count)
    for (index, unit) in units.enumerated() {
      if singles.contains(unit.key) { marked[index] = true }
      guard unit.joinsNext, pairs.contains(Self.pair(unit, units[index + 1])) else { continue }
      marked[index] = true
      marked[index + 1] = true
    }
    if !readings.isEmpty { markReadings(in: analysis, &marked) }
    var result: [Range<Int>] = []
    for index in units.indices where marked[index] {
      let bytes = analysis.bytes(index..<index + 1)
      if index > 0, marked[index - 1], let last = result.last,
        last.upperBound == bytes.lowerBound
      {
        result[result.count - 1] = last.lowerBound..<bytes.upperBound
      } else {
        result.append(bytes)
      }
    }
    return result
  }

  private func markReadings(in analysis: Analysis, _ marked: inout [Bool]) {
    let syllables = analyzer.syllables(analysis)
    for reading in readings {
      let wanted: [String]
      let whole: Bool
      switch reading {
      case .syllables(let parts): (wanted, whole) = (parts, true)
      case .initials(let parts): (wanted, whole) = (parts, false)
      }
      guard wanted.count <= syllables.count else { continue }
      for start in 0...(syllables.count - wanted.count) {
        let fits = wanted.indices.allSatisfy { offset in
          guard let syllable = syllables[start + offset] else { return false }
          return whole ? syllable == wanted[offset] : syllable.hasPrefix(wanted[offset])
        }
        guard fits else { continue }
        for index in start..<start + wanted.count { marked[index] = true }
      }
    }
  }

  private static func pair(_ first: Analysis.Unit, _ second: Analysis.Unit) -> UInt64 {
    TermKey.mix(TermKey.mix(TermKey.seed(.bigram), first.key), second.key)
  }

  /// Characters that say nothing about a matter; a pair with one of them is not worth a mark.
  private static let emptyCharacters = Set("的了吗呢么吧啊我你您们请这那".unicodeScalars.map { UInt64($0.value) })

  private static func isEmpty(_ unit: Analysis.Unit) -> Bool {
    unit.kind == .ideograph && emptyCharacters.contains(unit.key)
  }
}
