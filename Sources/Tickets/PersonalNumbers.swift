import Foundation

/// Finds phone numbers and identity cards among the digits of a text.
enum PersonalNumbers {
  static func mask(_ text: inout MaskedScalars) {
    var index = 0
    while index < text.groups.count {
      index += 1 + maskOne(&text, at: index)
    }
  }

  /// Hides what begins with a run of digits.
  ///
  /// - Returns: how many further runs belong to it.
  private static func maskOne(_ text: inout MaskedScalars, at index: Int) -> Int {
    let group = text.groups[index]
    let digits = text.digits(group)
    if isMobile(digits) {
      text.hide(group.dropFirst(digits.count - 8))
      return 0
    }
    if let card = card(text, at: index) {
      text.hide(card.places.dropFirst(3))
      return card.further
    }
    if let parts = grouped(text, at: index, counts: [3, 4, 4]),
      isMobile(parts.flatMap { text.digits($0) })
    {
      // 138 0000 0000, as people read a number out.
      for part in parts.dropFirst() { text.hide(part) }
      return 2
    }
    return landline(&text, at: index)
  }

  /// Hides the caller's own number, however its digits are grouped, also without its area code.
  static func mask(_ text: inout MaskedScalars, repeating phone: String) {
    let own = phone.unicodeScalars.compactMap(MaskedScalars.value)
    guard own.count >= 7 else { return }
    let code = areaCode(own)
    let wanted = [own, code == 0 ? [] : Array(own.dropFirst(code))].filter { $0.count >= 7 }
    for index in text.groups.indices {
      for length in 1...4 {
        guard let parts = run(text, at: index, length) else { break }
        if wanted.contains(parts.flatMap { text.digits($0) }) {
          for part in parts { text.hide(part) }
          break
        }
      }
    }
  }

  // MARK: Identity cards

  /// An identity card of 18 places, written together or in groups.
  private static func card(
    _ text: MaskedScalars, at index: Int
  ) -> (places: [Int], further: Int)? {
    var places: [Int] = []
    for length in 1...5 {
      guard let parts = run(text, at: index, length), let last = parts.last else { return nil }
      places = parts.flatMap { Array($0) }
      let digits = places.compactMap { text[$0].flatMap(MaskedScalars.value) }
      let isBirth = length == 1 || holdsBirthday(digits)
      if digits.count == 18 { return isBirth ? (places, length - 1) : nil }
      if digits.count == 17 {
        let end = last.upperBound
        let gapped = length > 1 && text[end].map(isGap) == true ? end + 1 : end
        for place in [end, gapped] where text[place] == "X" || text[place] == "x" {
          return isBirth ? (places + [place], length - 1) : nil
        }
      }
      if digits.count > 18 { return nil }
    }
    return nil
  }

  private static func holdsBirthday(_ digits: [UInt32]) -> Bool {
    digits.count >= 14 && (1...8).contains(digits[0]) && isDate(Array(digits[6..<14]))
  }

  /// Eight digits that are a day of the last or this century.
  private static func isDate(_ digits: [UInt32]) -> Bool {
    guard digits.count == 8 else { return false }
    let century = digits[0] * 10 + digits[1]
    let month = digits[4] * 10 + digits[5]
    let day = digits[6] * 10 + digits[7]
    return [19, 20].contains(century) && (1...12).contains(month) && (1...31).contains(day)
  }

  // MARK: Landlines

  private static let offices = [
    "办公", "热线", "值班", "咨询", "客服", "监督电话", "举报电话", "服务电话", "公开电话", "对外电话",
  ]
  private static let bodies = [
    "局", "科", "所", "站", "处", "大队", "中心", "公司", "医院", "学校", "居委会", "村委会", "社区",
    "政府", "办事处", "物业", "窗口", "部门", "单位", "法院", "银行",
  ]
  private static let contexts = [
    "电话", "座机", "固话", "来电", "致电", "拨打", "请打", "回电", "联系方式", "联系号码",
  ]

  private static func landline(_ text: inout MaskedScalars, at index: Int) -> Int {
    let group = text.groups[index]
    let digits = text.digits(group)
    let code = areaCode(digits)
    var parts: [Range<Int>]?
    var further = 0
    if code > 0, code == digits.count {
      // 0760-88880000, (0760)88880000, 0760 8888 0000
      if let next = run(text, at: index, 2), isLocal(text.digits(next[1])) {
        (parts, further) = ([next[1]], 1)
      } else if let next = run(text, at: index, 3),
        next[2].count == 4, isLocal(next[1...].flatMap { text.digits($0) })
      {
        (parts, further) = (Array(next[1...]), 2)
      }
    } else if code > 0, isLocal(Array(digits.dropFirst(code))) {
      parts = [(group.lowerBound + code)..<group.upperBound]
    } else if let local = local(text, at: index) {
      (parts, further) = (local, local.count - 1)
    }
    guard let parts else { return 0 }
    if !reachesOffice(text, group.lowerBound) { for part in parts { text.hide(part) } }
    return further
  }

  /// Seven or eight digits that the words before them call a phone number.
  private static func local(_ text: MaskedScalars, at index: Int) -> [Range<Int>]? {
    let whole = [text.groups[index]]
    let halves = grouped(text, at: index, counts: [4, 4])
    let parts = isLocal(text.digits(whole[0])) ? whole : halves.map(Array.init)
    guard let parts, let first = parts.first, let last = parts.last else { return nil }
    let digits = parts.flatMap { text.digits($0) }
    guard isLocal(digits), !isDate(digits) else { return nil }
    let words = text.before(first.lowerBound, most: 10)
    guard contexts.contains(where: words.contains) else { return nil }
    // A part of a longer number or code, or a count of something.
    if let before = text[first.lowerBound - 1], before.properties.isAlphabetic && before.isASCII {
      return nil
    }
    if let next = text[last.upperBound] {
      if "元块万个件条次人户米吨度年月号%％./".unicodeScalars.contains(next) { return nil }
      if isGap(next), text[last.upperBound + 1].flatMap(MaskedScalars.value) != nil { return nil }
    }
    return parts
  }

  /// Whether the words before a number say that it is an office's.
  private static func reachesOffice(_ text: MaskedScalars, _ place: Int) -> Bool {
    let words = text.before(place, most: 14)
    if offices.contains(where: words.contains) { return true }
    var head = Substring(words)
    while let last = head.last, "联系电话号码为是：:（( 致拨打".contains(last) { head.removeLast() }
    return bodies.contains { head.hasSuffix($0) }
  }

  /// The length of the area code with which digits begin; 0 for none.
  private static func areaCode(_ digits: [UInt32]) -> Int {
    guard digits.count >= 3, digits[0] == 0 else { return 0 }
    switch digits[1] {
    case 1: return digits[2] == 0 ? 3 : 0
    case 2: return 3
    case 3...9: return digits.count >= 4 ? 4 : 0
    default: return 0
    }
  }

  private static func isLocal(_ digits: [UInt32]) -> Bool {
    (7...8).contains(digits.count) && (2...8).contains(digits[0])
  }

  private static func isMobile(_ digits: [UInt32]) -> Bool {
    switch digits.count {
    case 11: digits[0] == 1 && digits[1] >= 3
    case 13: digits[0] == 8 && digits[1] == 6 && digits[2] == 1
    default: false
    }
  }

  // MARK: Runs of digits

  /// So many runs one behind the other, with a gap of one or two characters between.
  private static func run(_ text: MaskedScalars, at index: Int, _ length: Int) -> [Range<Int>]? {
    guard index + length <= text.groups.count else { return nil }
    let parts = Array(text.groups[index..<(index + length)])
    for (one, other) in zip(parts, parts.dropFirst()) {
      let gap = one.upperBound..<other.lowerBound
      guard gap.count <= 2, gap.allSatisfy({ text[$0].map(isGap) ?? false }) else { return nil }
    }
    return parts
  }

  private static func grouped(
    _ text: MaskedScalars, at index: Int, counts: [Int]
  ) -> [Range<Int>]? {
    guard let parts = run(text, at: index, counts.count), parts.map(\.count) == counts else {
      return nil
    }
    return parts
  }

  private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
    " -－—\u{3000})）".unicodeScalars.contains(scalar)
  }
}
