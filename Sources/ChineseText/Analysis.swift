/// A text cut into units: one for each ideograph, each Latin or number run and each symbol.
///
/// Positions of terms are unit numbers. Separators are no units, but break the joint between them.
public struct Analysis: Sendable {
  /// What a unit is.
  public enum UnitKind: UInt8, Sendable {
    /// One character of a script written without spaces.
    case ideograph
    /// Letters and digits without a gap; a point between digits belongs to them.
    case run
    /// An emoji or other symbol.
    case symbol
  }

  /// One unit.
  public struct Unit: Sendable, Equatable {
    /// First scalar in the normal form.
    public let start: UInt32
    /// Number of scalars.
    public let length: UInt32
    /// What it is.
    public let kind: UnitKind
    /// Whether the next unit follows at once and both are words' stuff (not symbols).
    public internal(set) var joinsNext: Bool
    /// The unit's scalar, or a hash of the scalars of a run.
    public let key: UInt64

    /// Scalars of the unit.
    public var scalars: Range<Int> { Int(start)..<Int(start + length) }
  }

  /// The normal form.
  public let text: NormalText
  /// The units in order.
  public let units: [Unit]

  /// Cuts a text into units.
  public init(_ text: NormalText) {
    self.text = text
    units = Self.cut(text.scalars)
  }

  /// Cuts a text into units.
  public init(_ text: String) {
    self.init(NormalText(text))
  }

  private static func cut(_ scalars: [UInt32]) -> [Unit] {
    var units: [Unit] = []
    units.reserveCapacity(scalars.count)
    let table = CharacterTable.shared
    var index = 0
    var joins = false
    while index < scalars.count {
      let start = index
      let kind: UnitKind
      var key = UInt64(scalars[index])
      switch table.characterClass(scalars[index]) {
      case .separator:
        joins = false
        index += 1
        continue
      case .ideograph:
        kind = .ideograph
        index += 1
      case .symbol:
        kind = .symbol
        index += 1
      case .letter, .digit:
        kind = .run
        index = table.endOfRun(scalars, from: index)
        key = TermKey.seed(.run)
        for scalar in scalars[start..<index] { key = TermKey.mix(key, UInt64(scalar)) }
      }
      if joins, kind != .symbol, let last = units.indices.last { units[last].joinsNext = true }
      units.append(
        Unit(
          start: UInt32(start), length: UInt32(index - start), kind: kind, joinsNext: false,
          key: key))
      joins = kind != .symbol
    }
    return units
  }

  /// The byte range in the original that units came from.
  public func bytes(_ range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty else { return 0..<0 }
    let from = Int(units[range.lowerBound].start)
    let to = units[range.upperBound - 1].scalars.upperBound
    return text.bytes(from..<to)
  }

  /// Units as a string in normal form.
  public func string(_ range: Range<Int>) -> String {
    guard !range.isEmpty else { return "" }
    let from = Int(units[range.lowerBound].start)
    let to = units[range.upperBound - 1].scalars.upperBound
    return text.string(from..<to)
  }

  /// The longest stretches of joined units, in order.
  var stretches: [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for index in units.indices where !units[index].joinsNext {
      result.append(start..<index + 1)
      start = index + 1
    }
    return result
  }
}

extension CharacterTable {
  /// Where the run of letters and digits that begins at `start` ends.
  func endOfRun(_ scalars: [UInt32], from start: Int) -> Int {
    var index = start
    while index < scalars.count {
      switch characterClass(scalars[index]) {
      case .letter, .digit:
        index += 1
      default:
        // 3.5 is one number; a sentence's full stop is none of it.
        guard scalars[index] == 0x2E, index > start, index + 1 < scalars.count,
          characterClass(scalars[index - 1]) == .digit,
          characterClass(scalars[index + 1]) == .digit
        else { return index }
        index += 1
      }
    }
    return index
  }
}
