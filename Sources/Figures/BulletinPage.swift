import Foundation
import Hotline

extension Bulletin {
  /// The bulletin as a complete HTML document that prints on A4; it holds no script and loads
  /// nothing.
  public func html() -> String {
    let heading = "\(period.title)\(kind.rawValue)"
    let sections = kind == .handling ? handlingSections : topicSections
    return """
      <!doctype html>
      <html lang="zh-CN">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(Markup.escaped(heading))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <h1>\(Markup.escaped(heading))</h1>
      <p class="source">依据：\(Markup.escaped(title))\(Markup.escaped(sources))</p>
      \(sections.joined(separator: "\n"))
      <p class="foot">统计时间 \(ShanghaiTime.minute(printedAt))，各项数字可在系统中打开对应的工单</p>
      </body>
      </html>

      """
  }

  private var sources: String {
    let known = Set(now.definitions.compactMap(\.source)).sorted()
    return known.isEmpty ? "" : "（\(known.joined(separator: "、"))）"
  }

  private var handlingSections: [String] {
    var parts = [numbers, words, unitTable, rankingTable, caseList, accountabilityTable]
    if !knowledge.isEmpty { parts.append(knowledgeTable) }
    if !deductions.isEmpty { parts.append(deductionTable) }
    parts += [topicList("热点"), definitionList]
    return parts
  }

  private var topicSections: [String] { [topicList("热点和集中诉求"), fieldTable, numbers] }

  private var numbers: String {
    let rows = now.total.values.enumerated().map { index, value in
      let (old, year) = (before.total.values[index], year.total.values[index])
      return [
        now.definitions[index].title, BulletinWords.text(value),
        value.whole.map { "\(value.part)/\($0)" } ?? "", BulletinWords.text(old),
        BulletinWords.change(value, old), BulletinWords.text(year),
        BulletinWords.change(value, year),
      ]
    }
    return "<h2>总体情况</h2>\n"
      + Markup.table(
        "总体情况",
        ["项目", period.title, "件数", period.before.title, "环比", period.yearBefore.title, "同比"],
        rows)
      + excludedTable
  }

  private var excludedTable: String {
    guard !now.excluded.isEmpty else { return "" }
    return Markup.table(
      "不纳入考核的评价", ["理由", "依据", "件数"],
      now.excluded.map { [$0.reason, $0.source ?? "", String($0.count)] })
  }

  private var words: String {
    let sentences = BulletinWords.sentences(self)
    let text =
      sentences.isEmpty
      ? "<p>各项比率与\(Markup.escaped(period.before.title))相比，变化没有超出偶然波动的范围。</p>"
      : sentences.map { "<p>\(Markup.escaped($0))</p>" }.joined(separator: "\n")
    return "<h2>变化</h2>\n\(text)\n"
  }

  private var unitTable: String {
    let columns: [Measure] = [
      .dispatched, .signing, .returning, .completing, .ontime, .overdue, .satisfaction, .hours,
      .yellow, .red,
    ]
    let rows = units.rows.map { row in
      [row.title] + columns.map { BulletinWords.text(row[$0]) }
    }
    let bars = units.rows.filter { ($0[.ontime]?.whole ?? 0) > 0 }.prefix(20).map { row in
      ChartBar(
        name: row.title, value: row[.ontime]?.value ?? 0, label: BulletinWords.text(row[.ontime]))
    }
    let chart = BarChart(id: "ontime", title: "各单位按时办结率", bars: Array(bars), full: 1)
    return "<h2>各单位情况</h2>\n<figure>\(chart.svg)</figure>\n"
      + Markup.table("各单位情况", ["单位"] + columns.map(\.title), rows)
  }

  private var rankingTable: String {
    guard let ranking else { return "" }
    let state =
      switch ranking.state {
      case .live: "即时排名，没有核算"
      case .drawn: "已核算，正在受理复核和加分申请"
      case .fixed: "已审定发布"
      }
    let rows = ranking.lines.map { line in
      [
        String(line.place), line.unit, BulletinWords.oneDigit(line.score),
        line.ontime.map(BulletinWords.percent) ?? "—",
        line.satisfaction.map(BulletinWords.percent) ?? "—", String(line.overdue),
      ]
    }
    return "<h2>排名</h2>\n<p>\(Markup.escaped(state))。\(Markup.escaped(ranking.scheme))。</p>\n"
      + Markup.table("排名", ["名次", "单位", "得分", "按时办结率", "满意率", "超期件"], rows)
  }

  private var caseList: String {
    guard !cases.isEmpty else { return "<h2>典型案例</h2>\n<p>没有督办、超期的工单。</p>\n" }
    let items = cases.map { item in
      "<li>\(Markup.escaped("\(item.unit)，工单 \(item.number)：\(item.text)。\(item.why)。"))</li>"
    }
    return "<h2>典型案例</h2>\n<ol>\n\(items.joined(separator: "\n"))\n</ol>\n"
  }

  private var accountabilityTable: String {
    let rows = accountability.map { item in
      [
        item.ticket, item.unit, "\(item.text)（\(item.source)）",
        item.evidence.suffix(4).map { "\($0.at.prefix(10)) \($0.what)" }.joined(separator: "；"),
        item.decisions.first.map { "\($0.outcome)：\($0.reason)" } ?? "待决定",
      ]
    }
    return "<h2>问责情形</h2>\n<p>以下按记录列出，是否问责由人决定。</p>\n"
      + Markup.table("问责情形", ["工单", "单位", "情形", "记录", "决定"], rows)
  }

  private var knowledgeTable: String {
    let rows = knowledge.map { row in
      [
        row.unit, String(row.articles), row.accuracy.map(BulletinWords.percent) ?? "—",
        row.freshness.map(BulletinWords.percent) ?? "—",
      ]
    }
    return "<h2>知识库</h2>\n" + Markup.table("知识库准确率和更新情况", ["单位", "篇数", "准确率", "一年内核对过"], rows)
  }

  private var deductionTable: String {
    "<h2>考核扣分</h2>\n"
      + Markup.table(
        "本年度上级平台考核扣分，按责任单位", ["单位", "扣分"],
        deductions.map { [$0.unit, RankingScheme.points($0.points)] })
  }

  private func topicList(_ title: String) -> String {
    let rows = topics.map { topic in
      [
        topic.title, String(topic.count), String(topic.before),
        BulletinWords.oneDigit(topic.expected), topic.fresh ? "新出现" : topic.surge ? "突增" : "",
        "\(topic.from)至\(topic.to)", topic.places.joined(separator: "、"),
        topic.units.map { "\($0.unit)\($0.count)件" }.joined(separator: "、"),
        topic.samples.joined(separator: " "),
      ]
    }
    let bars = topics.map {
      ChartBar(name: $0.title, value: Double($0.count), label: "\($0.count)件")
    }
    let chart = BarChart(id: "topics", title: "热点诉求件数", bars: bars)
    return "<h2>\(title)</h2>\n<figure>\(chart.svg)</figure>\n"
      + Markup.table(
        title, ["内容", "件数", "上期", "应有", "提示", "时间", "地点", "单位", "工单"], rows)
  }

  private var fieldTable: String {
    let rows = fields.rows.map { row in
      [
        row.title, BulletinWords.text(row[.received]), BulletinWords.text(row[.ontime]),
        BulletinWords.text(row[.satisfaction]),
      ]
    }
    return "<h2>各领域情况</h2>\n" + Markup.table("各领域情况", ["领域", "受理量", "按时办结率", "满意率"], rows)
  }

  private var definitionList: String {
    let rows = now.definitions.map {
      [$0.title, $0.formula, $0.excluded, $0.source ?? "", $0.interpretation ?? ""]
    }
    return "<h2>统计口径</h2>\n" + Markup.table("统计口径", ["项目", "算法", "不计", "依据", "解释"], rows)
  }

  private static let style = """
    @page { size: A4; margin: 18mm 16mm; }
    * { box-sizing: border-box; }
    html { color: #000; background: #fff; }
    body { font: 10.5pt/1.6 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; max-width: 178mm; margin: 0 auto; }
    h1 { font-size: 19pt; text-align: center; margin: 0 0 4mm; }
    h2 { font-size: 13pt; margin: 7mm 0 2mm; break-after: avoid; }
    p { margin: 1mm 0; }
    table { width: 100%; border-collapse: collapse; margin: 2mm 0 4mm; font-size: 8.5pt; line-height: 1.35; }
    caption { text-align: left; font-weight: 700; padding: 1mm 0; }
    thead { display: table-header-group; }
    tr { break-inside: avoid; }
    th, td { border: 0.2mm solid #555; padding: 0.8mm 1.4mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
    td { font-variant-numeric: tabular-nums; }
    figure { margin: 2mm 0; break-inside: avoid; }
    svg text { font: 12px "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; fill: #000; }
    .source, .foot { font-size: 8.5pt; color: #333; }
    .foot { margin-top: 8mm; text-align: right; }
    """
}
