import ChineseText
import Foundation
import Hotline

/// Tells the kind of request by the forms of speech, without any past tickets.
///
/// Each form adds to its kind; shares are a softmax over the sums.
public struct KindFinder: Sendable {
  private struct Form: Sendable {
    var kind: RequestType
    var weight: Double
    var words: [String]
  }

  private static let forms: [Form] = [
    Form(
      kind: .consultation, weight: 2.2,
      words: [
        "咨询", "请问", "想问", "问一下", "问下", "想了解", "了解一下", "想知道", "查询", "想查",
      ]),
    Form(
      kind: .consultation, weight: 1.3,
      words: [
        "怎么办理", "如何办理", "怎么申请", "如何申请", "怎样办", "需要什么", "什么材料", "哪些材料",
        "什么条件", "哪里办", "去哪里", "在哪里", "多少钱", "多久", "能不能", "可不可以", "可以吗",
        "是否", "有没有", "要不要", "什么时候", "标准是", "流程", "政策", "规定", "属于什么", "怎么算",
        "怎么弄", "怎么查", "如何", "电话是多少", "上班时间",
      ]),
    Form(
      kind: .complaint, weight: 2.0,
      words: ["投诉", "我要告", "讨个说法", "太过分", "不给退", "拒绝退", "不退", "态度恶劣", "态度差"]),
    Form(
      kind: .complaint, weight: 0.9,
      words: [
        "扰民", "噪音", "噪声", "太吵", "吵得", "臭", "油烟", "乱收费", "欺骗", "骗", "质量问题", "不处理",
        "没人管", "推卸", "拖延", "不合理", "影响休息", "占道", "违停", "乱停", "不发工资", "拖欠",
        "霸王条款", "强制", "不履行", "拒不", "不肯", "异味", "垃圾", "积水", "漏水",
      ]),
    Form(
      kind: .report, weight: 2.2,
      words: ["举报", "检举", "揭发"]),
    Form(
      kind: .report, weight: 1.0,
      words: [
        "违法", "非法", "无证", "偷税", "漏税", "偷排", "私自", "违建", "违章建筑", "赌博", "黑车", "假冒",
        "套牌", "走私", "传销", "违规经营", "过期", "三无", "黑作坊", "偷倒",
      ]),
    Form(
      kind: .help, weight: 1.4,
      words: [
        "求助", "帮忙", "帮我", "帮帮", "希望有关部门", "希望相关部门", "请求", "尽快修", "维修", "抢修",
        "协调", "希望处理", "请处理", "希望能处理", "帮助", "救助",
      ]),
    Form(
      kind: .help, weight: 0.8,
      words: [
        "坏了", "不亮", "损坏", "停水", "停电", "断了", "堵了", "堵塞", "塌陷", "没水", "没电", "困难", "丢了",
        "走失", "井盖", "拿不到", "联系不上",
      ]),
    Form(
      kind: .opinion, weight: 2.4,
      words: ["建议", "提个意见", "提意见", "意见", "应该增设", "希望增设", "希望增加", "能否增加", "不如"]),
    Form(
      kind: .opinion, weight: 0.8,
      words: ["增设", "增加", "改成", "优化", "规划", "加装", "延长"]),
    Form(
      kind: .thanks, weight: 2.5,
      words: ["感谢", "表扬", "锦旗", "点赞", "致谢", "称赞", "鸣谢"]),
  ]

  private let analyzer: Analyzer
  private let weights: [String: [(kind: RequestType, weight: Double)]]

  /// Prepares the forms.
  public init() {
    var weights: [String: [(RequestType, Double)]] = [:]
    for form in Self.forms {
      for word in form.words {
        weights[NormalText(word).string, default: []].append((form.kind, form.weight))
      }
    }
    self.weights = weights
    analyzer = Analyzer(
      lexicon: Lexicon(words: weights.keys.sorted()), synonyms: .empty, usesICUWords: false)
  }

  /// The shares of all kinds, the largest first.
  public func kinds(of call: String) -> [(kind: RequestType, share: Double)] {
    let analysis = analyzer.analyze(call)
    var sums: [RequestType: Double] = [
      .consultation: 0.2, .help: 0.5, .complaint: 0.5, .report: -0.2, .opinion: -0.4,
      .thanks: -1, .other: -1,
    ]
    var said: Set<String> = []
    for range in analyzer.lexiconMatches(analysis) {
      let word = analysis.string(range)
      guard said.insert(word).inserted else { continue }
      // What a caller says first is mostly what the call is for.
      let early = range.lowerBound < 12 ? 1.25 : 1.0
      for (kind, weight) in weights[word] ?? [] { sums[kind, default: 0] += weight * early }
    }
    if asks(call) { sums[.consultation, default: 0] += 1.2 }
    // A closing 谢谢 is a courtesy; only thanks for something done stand in the list above.
    let best = sums.values.max() ?? 0
    let parts = sums.mapValues { exp($0 - best) }
    let all = parts.values.reduce(0, +)
    return parts.map { (kind: $0.key, share: $0.value / all) }
      .sorted { ($0.share, $1.kind.rawValue) > ($1.share, $0.kind.rawValue) }
  }

  /// True when the call ends with a question or holds one.
  private func asks(_ call: String) -> Bool {
    let scalars = NormalText(call).scalars
    let question = UInt32(UInt8(ascii: "?"))
    if scalars.contains(question) { return true }
    let end = NormalText(call).string.suffix(4)
    return end.contains("吗") || end.contains("呢") || end.contains("么")
  }
}
