/// What a run of letters means when it is read as pinyin.
public enum PinyinReading: Sendable, Equatable {
  /// Whole syllables: `gongjijin` is gong ji jin.
  case syllables([String])
  /// First letters: `gjj` is g j j.
  case initials([String])

  /// Reads letters as pinyin; nil when they cannot be.
  ///
  /// A cut into whole syllables is preferred, the one with the fewest. Two letters or
  /// more are needed.
  public init?(_ letters: String) {
    let scalars = Array(NormalText(letters).string.utf8)
    guard scalars.count > 1, scalars.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) else { return nil }
    if let cut = Self.cut(scalars) {
      self = .syllables(cut)
    } else if scalars.count <= 16, scalars.allSatisfy(Self.initials.contains) {
      self = .initials(scalars.map { String(UnicodeScalar($0)) })
    } else {
      return nil
    }
  }

  private static let initials = Set("abcdefghjklmnopqrstwxyz".utf8)

  /// The fewest syllables that make up the letters.
  private static func cut(_ letters: [UInt8]) -> [String]? {
    var fewest = [Int](repeating: .max, count: letters.count + 1)
    var from = [Int](repeating: 0, count: letters.count + 1)
    fewest[0] = 0
    for start in letters.indices where fewest[start] < .max {
      for length in 1...6 where start + length <= letters.count {
        let end = start + length
        let piece = String(decoding: letters[start..<end], as: UTF8.self)
        if known.contains(piece), fewest[start] + 1 < fewest[end] {
          fewest[end] = fewest[start] + 1
          from[end] = start
        }
      }
    }
    guard fewest[letters.count] < .max else { return nil }
    var result: [String] = []
    var end = letters.count
    while end > 0 {
      result.append(String(decoding: letters[from[end]..<end], as: UTF8.self))
      end = from[end]
    }
    return result.reversed()
  }

  /// The syllables of standard Chinese without tones, by first letters.
  static let known: Set<String> = {
    let table = """
      :a ai an ang ao e ei en eng er o ou
      b:a ai an ang ao ei en eng i ian iao ie in ing o u
      p:a ai an ang ao ei en eng i ian iao ie in ing o ou u
      m:a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
      f:a an ang ei en eng iao o ou u
      d:a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
      t:a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo
      n:a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve
      l:a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve ue
      g:a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
      k:a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
      h:a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
      j:i ia ian iang iao ie in ing iong iu u uan ue un
      q:i ia ian iang iao ie in ing iong iu u uan ue un
      x:i ia ian iang iao ie in ing iong iu u uan ue un
      zh:a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
      ch:a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
      sh:a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
      r:an ang ao e en eng i ong ou u ua uan ui un uo
      z:a ai an ang ao e ei en eng i ong ou u uan ui un uo
      c:a ai an ang ao e en eng i ong ou u uan ui un uo
      s:a ai an ang ao e en eng i ong ou u uan ui un uo
      y:a an ang ao e i in ing o ong ou u uan ue un
      w:a ai an ang ei en eng o u
      """
    var result = Set<String>()
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: ":", omittingEmptySubsequences: false)
      for final in parts[1].split(separator: " ") { result.insert("\(parts[0])\(final)") }
    }
    return result
  }()
}
