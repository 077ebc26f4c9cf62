import CICU
import Synchronization

/// Toneless readings of characters, from ICU, each asked for once.
///
/// ICU parses its rules at the first question (half a second) and answers in 20 µs after that, so
/// the answers are kept.
final class PinyinTable: Sendable {
  private struct State {
    var romanizer: UInt = 0
    var opened = false
    var syllables: [UInt32: String] = [:]
  }
  private let state = Mutex(State())

  static let shared = PinyinTable()

  /// The reading of each scalar, nil for those that have none.
  func syllables(_ scalars: some Sequence<UInt32>) -> [String?] {
    state.withLock { state in
      scalars.map { scalar in
        let syllable = Self.syllable(scalar, &state)
        return syllable.isEmpty ? nil : syllable
      }
    }
  }

  private static func syllable(_ scalar: UInt32, _ state: inout State) -> String {
    if let known = state.syllables[scalar] { return known }
    if !state.opened {
      state.romanizer = UInt(bitPattern: paidan_romanizer_open())
      state.opened = true
    }
    var result = ""
    if let romanizer = UnsafeMutableRawPointer(bitPattern: state.romanizer) {
      var buffer = [CChar](repeating: 0, count: 8)
      paidan_pinyin(romanizer, scalar, &buffer)
      result = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }
    state.syllables[scalar] = result
    return result
  }
}

extension Analyzer {
  /// The toneless reading of each unit: a syllable for an ideograph, nil where there is none.
  ///
  /// A lexicon word with a reading of its own overrules ICU, so that 银行 is `yin hang`.
  public func syllables(_ analysis: Analysis) -> [String?] {
    let ideographs = analysis.units.map { unit -> UInt32 in
      unit.kind == .ideograph ? UInt32(unit.key) : 0x20
    }
    var result = PinyinTable.shared.syllables(ideographs)
    let boundaries = UnitBoundaries(analysis)
    for unit in analysis.units.indices {
      lexicon.readings.matches(analysis.text.scalars, from: Int(analysis.units[unit].start)) {
        end, value in
        guard let next = boundaries.unit(endingAt: end, from: unit) else { return }
        let reading = lexicon.entries[Int(value)].reading
        guard next - unit == reading.count else { return }
        for (offset, syllable) in reading.enumerated() { result[unit + offset] = syllable }
      }
    }
    return result
  }

  /// Pinyin without tones and spaces, as typed: `gongjijin` for 公积金; other units stay.
  public func pinyin(_ text: String) -> String {
    let analysis = analyze(text)
    return zip(syllables(analysis), analysis.units.indices)
      .map { $0 ?? analysis.string($1..<$1 + 1) }.joined()
  }

  /// First letters of the pinyin, as typed: `gjj` for 公积金; runs stay.
  public func initials(_ text: String) -> String {
    let analysis = analyze(text)
    return zip(syllables(analysis), analysis.units.indices)
      .map { $0.map { String($0.prefix(1)) } ?? analysis.string($1..<$1 + 1) }.joined()
  }
}
