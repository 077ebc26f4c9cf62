import Foundation

extension FormSheet {
  /// The form as a complete HTML document that prints on one page of A4, and on continuation pages
  /// where its texts are very long; it holds no script and loads nothing.
  public func html() -> String {
    let layout = FormLayout(self)
    let pages = 1 + layout.continuation.count
    var body = FormMarkup(size: layout.size).page(self, layout, foot: foot(1, of: pages))
    for (index, fields) in layout.continuation.enumerated() {
      body += FormMarkup.continuation(self, fields, foot: foot(index + 2, of: pages))
    }
    return """
      <!doctype html>
      <html lang="zh-CN">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(FormText.escaped(title))</title>
      <style>
      \(FormMarkup.style)
      </style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
  }

  private func foot(_ page: Int, of pages: Int) -> String {
    let printed = "打印时间 \(FormText.moment(printedAt))"
    return pages == 1 ? printed : "\(number)　\(printed)　第\(page)页，共\(pages)页"
  }
}

/// Writes the parts of a form as HTML; every text goes through `FormText.escaped`.
struct FormMarkup {
  /// The type of the long texts.
  let size: TypeSize

  func page(_ sheet: FormSheet, _ layout: FormLayout, foot: String) -> String {
    var html = "<section class=\"sheet\" style=\"--type:\(size.points)pt\">\n"
    html += Self.title(sheet.title)
    var isTable = false
    for (index, row) in layout.rows.enumerated() {
      let inTable =
        switch row {
        case .fields, .block: true
        case .boxes, .letter: false
        }
      if inTable != isTable { html += inTable ? Self.tableStart : "</table>\n" }
      isTable = inTable
      html += self.row(row, height: layout.heights[index], layout.isTight)
    }
    if isTable { html += "</table>\n" }
    return html + Self.foot(foot) + "</section>\n"
  }

  private static let tableStart =
    "<table><colgroup><col class=\"name\"><col><col class=\"name\"><col></colgroup>\n"

  /// The title, smaller where an authority has a long name.
  private static func title(_ title: String, _ more: String = "") -> String {
    let ems = (title + more).reduce(0) { $0 + TypeSize.width(of: $1) }
    let points = min(19, FormLayout.width * 0.97 / max(1, ems) / 0.352_778)
    return "<h1 style=\"font-size:\(String(format: "%.1f", points))pt\">"
      + FormText.escaped(title) + (more.isEmpty ? "" : "<small>\(more)</small>") + "</h1>\n"
  }

  private static func foot(_ text: String) -> String {
    "<p class=\"foot\">\(FormText.escaped(text))</p>\n"
  }

  private func row(_ row: FormRow, height: Double?, _ isTight: Bool) -> String {
    switch row {
    case .boxes(let name, let boxes):
      let marks = boxes.map { box in
        "<span class=\"box\">\(box.isTicked ? "☑" : "☐")\(FormText.escaped(box.name))</span>"
      }
      return "<p class=\"boxes\">\(name)：\(marks.joined())</p>\n"
    case .fields(let fields):
      let cells = fields.map { field in
        let value = TypeSize.handy.shortened(field.value, width: 58, lines: 2)
        return "<th>\(FormText.escaped(field.name))</th><td class=\"short\">"
          + "\(FormText.escaped(value))</td>"
      }
      return "<tr style=\"height:11mm\">\(cells.joined())</tr>\n"
    case .block(let name, let cells, let own):
      if let own { return block(name, cells, height: FormLayout.own(own, isTight)) }
      return block(name, cells, height: height ?? 0, fills: true)
    case .letter(let parts):
      let style = height.map { " style=\"height:\(Self.millimetres($0))\"" } ?? ""
      let kind = height == nil ? "lines" : "letter"
      return "<div class=\"\(kind)\"\(style)>\(parts.map(part).joined())</div>\n"
    }
  }

  /// A row of the table; where it `fills`, its first long text takes the room that is over.
  private func block(
    _ name: [String], _ cells: [[FormPart]], height: Double, fills: Bool = false
  ) -> String {
    let label = name.map { "<span>\(FormText.escaped($0))</span>" }.joined()
    let type = Self.nameType(name)
    let each = height / Double(max(1, cells.count))
    var html = ""
    for (index, parts) in cells.enumerated() {
      html += "<tr style=\"height:\(Self.millimetres(each))\">"
      if index == 0 { html += "<th rowspan=\"\(cells.count)\"\(type)>\(label)</th>" }
      let isSigned = parts.contains(.signature)
      html += "<td colspan=\"3\"\(isSigned ? " class=\"signed\"" : "")>"
      let content = parts.map(part).joined()
      let inner = Self.millimetres(each - 2 * FormLayout.padding + 1)
      html += fills ? "<div class=\"fill\" style=\"height:\(inner)\">\(content)</div>" : content
      html += "</td></tr>\n"
    }
    return html
  }

  /// The type of a row's name: smaller where an office has a long name, so that the row keeps its
  /// height.
  private static func nameType(_ name: [String]) -> String {
    let sizes = [11.0, 9.5, 8, 6.5].map { TypeSize(points: $0) }
    let fitting = sizes.first { size in
      let lines = name.reduce(0) { sum, line in
        let ems = line.reduce(0) { $0 + TypeSize.width(of: $1) }
        return sum + Int((ems * size.em / (FormLayout.nameWidth - 4.5)).rounded(.up))
      }
      return Double(lines) * size.em * 1.4 < 17
    }
    let points = (fitting ?? TypeSize(points: 6.5)).points
    return points == 11 ? "" : " style=\"font-size:\(points)pt\""
  }

  private func part(_ part: FormPart) -> String {
    switch part {
    case .line(let fields, let first):
      return "<p class=\"line\">\(short(fields, first))</p>"
    case .text(let name, let text):
      let label = name.isEmpty ? "" : "<b>\(FormText.escaped(name))：</b>"
      return "<div class=\"text\">\(Self.paragraphs(text, after: label))</div>"
    case .paragraph(let heading, let text):
      let label = heading.isEmpty ? "" : "<h2>\(FormText.escaped(heading))</h2>"
      return label + "<div class=\"text indented\">\(Self.paragraphs(text))</div>"
    case .signature:
      return "<p class=\"signature\"><span>签名：<i></i></span><span>日期：<i></i></span></p>"
    case .closing(let lines):
      let texts = lines.map { "<p>\(FormText.escaped($0))</p>" }
      return "<div class=\"closing\">\(texts.joined())</div>"
    }
  }

  /// Names with their values; what is still to be written gets a line to write on.
  private func short(_ fields: [FormField], _ first: Double) -> String {
    fields.enumerated().map { index, field in
      let isFirst = index == 0 && fields.count > 1
      let all = isFirst ? first : FormLayout.cellWidth - (fields.count > 1 ? first : 0)
      let name = "\(field.name)："
      let room = all - Double(name.count) * TypeSize.table.em
      let value = TypeSize.table.shortened(field.value, width: room)
      let width = isFirst ? " style=\"flex:0 0 \(Self.millimetres(first))\"" : ""
      return "<span\(width)><b>\(FormText.escaped(name))</b>"
        + (value.isEmpty ? "<i></i>" : FormText.escaped(value)) + "</span>"
    }.joined()
  }

  private static func paragraphs(_ text: String, after label: String = "") -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      let shown = line.isEmpty ? "<br>" : FormText.escaped(String(line))
      return "<p>\(index == 0 ? label : "")\(shown)</p>"
    }.joined()
  }

  private static func millimetres(_ length: Double) -> String {
    String(format: "%.2fmm", length)
  }

  /// A page with what did not fit.
  static func continuation(_ sheet: FormSheet, _ fields: [FormField], foot: String) -> String {
    var html = "<section class=\"sheet more\" style=\"--type:11pt\">\n"
    html += title(sheet.title, "（续页）")
    for field in fields {
      html += "<h2>\(FormText.escaped(field.name))（接上页）：</h2>"
      html += "<div class=\"text indented\">\(paragraphs(field.value))</div>\n"
    }
    return html + Self.foot(foot) + "</section>\n"
  }
}
