/// How a former hotline was merged into 12345.
public enum MergeMode: String, CaseIterable, Codable, Sendable {
  /// The old number is gone; 12345 answers.
  case merged = "整体并入"
  /// Both numbers ring at 12345's seats.
  case parallel = "双号并行"
  /// The number stays as a branch centre to which 12345 transfers.
  case branch = "分中心"
  /// An emergency number that was left out of the merger and answers itself.
  case separate = "不归并"
}

/// A hotline number that was merged, or that the merger names and leaves alone.
public struct MergedHotline: Sendable, Equatable {
  /// The number as the document writes it, such as 12320（12356）.
  public let number: String
  /// The numbers that people dial.
  public let dialled: [String]
  /// What the number is for.
  public let purpose: String
  /// Words by which people ask for it.
  public let words: [String]
  /// How it was merged.
  public let mode: MergeMode
  /// The source as it is shown, such as 宜春办法第十八条.
  public let source: String
  /// A point that the text leaves open; empty where it leaves none.
  public let note: String

  /// Where the number answers now, in a few words.
  public var now: String {
    switch mode {
    case .merged: "由12345受理"
    case .parallel: "两个号码都由12345受理"
    case .branch: "可转接"
    case .separate: "直接拨打\(number)"
    }
  }

  /// What the operator says.
  public var tell: String {
    let line = "\(number)（\(purpose)）"
    switch mode {
    case .merged: return "\(line)已经取消，业务由12345受理。"
    case .parallel: return "\(line)与12345双号并行，由12345统一受理，需要时转专席。"
    case .branch: return "\(line)保留，是12345的分中心，12345可以为您转接。"
    case .separate: return "\(line)是紧急、警务热线，没有并入12345，请直接拨打\(number)。"
    }
  }
}

/// What a screen or a program is told of a hotline number.
///
/// It is a fact of one city, which it names: another city may have merged the number otherwise.
public struct HotlineNotice: Codable, Hashable, Sendable {
  /// The number as the document writes it.
  public var number: String
  /// What the number is for.
  public var purpose: String
  /// 整体并入, 双号并行, 分中心 or 不归并.
  public var mode: MergeMode
  /// Where it answers now, in a few words.
  public var now: String
  /// What the operator says.
  public var tell: String
  /// The document and article, such as 宜春办法第十八条.
  public var source: String
  /// The city for which it holds.
  public var city: String
  /// A point that the text leaves open; empty where it leaves none.
  public var note: String

  /// Tells of a hotline of a city.
  public init(_ hotline: MergedHotline, city: String) {
    number = hotline.number
    purpose = hotline.purpose
    mode = hotline.mode
    now = hotline.now
    tell = hotline.tell
    source = hotline.source
    self.city = city
    note = hotline.note
  }
}
