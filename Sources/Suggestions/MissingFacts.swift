import ChineseText
import Hotline

/// What a ticket needs and the call does not yet say.
public enum MissingFacts {
  private static let places = [
    "路", "街", "号", "小区", "村", "社区", "花园", "大厦", "广场", "市场", "学校", "医院", "公园", "工地",
    "苑", "桥", "巷", "镇", "工业区", "商场", "超市", "站",
  ]
  private static let times = [
    "今天", "昨天", "前天", "昨晚", "今晚", "今早", "早上", "凌晨", "晚上", "中午", "下午", "半夜", "上周", "上个月",
    "这几天", "最近", "近期", "每天", "每晚", "刚才", "现在", "月", "日", "号", "点", "年", "一直", "天",
  ]
  private static let parties = [
    "公司", "店", "厂", "医院", "学校", "幼儿园", "物业", "银行", "平台", "开发商", "中介", "老板", "房东", "邻居",
    "楼上", "楼下", "超市", "餐厅", "酒店", "机构", "工地", "商家", "车牌", "司机", "单位", "局", "镇政府", "村委",
    "居委", "健身房", "培训", "医生", "施工", "摊", "档", "车",
  ]

  /// The names of facts that should be asked for: `address`, `time`, `party`.
  ///
  /// A consultation, a suggestion or thanks needs none of them.
  public static func of(_ call: String, kind: RequestType, places found: [FoundPlace]) -> [String] {
    guard [.complaint, .report, .help].contains(kind) else { return [] }
    let text = NormalText(call).string
    func holds(_ words: [String]) -> Bool { words.contains { text.contains($0) } }
    var missing: [String] = []
    let precise = found.contains { $0.region.kind != .city }
    if !precise, !holds(places) { missing.append("address") }
    if !holds(times) { missing.append("time") }
    if kind != .help, !holds(parties) { missing.append("party") }
    return missing
  }
}
