/// Texts and shapes as HTML and SVG hold them.
enum Markup {
  /// A text with the characters of markup written out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
    return result
  }

  /// A table with a caption; the first cell of each row names it.
  static func table(_ caption: String, _ heads: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "<p>\(escaped(caption))：没有。</p>\n" }
    var html = "<table><caption>\(escaped(caption))</caption>\n<thead><tr>"
    html += heads.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
    html += "</tr></thead>\n<tbody>\n"
    for row in rows {
      html += "<tr>"
      for (index, cell) in row.enumerated() {
        html +=
          index == 0
          ? "<th scope=\"row\">\(escaped(cell))</th>" : "<td>\(escaped(cell))</td>"
      }
      html += "</tr>\n"
    }
    return html + "</tbody></table>\n"
  }
}

/// A bar of a chart.
struct ChartBar {
  var name: String
  var value: Double
  /// The value as it is written beside the bar.
  var label: String
}

/// A chart of horizontal bars in black on white, which reads the same on paper, and whose title and
/// words a screen reader speaks; the numbers stand in a table beside it.
struct BarChart {
  let id: String
  let title: String
  let bars: [ChartBar]
  /// The value of a full bar; nil for the greatest.
  var full: Double?

  private static let row = 26
  private static let left = 230
  private static let width = 330

  /// The chart as SVG; empty without bars.
  var svg: String {
    guard !bars.isEmpty else { return "" }
    let height = bars.count * Self.row + 8
    let most = max(full ?? 0, bars.map(\.value).max() ?? 0, 0.000_001)
    var svg = """
      <svg role="img" aria-labelledby="\(id)-t \(id)-d" viewBox="0 0 660 \(height)" width="100%" \
      xmlns="http://www.w3.org/2000/svg">
      <title id="\(id)-t">\(Markup.escaped(title))</title>
      <desc id="\(id)-d">\(Markup.escaped(words))</desc>

      """
    for (index, bar) in bars.enumerated() {
      let top = index * Self.row + 6
      let length = Int((max(0, bar.value) / most * Double(Self.width)).rounded())
      svg += """
        <text x="\(Self.left - 8)" y="\(top + 14)" text-anchor="end">\(Markup.escaped(Self.short(bar.name)))</text>
        <rect x="\(Self.left)" y="\(top)" width="\(length)" height="18" fill="#555"/>
        <text x="\(Self.left + length + 6)" y="\(top + 14)">\(Markup.escaped(bar.label))</text>

        """
    }
    return svg + "</svg>\n"
  }

  /// What the chart shows, in a sentence.
  private var words: String {
    guard let most = bars.max(by: { $0.value < $1.value }),
      let least = bars.min(by: { $0.value < $1.value })
    else { return "" }
    return "共\(bars.count)项，最高\(most.name)\(most.label)，最低\(least.name)\(least.label)，数值见旁边的表。"
  }

  private static func short(_ name: String) -> String {
    name.count > 15 ? String(name.prefix(14)) + "…" : name
  }
}
