import Catalogue

/// Something about a proposed row that must be mended or looked at.
public struct Finding: Codable, Hashable, Sendable {
  /// How much it weighs.
  public enum Weight: String, Codable, Sendable {
    /// The row cannot be taken as it is.
    case fault = "须改正"
    /// The reviewer has to look at it.
    case doubt = "请核对"
  }

  /// How much it weighs.
  public var weight: Weight
  /// Number of the row.
  public var row: Int
  /// The record, such as `item/CG-012`.
  public var stream: String
  /// Key of the column, such as `limit`; empty when the whole row is meant.
  public var field: String
  /// The cell as people find it: 第 2 行“办理期限”（I 列）.
  public var cell: String
  /// The rule that it breaks, with its source where there is one.
  public var rule: String
  /// What is wrong.
  public var message: String
  /// What to do.
  public var remedy: String

  /// Makes a finding; cell, rule and remedy follow from the field when they are not given.
  init(
    _ weight: Weight, _ change: ProposedChange, _ field: String, _ message: String,
    rule: String? = nil, remedy: String? = nil
  ) {
    self.init(
      weight, row: change.row, stream: change.stream, field: field, message: message, rule: rule,
      remedy: remedy)
  }

  /// Makes a finding of a row that may be no change yet.
  init(
    _ weight: Weight, row: Int, stream: String, field: String, message: String,
    rule: String? = nil, remedy: String? = nil
  ) {
    let known = CellRule.of(field, isItem: stream.hasPrefix("item/"))
    self.weight = weight
    self.row = row
    self.stream = stream
    self.field = field
    cell = field.isEmpty ? "第 \(row) 行" : "第 \(row) 行“\(known.name)”\(known.column)"
    self.rule = rule ?? known.rule
    self.message = message
    self.remedy = remedy ?? known.remedy
  }
}

/// What a column must hold and how to mend it.
struct CellRule {
  var name: String
  var rule: String
  var remedy: String
  var column = ""

  static func of(_ field: String, isItem: Bool) -> CellRule {
    let known = (isItem ? items[field] : articles[field]) ?? shared[field]
    var rule =
      known ?? CellRule(name: field, rule: "按导出的格式填写", remedy: "请按提示改正后再提交")
    if isItem,
      let index = (CatalogueFolder.itemColumns + CatalogueFolder.periodColumns).firstIndex(
        of: field), let letter = UnicodeScalar(65 + index)
    {
      rule.column = "（\(Character(letter)) 列）"
    }
    return rule
  }

  private static let catalogueSource = "中山办法第十五条第二款：派单目录应列明名称、法律依据、承办单位和办理期限"

  private static let shared: [String: CellRule] = [
    "action": CellRule(name: "变动", rule: "新增、修改或者终止", remedy: "改成新增、修改、终止，或者留空"),
    "entry": CellRule(
      name: "词条", rule: "词库一行一个词，同义词一行一组，用 | 分隔", remedy: "照导出的词表填写"),
    "valid_from": CellRule(
      name: "生效时间", rule: "写日期或带时差的时间；不写为采纳时生效", remedy: "写成 2027-01-01 的样子，或留空"),
    "valid_to": CellRule(
      name: "失效时间", rule: "失效不能早于生效，也不能已经过去", remedy: "改成生效之后的日期，或留空"),
    "id": CellRule(
      name: "编号", rule: "两个大写字母、短横、三位数字；编号不重复、终止后不再使用", remedy: "换一个没有用过的编号"),
    "keywords": CellRule(name: "关键词", rule: "各不相同，用 | 分隔", remedy: "补足数量，删去重复"),
  ]

  private static let items: [String: CellRule] = [
    "category": CellRule(name: "分类", rule: "二到四级，用 / 分隔", remedy: "照同类事项的分类填写"),
    "name": CellRule(
      name: "事项名称", rule: "不能为空，不能与别的事项同名；\(catalogueSource)",
      remedy: "换一个能区分的名称；若是同一件事，请改为修改原事项"),
    "types": CellRule(name: "诉求类型", rule: "只能用规定的诉求类型", remedy: "从可选值中选，用 | 分隔"),
    "legal_basis": CellRule(
      name: "法律依据", rule: "法规库里有、现行有效、条号存在；\(catalogueSource)",
      remedy: "写“法律全称第…条”；未核对的写“文件名（待核）”"),
    "unit": CellRule(
      name: "承办单位", rule: "用单位全称，由属地办理的写“\(CatalogueItem.territory)”；\(catalogueSource)",
      remedy: "改成 units.csv 里的全称"),
    "agency": CellRule(
      name: "镇街所属机构", rule: "中山办法第十五条第二款：由镇街办理的还应列明建议承办的镇街所属工作机构",
      remedy: "由镇街办理的补上机构，其他的留空"),
    "co_handlers": CellRule(name: "协办单位", rule: "用单位全称，不含主办单位", remedy: "改成全称，删去主办单位"),
    "limit": CellRule(
      name: "办理期限", rule: "写明数量和单位，不长于规定的期限；\(catalogueSource)",
      remedy: "写成“7个工作日”或“咨询=1个工作日；投诉=7个工作日”的样子，或留空按规定的期限办"),
    "limit_source": CellRule(
      name: "期限依据", rule: "写了期限就要写依据", remedy: "补上“法律全称第…条”，或把期限和依据都留空"),
    "sayings": CellRule(name: "常见说法", rule: "至少 5 个，各不相同，用 | 分隔", remedy: "补足数量，删去重复"),
    "confused_with": CellRule(
      name: "易混事项", rule: "写作“编号：区别”，编号要在目录里", remedy: "改成现有事项的编号"),
  ]

  private static let articles: [String: CellRule] = [
    "field": CellRule(name: "领域", rule: "不能为空，即文章所在的分类", remedy: "照同类文章的领域填写"),
    "body": CellRule(name: "正文", rule: "Markdown 文字", remedy: "请按提示改正"),
    "title": CellRule(name: "标题", rule: "不能为空，不与别的文章相同，80 字以内", remedy: "换一个能区分的标题"),
    "questions": CellRule(name: "常见问法", rule: "至少 3 个，各不相同", remedy: "补足数量，删去重复"),
    "answer": CellRule(name: "答复口径", rule: "不能为空，400 字以内", remedy: "缩短，细节写进正文"),
    "owner": CellRule(name: "归属单位", rule: "用单位全称", remedy: "改成 units.csv 里的全称"),
    "region": CellRule(name: "适用地区", rule: "用地名表里的名称", remedy: "改成 regions.csv 里的名称"),
    "source": CellRule(
      name: "依据", rule: "法规库里有、现行有效、条号存在", remedy: "写“法律全称第…条”；未核对的写“文件名（待核）”"),
    "verified_on": CellRule(name: "核对日期", rule: "最后一次核对内容的日期", remedy: "写成 2026-11-01 的样子"),
    "items": CellRule(name: "对应派单事项", rule: "编号要在派单目录里", remedy: "改成现有事项的编号，或删去"),
    "not_before": CellRule(
      name: "公开时刻", rule: "写带时差的时间，不晚于失效", remedy: "写成 2027-01-01T09:00:00+08:00 的样子"),
  ]
}
