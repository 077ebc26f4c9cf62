import Foundation

/// A form set on paper: one page of A4, and continuation pages for what does not fit even in the
/// smallest type.
///
/// Lengths are in millimetres.
struct FormLayout {
  /// The part of the page inside the margins, a little less than 297 less the margins.
  static let height = 263.0
  /// The width inside the margins.
  static let width = 174.0
  /// The column of names.
  static let nameWidth = 28.0
  /// The width of a text in a cell.
  static let cellWidth = width - nameWidth - 6
  /// Space above and below the parts of a cell.
  static let padding = 3.0
  /// A line of short values.
  static let lineHeight = 6.0
  /// Title and, under the page, the line that says when it was printed.
  static let titleHeight = 17.0
  static let footHeight = 7.0
  /// What stands at the end of a text that goes on, and at the head of what goes on.
  static let goesOn = "……（下转续页）"

  /// The type of the long texts.
  let size: TypeSize
  /// The places for handwriting are narrow.
  let isTight: Bool
  /// The rows, with texts cut to what fits.
  let rows: [FormRow]
  /// The height of each growing row, by its place in `rows`.
  let heights: [Int: Double]
  /// What stands on each continuation page: the name of a text and a piece of it.
  let continuation: [[FormField]]

  init(_ sheet: FormSheet) {
    let most = sheet.form == .reply ? TypeSize.all[0] : .table
    let sizes = TypeSize.all.filter { $0.points <= most.points }
    let ways =
      sizes.prefix { $0.points >= 10 }.map { ($0, false) }
      + sizes.drop { $0.points > 10 }.map { ($0, true) }
    for (size, isTight) in ways {
      let space = Self.space(for: sheet.rows, isTight)
      guard Self.need(sheet.rows, size) <= space else { continue }
      self.size = size
      self.isTight = isTight
      rows = sheet.rows
      heights = Self.heights(sheet.rows, size, space)
      continuation = []
      return
    }
    size = .least
    isTight = true
    let space = Self.space(for: sheet.rows, true)
    let (cut, rest) = Self.cut(sheet.rows, to: space)
    rows = cut
    heights = Self.heights(cut, .least, space)
    continuation = Self.pages(rest)
  }

  /// What is left for growing rows when all others have their place.
  private static func space(for rows: [FormRow], _ isTight: Bool) -> Double {
    rows.reduce(height - titleHeight - footHeight) { left, row in
      switch row {
      case .boxes: left - 10
      case .fields: left - 11
      case .block(_, _, let height): left - (height.map { own($0, isTight) } ?? 0)
      case .letter(let parts): isLong(parts) ? left : left - letterHeight(parts)
      }
    }
  }

  /// The height of a row that does not grow.
  static func own(_ height: RowHeight, _ isTight: Bool) -> Double {
    isTight ? height.tight : height.roomy
  }

  /// The height of short lines of a letter.
  private static func letterHeight(_ parts: [FormPart]) -> Double {
    parts.reduce(4) { sum, part in
      if case .closing(let lines) = part { return sum + 12 + 9 * Double(lines.count) }
      return sum + 9
    }
  }

  /// The parts of a row that takes what its texts need; nil for a row of fixed height.
  static func growing(_ row: FormRow) -> [FormPart]? {
    switch row {
    case .block(_, let cells, nil): cells.flatMap(\.self)
    case .letter(let parts) where isLong(parts): parts
    default: nil
    }
  }

  private static func isLong(_ parts: [FormPart]) -> Bool {
    parts.contains { part in
      if case .paragraph = part { return true }
      return false
    }
  }

  private static func need(_ rows: [FormRow], _ size: TypeSize) -> Double {
    rows.compactMap(growing).reduce(0) { $0 + need($1, size) }
  }

  private static func need(_ parts: [FormPart], _ size: TypeSize) -> Double {
    parts.reduce(2 * padding) { $0 + fixed($1, size) + Double(lines($1, size)) * size.line }
  }

  /// The height of a part without its text.
  private static func fixed(_ part: FormPart, _ size: TypeSize) -> Double {
    switch part {
    case .line: lineHeight
    case .signature: 8
    case .paragraph(let heading, _): heading.isEmpty ? 1 : size.line + 2
    case .text, .closing: 0
    }
  }

  /// How many lines the text of a part takes.
  private static func lines(_ part: FormPart, _ size: TypeSize) -> Int {
    switch part {
    case .text(let name, let text):
      max(1, size.lines(named(name, text), width: cellWidth))
    case .paragraph(_, let text):
      max(1, size.lines(text, width: width, indent: 2))
    case .line, .signature, .closing: 0
    }
  }

  private static func named(_ name: String, _ text: String) -> String {
    name.isEmpty ? text : "\(name)：\(text)"
  }

  /// Growing rows share what is over, so that the page is filled as a form is.
  private static func heights(_ rows: [FormRow], _ size: TypeSize, _ space: Double)
    -> [Int: Double]
  {
    let needs = rows.enumerated().compactMap { index, row in
      growing(row).map { (index, need($0, size)) }
    }
    let all = needs.reduce(0) { $0 + $1.1 }
    let spare = max(0, space - all)
    return Dictionary(uniqueKeysWithValues: needs.map { ($0.0, $0.1 + spare * $0.1 / all) })
  }
}

extension FormLayout {
  /// Cuts the texts to the lines that there are at the smallest size; short ones stay whole.
  private static func cut(_ rows: [FormRow], to space: Double) -> (
    rows: [FormRow], rest: [FormField]
  ) {
    let size = TypeSize.least
    let parts = rows.compactMap(growing).flatMap(\.self)
    let overhead = rows.compactMap(growing).reduce(0) { sum, parts in
      parts.reduce(sum + 2 * padding) { $0 + fixed($1, size) }
    }
    let wanted = parts.map { lines($0, size) }.filter { $0 > 0 }
    var given = shares(wanted, of: max(wanted.count, Int((space - overhead) / size.line)))[...]
    var rest: [FormField] = []
    func cut(_ part: FormPart) -> FormPart {
      guard lines(part, size) > 0 else { return part }
      let most = given.removeFirst()
      guard lines(part, size) > most else { return part }
      switch part {
      case .text(let name, let text):
        let lead = name.isEmpty ? "" : "\(name)："
        let (head, tail) = size.cut(
          lead + text, width: cellWidth, lines: most, reserve: Double(goesOn.count))
        rest.append(FormField(name: name.isEmpty ? unnamed(part, in: rows) : name, value: tail))
        return .text(name: name, String(head.dropFirst(lead.count)) + goesOn)
      case .paragraph(let heading, let text):
        let (head, tail) = size.cut(
          text, width: width, lines: most, indent: 2, reserve: Double(goesOn.count))
        rest.append(FormField(name: heading.trimmingSuffix("。"), value: tail))
        return .paragraph(heading: heading, head + goesOn)
      default: return part
      }
    }
    let cutRows = rows.map { row -> FormRow in
      guard growing(row) != nil else { return row }
      switch row {
      case .block(let name, let cells, let height):
        return .block(name: name, cells: cells.map { $0.map(cut) }, height: height)
      case .letter(let parts): return .letter(parts.map(cut))
      default: return row
      }
    }
    return (cutRows, rest)
  }

  /// The name of the row in which a text without a name of its own stands.
  private static func unnamed(_ part: FormPart, in rows: [FormRow]) -> String {
    for case .block(let name, let cells, _) in rows where cells.joined().contains(part) {
      return name.joined()
    }
    return ""
  }

  /// Parts lines so that nobody gets more than wanted and the longest give way first.
  static func shares(_ wanted: [Int], of all: Int) -> [Int] {
    var given = Array(repeating: 0, count: wanted.count)
    var left = all
    while left > 0 {
      let open = wanted.indices.filter { given[$0] < wanted[$0] }
      if open.isEmpty { break }
      let each = max(1, left / open.count)
      for index in open where left > 0 {
        let more = min(each, wanted[index] - given[index], left)
        given[index] += more
        left -= more
      }
    }
    return given
  }

  /// Parts what is left over continuation pages.
  private static func pages(_ rest: [FormField]) -> [[FormField]] {
    let size = TypeSize(points: 11)
    let all = Int((height - titleHeight - footHeight - 12) / size.line)
    var pages: [[FormField]] = []
    var page: [FormField] = []
    var left = all
    for field in rest {
      var text = field.value
      while !text.isEmpty {
        // Two lines for the name and the space above it.
        if left < 4 {
          pages.append(page)
          (page, left) = ([], all)
        }
        let (head, tail) = size.cut(text, width: width, lines: left - 2, indent: 2)
        page.append(FormField(name: field.name, value: head))
        left -= 2 + size.lines(head, width: width, indent: 2)
        text = tail
      }
    }
    return page.isEmpty ? pages : pages + [page]
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
