import Foundation
import Hotline

/// One line of a play: a moment and a command.
struct ScriptLine {
  /// What a refusal for bad form cites.
  static let source = "命令格式"

  /// When the command is given; nil when the line does not say so properly.
  var at: Date?
  /// The command; nil when the line is malformed.
  var command: TicketCommand?
  /// Everything wrong with the line.
  var faults: [Refusal.Ground]

  static let channels = [
    "电话", "网站", "微信", "移动端", "省委民声通道", "省委民声通道公文交办", "人民网", "市委书记留言板", "领导接听日", "其他",
  ]
  static let classes = ["未解决的合理诉求", "不合理诉求", "诉讼解决", "签收解决", "一次性投诉"]
  static let promises = ["当月", "2个月", "3个月", "6个月", "长期"]

  /// Reads a line of JSON; a line that is none has a fault and no command.
  init(parsing line: String) {
    guard
      let root = try? JSONDecoder().decode(ScriptValue.self, from: Data(line.utf8)),
      case .object(let values) = root
    else {
      at = nil
      command = nil
      faults = [
        Refusal.Ground(
          "line：不是 JSON 对象", source: Self.source, instead: "每行一个 JSON 对象，含 at 和 command")
      ]
      return
    }
    var fields = ScriptFields(values)
    if values["at"] == nil || values["at"] == .null {
      fields.fault("at", "缺少", right: "带时区的 RFC 3339 时间")
    }
    let moment = fields.moment("at")
    at = moment
    let names = CommandName.allCases.map(\.rawValue)
    let name = fields.choice("command", names).flatMap(CommandName.init)
    let made = name.flatMap {
      Self.command($0, &fields, at: moment ?? Date(timeIntervalSince1970: 0))
    }
    faults = fields.faults
    command = faults.isEmpty ? made : nil
  }

  /// The command that named fields make; faults are left in the fields.
  static func command(
    _ name: CommandName, _ fields: inout ScriptFields, at: Date
  ) -> TicketCommand? {
    switch name {
    case .receive: return receive(&fields, at: at)
    case .answer: return .answer(article: fields.text("article", "知识条目"))
    case .exclude:
      return .exclude(
        entry: fields.text("entry", "清单的条款，如 第十一条（三）"), tell: fields.text("tell", "告知诉求人的话"))
    case .predispatch: return .predispatch(unit: fields.text("unit", "单位名称"))
    case .acceptPredispatch: return .acceptPredispatch(unit: fields.text("unit", "单位名称"))
    case .refusePredispatch:
      return .refusePredispatch(
        unit: fields.text("unit", "单位名称"), reason: fields.text("reason", "理由"),
        signedBy: fields.optionalText("signed_by", "签批人的职务"))
    case .dispatch:
      return .dispatch(
        lead: fields.text("lead", "单位名称"), co: fields.names("co"),
        terms: Terms(
          item: fields.optionalText("item", "事项名称"), limit: fields.span("limit"),
          platformDue: fields.future("platform_due", after: at),
          instructions: fields.optionalText("instructions", "办理要求，如 加盖公章、领导审定、公开发布")),
        approvedBy: fields.optionalText("approved_by", "签批人的职务"))
    case .sign: return .sign(by: fields.text("by", "单位名称"))
    case .assignInner:
      return .assignInner(by: fields.text("by", "单位名称"), to: fields.text("to", "内部机构或下级单位"))
    case .requestReturn:
      return .requestReturn(
        by: fields.text("by", "单位名称"), reason: fields.text("reason", "理由"),
        basis: fields.optionalText("basis", "依据"),
        suggest: fields.optionalText("suggest", "建议承办的单位"),
        signedBy: fields.optionalText("signed_by", "签批人的职务"))
    case .approveReturn:
      return .approveReturn(
        lead: fields.optionalText("lead", "单位名称"),
        approvedBy: fields.optionalText("approved_by", "确定单位的领导的职务"))
    case .refuseReturn: return .refuseReturn
    case .fixUnit:
      return .fixUnit(
        lead: fields.text("lead", "单位名称"), by: fields.text("by", "作出指定的领导或机构"),
        due: fields.moment("due"))
    case .requestExtension:
      return .requestExtension(
        by: fields.text("by", "单位名称"), reason: fields.text("reason", "理由"),
        days: fields.count("days", 1...1000), stage: fields.textOrFlag("stage", "阶段性办理情况和下一步计划"),
        toldCaller: fields.flag("told_caller", default: false),
        signedBy: fields.optionalText("signed_by", "签批人的职务"))
    case .approveExtension: return .approveExtension
    case .refuseExtension: return .refuseExtension
    default: return later(name, &fields, at: at)
    }
  }

  private static func receive(_ fields: inout ScriptFields, at: Date) -> TicketCommand {
    let type = fields.choice("type", RequestType.allCases.map(\.rawValue))
    return .receive(
      Request(
        type: type.flatMap(RequestType.init) ?? .other, text: fields.text("text", "诉求内容"),
        caller: fields.person("caller"), channel: fields.choice("channel", channels) ?? "",
        urgent: fields.flag("urgent", default: false), basis: fields.flag("basis", default: true),
        prior: fields.count("prior", 0...10_000) ?? 0,
        difficult: fields.flag("difficult", default: false),
        secret: fields.flag("secret", default: false),
        reported: fields.optionalText("reported", "被举报的单位或人员"),
        points: fields.someOrNone("points", "诉求的各项内容", like: "路灯不亮"),
        callback: fields.optionalText("callback", "诉求人选择的回访方式，如 电话、短信、网络"), at: at))
  }

  private static func later(
    _ name: CommandName, _ fields: inout ScriptFields, at: Date
  ) -> TicketCommand? {
    switch name {
    case .contact: return contact(&fields)
    case .supplement: return .supplement(text: fields.text("text", "补充的情况"))
    case .forceMajeure: return .forceMajeure(note: fields.text("note", "不可抗力或者依据调整的说明"))
    case .withdraw: return .withdraw(byUnit: fields.choice("by", ["caller", "unit"]) == "unit")
    case .reply:
      return .reply(
        by: fields.text("by", "单位名称"), text: fields.text("text", "答复内容"),
        parts: fields.parts("parts"), approvedBy: fields.optionalText("approved_by", "审定人的职务"),
        contact: false,
        papers: ReplyPapers(points: fields.points("points"), contact: fields.parts("contact")))
    case .approveCompletion: return .approveCompletion
    case .rejectCompletion:
      return .rejectCompletion(
        reason: fields.text("reason", "理由"), due: fields.future("platform_due", after: at))
    case .callback:
      return .callback(
        reached: fields.choice("outcome", ["reached", "not-reached"]) == "reached",
        way: fields.optionalText("way", "回访方式，如 电话、短信、网络"),
        reason: fields.optionalText("reason", "换用其他方式的理由"))
    case .rate:
      return .rate(
        value: rating(&fields), fault: fault(&fields), excluded: excluded(&fields))
    case .correctRating:
      return .correctRating(
        value: rating(&fields), reason: fields.text("reason", "核改的理由"), fault: fault(&fields),
        excluded: excluded(&fields))
    case .redo: return .redo(by: fields.text("by", "单位名称"))
    case .statement:
      return .statement(by: fields.text("by", "单位名称"), text: fields.text("text", "履职情况说明"))
    case .judge:
      return .judge(
        by: fields.text("by", "单位名称"), kind: fields.choice("class", classes) ?? "",
        promise: fields.optionalChoice("promise", promises))
    case .progress: return .progress(by: fields.text("by", "单位名称"))
    case .extendPromise:
      return .extendPromise(by: fields.text("by", "单位名称"), reason: fields.text("reason", "理由"))
    case .solve: return .solve(by: fields.text("by", "单位名称"))
    case .urge: return .urge
    case .supervise: return .supervise(reason: fields.text("reason", "督办的理由"))
    case .resolveSupervision: return .resolveSupervision
    case .archive: return .archive
    case .tick: return .tick
    default: return around(name, &fields)
    }
  }

  private static func around(_ name: CommandName, _ fields: inout ScriptFields) -> TicketCommand? {
    switch name {
    case .transfer:
      return .transfer(
        to: fields.text("to", "省内其他市的名称"), reason: fields.optionalText("reason", "理由"))
    case .fileCase:
      return .fileCase(
        by: fields.text("by", "单位名称"), papers: fields.someNames("papers", "立案或移交材料", like: "立案审批表"))
    case .escalate:
      return .escalate(
        to: fields.text("to", "上一级人员或机构"), reason: fields.optionalText("reason", "理由"))
    case .dispute:
      return .dispute(
        by: fields.text("by", "单位名称"), evidence: fields.optionalText("evidence", "佐证材料和依据"))
    case .jointHandling:
      return .jointHandling(
        units: fields.someNames("units", "联合处置单位", like: "市住建局"),
        by: fields.optionalText("by", "作出决定的单位或机构"), due: fields.moment("due"))
    case .reportUp:
      return .reportUp(to: fields.text("to", "上级有关部门"), text: fields.text("text", "情况或者风险"))
    default: return nil
    }
  }

  private static func rating(_ fields: inout ScriptFields) -> RatingValue {
    fields.choice("value", RatingValue.allCases.map(\.rawValue)).flatMap(RatingValue.init)
      ?? .satisfied
  }

  private static func fault(_ fields: inout ScriptFields) -> Fault? {
    fields.optionalChoice("fault", Fault.allCases.map(\.rawValue)).flatMap(Fault.init)
  }

  private static func excluded(_ fields: inout ScriptFields) -> String? {
    fields.optionalText("excluded", "不纳入考核的理由")
  }

  private static func contact(_ fields: inout ScriptFields) -> TicketCommand {
    let slot = fields.optionalText("slot", "上午、下午、晚上或者时间")
    if let slot, DayPart.name(slot) == nil {
      fields.fault("slot", "“\(slot.prefix(20))”不对", right: "上午、下午、晚上，或者 09:30 这样的时间")
    }
    return .contact(
      by: fields.text("by", "单位名称"),
      reached: fields.choice("outcome", ["reached", "not-reached"]) == "reached",
      proof: fields.textOrFlag("proof", "通讯记录、照片、视频、音频等凭证"), slot: slot)
  }
}

extension TicketCommand {
  /// Reads a command's fields from a JSON object, as scripts and routes write them.
  ///
  /// - Throws: a `Refusal` with one ground for every field that is missing or malformed.
  public static func reading(
    _ name: CommandName, json: Data, at: Date
  ) throws(Refusal) -> TicketCommand {
    guard let root = try? JSONDecoder().decode(ScriptValue.self, from: json),
      case .object(let values) = root
    else {
      throw Refusal(grounds: [
        Refusal.Ground("body：不是 JSON 对象", source: ScriptLine.source, instead: "应为一个 JSON 对象")
      ])
    }
    var fields = ScriptFields(values)
    let command = ScriptLine.command(name, &fields, at: at)
    guard let command, fields.faults.isEmpty else { throw Refusal(grounds: fields.faults) }
    return command
  }
}
