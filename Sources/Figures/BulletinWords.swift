import Foundation

/// Numbers and changes in words, worked out from the figures alone.
enum BulletinWords {
  /// A value as people read it.
  static func text(_ value: FigureValue?) -> String {
    guard let value, let number = value.value, let measure = Measure(rawValue: value.id) else {
      return "—"
    }
    switch measure.kind {
    case .count: return String(value.part)
    case .share: return percent(number)
    case .hours: return "\(oneDigit(number))小时"
    }
  }

  /// The change against another period; a dash where one of them has nothing.
  static func change(_ now: FigureValue?, _ then: FigureValue?) -> String {
    guard let now, let then, let measure = Measure(rawValue: now.id), let new = now.value,
      let old = then.value
    else { return "—" }
    switch measure.kind {
    case .count:
      guard old > 0 else { return new > 0 ? "新增\(Int(new))" : "持平" }
      return signed((new - old) / old * 100, "%")
    case .share: return signed((new - old) * 100, "个百分点")
    case .hours: return signed(new - old, "小时")
    }
  }

  private static func signed(_ change: Double, _ unit: String) -> String {
    let rounded = (change * 10).rounded() / 10
    return rounded == 0 ? "持平" : (rounded > 0 ? "+" : "−") + oneDigit(abs(rounded)) + unit
  }

  static func percent(_ share: Double) -> String { oneDigit(share * 100) + "%" }

  static func oneDigit(_ number: Double) -> String { String(format: "%.1f", number) }

  /// Sentences on the changes that are more than chance, each with the unit behind most of it.
  static func sentences(_ bulletin: Bulletin) -> [String] {
    var sentences: [String] = []
    for (new, old) in zip(bulletin.now.total.values, bulletin.before.total.values) {
      guard let measure = Measure(rawValue: new.id), measure.kind == .share,
        let value = new.value, let former = old.value, let whole = new.whole,
        let formerWhole = old.whole, isTelling(value, whole, former, formerWhole)
      else { continue }
      var sentence = """
        \(measure.title)\(percent(value))（\(new.part)/\(whole)），\
        比\(bulletin.period.before.title)\(value > former ? "上升" : "下降")\
        \(oneDigit(abs(value - former) * 100))个百分点
        """
      if let (unit, points) = mover(measure, bulletin, whole) {
        sentence += "，变化最多来自\(unit)（影响\(signed(points * 100, "个百分点"))）"
      }
      sentences.append(sentence + "。")
    }
    return sentences
  }

  /// A difference of two shares that chance alone would hardly make (two standard errors).
  static func isTelling(_ new: Double, _ whole: Int, _ old: Double, _ former: Int) -> Bool {
    guard whole >= 10, former >= 10 else { return false }
    let (first, second) = (Double(whole), Double(former))
    let pooled = (new * first + old * second) / (first + second)
    let error = (pooled * (1 - pooled) * (1 / first + 1 / second)).squareRoot()
    return abs(new - old) > 2 * error
  }

  /// The unit whose own rate changed the whole most, and by how much.
  static func mover(
    _ measure: Measure, _ bulletin: Bulletin, _ whole: Int
  ) -> (unit: String, points: Double)? {
    guard !measure.isOfTicket, whole > 0 else { return nil }
    let before = Dictionary(
      bulletin.unitsBefore.rows.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let moves = bulletin.units.rows.compactMap { row -> (unit: String, points: Double)? in
      guard let new = row[measure], let value = new.value, let own = new.whole,
        let old = before[row.key]?[measure]?.value
      else { return nil }
      return (row.title, (value - old) * Double(own) / Double(whole))
    }
    return moves.max { abs($0.points) < abs($1.points) }.flatMap {
      abs($0.points) >= 0.001 ? $0 : nil
    }
  }
}
