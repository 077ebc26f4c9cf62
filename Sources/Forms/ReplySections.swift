import Foundation

/// A reply in the four parts that the form has.
///
/// Source: 南昌规则第十八条（二）, 附件4.
public struct ReplySections: Hashable, Sendable {
  /// 调查情况.
  public var survey: String
  /// 处理情况.
  public var handling: String
  /// 沟通反馈情况.
  public var contact: String
  /// 相关佐证材料.
  public var proof: String

  /// The names of the parts, in the form's order.
  static let names = ["调查情况", "处理情况", "沟通反馈情况", "相关佐证材料"]

  /// The parts in the form's order.
  var all: [String] { [survey, handling, contact, proof] }

  /// Takes the parts as they were handed in.
  public init(survey: String, handling: String, contact: String, proof: String = "") {
    self.survey = survey
    self.handling = handling
    self.contact = contact
    self.proof = proof
  }

  /// Parts a reply's text without changing, moving or losing a word of it.
  ///
  /// Headings of its own (一、调查情况) decide where it has them; else the first sentence that
  /// tells of a measure begins the second part, the first that tells of the call to the caller the
  /// third, and the first that names evidence the fourth.
  public init(parting text: String) {
    var parts = ["", "", "", ""]
    var current = 0
    let sentences = Self.sentences(of: text)
    let hasHeadings = sentences.contains { Self.heading(of: $0) != nil }
    for sentence in sentences {
      if hasHeadings, let (part, rest) = Self.heading(of: sentence) {
        current = part
        parts[part] += rest
        continue
      }
      if !hasHeadings { current = max(current, Self.part(of: sentence)) }
      parts[current] += sentence
    }
    parts = parts.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    self.init(survey: parts[0], handling: parts[1], contact: parts[2], proof: parts[3])
  }

  /// The text in sentences and lines, each with what ends it.
  static func sentences(of text: String) -> [String] {
    var found: [String] = []
    var sentence = ""
    for character in text {
      sentence.append(character)
      if "。！？!?\n".contains(character) {
        found.append(sentence)
        sentence = ""
      }
    }
    return sentence.isEmpty ? found : found + [sentence]
  }

  /// The part that a sentence's heading names, and what stands behind the heading.
  private static func heading(of sentence: String) -> (part: Int, rest: String)? {
    let text = sentence.drop { $0.isWhitespace }
    let number = text.prefix { "一二三四1234（）()、.．".contains($0) }
    let name = text.dropFirst(number.count)
    for (part, known) in names.enumerated() where name.hasPrefix(known) {
      let rest = name.dropFirst(known.count)
      // Without a number 处理情况如下 is a sentence and 处理情况： a heading.
      guard !number.isEmpty || rest.first.map({ "：:。\n".contains($0) }) ?? true else { continue }
      return (part, String(rest.drop { "：:。 ".contains($0) }))
    }
    return nil
  }

  private static let signs: [[String]] = [
    ["佐证", "附件", "附：", "照片见", "截图"],
    ["联系市民", "联系诉求人", "电话联系", "电话告知", "告知市民", "告知诉求人", "电话回复", "反馈给"],
    ["责令", "整改", "处罚", "立案", "调解", "退款", "退还", "下架", "查封", "督促", "已要求", "已处理", "处理意见", "建议"],
  ]

  /// The earliest part to which a sentence belongs.
  private static func part(of sentence: String) -> Int {
    for (index, words) in signs.enumerated() where words.contains(where: sentence.contains) {
      return 3 - index
    }
    return 0
  }
}

extension FormOfficer {
  /// Takes the sentence that names the officer (经办人：某，职务：某，电话：某) out of a reply.
  ///
  /// It is taken only when it is whole and says nothing else, so that no word of the reply is lost.
  static func taking(from text: String) -> (officer: FormOfficer, rest: String)? {
    let sentences = ReplySections.sentences(of: text)
    for (index, sentence) in sentences.enumerated() {
      guard let officer = FormOfficer(sentence: sentence) else { continue }
      var rest = sentences
      rest.remove(at: index)
      return (officer, rest.joined())
    }
    return nil
  }

  private init?(sentence: String) {
    let pieces = sentence.split { "，,；;。\n 　".contains($0) }
    var found = FormOfficer()
    for piece in pieces {
      guard let colon = piece.firstIndex(where: { "：:".contains($0) }) else { return nil }
      let value = String(piece[piece.index(after: colon)...])
      switch piece[..<colon] {
      case "经办人", "经办人姓名", "经办人名字", "姓名": found.name = value
      case "职务": found.post = value
      case "电话", "联系电话", "手机", "手机号", "手机号码": found.phone = value
      default: return nil
      }
    }
    if found.name.isEmpty || found.post.isEmpty || found.phone.isEmpty { return nil }
    self = found
  }
}
