import Hotline
import Lifecycle

extension DemoTicket {
  private static func sent(
    _ lead: String, co: [String] = [], limit: String = "5个工作日"
  ) -> (hours: Double, name: CommandName, fields: [String: Any]) {
    (0.2, .dispatch, ["lead": lead, "co": co, "limit": limit])
  }

  private static func signed(
    _ unit: String, after hours: Double = 3
  ) -> (hours: Double, name: CommandName, fields: [String: Any]) {
    (hours, .sign, ["by": unit])
  }

  private static func reached(
    _ unit: String
  ) -> (hours: Double, name: CommandName, fields: [String: Any]) {
    (4, .contact, ["by": unit, "outcome": "reached", "proof": "通话录音"])
  }

  private static func replied(
    _ unit: String, _ text: String
  ) -> (hours: Double, name: CommandName, fields: [String: Any]) {
    (20, .reply, ["by": unit, "text": text])
  }

  /// The samples, the oldest first.
  static var all: [DemoTicket] {
    [
      DemoTicket(
        type: .complaint, text: "楼下烧烤店每晚营业到两三点，油烟直冲卧室，划拳声吵得孩子没法睡", name: "陈某",
        region: "石岐街道",
        steps: [
          sent("城管局", co: ["中山市市场监督管理局"]), signed("城管局"), reached("城管局"),
          replied(
            "城管局", "经现场核查，该店油烟净化设施未正常使用，夜间经营噪声扰民属实。已责令停止露天烧烤并清洗净化设施，复查合格。依据大气污染防治法第八十一条办理，已电话告知诉求人。"
          ),
          (2, .approveCompletion, [:]), (5, .callback, ["outcome": "reached"]),
          (0.1, .rate, ["value": "满意"]), (1, .archive, [:]),
        ]),
      DemoTicket(
        type: .help, text: "小区地下车库积水，抽水泵坏了物业一直不修", name: "林某", region: "东区街道",
        steps: [
          sent("住建局"), signed("住建局"), reached("住建局"),
          (
            10, .requestExtension,
            ["by": "住建局", "reason": "水泵配件需要外地调货", "days": 3, "told_caller": true]
          ),
        ]),
      DemoTicket(
        type: .complaint, text: "健身房关门跑路，年卡还剩八个月，老板电话不接", name: "何某", region: "坦洲镇",
        steps: [sent("中山市市场监督管理局", limit: "10个工作日"), signed("中山市市场监督管理局"), reached("中山市市场监督管理局")]),
      DemoTicket(
        type: .consultation, text: "异地就医备案在手机上怎么办", name: "黄某", region: nil,
        steps: [(0.1, .answer, ["article": "异地就医备案"])]),
      DemoTicket(
        type: .complaint, text: "工地凌晨还在打桩，连续三个晚上了", name: "李某", region: "火炬开发区",
        steps: [
          sent("住建局"),
          (20, .requestReturn, ["by": "住建局", "reason": "夜间施工噪声由生态环境部门查处", "suggest": "生态环境局"]),
        ]),
      DemoTicket(
        type: .help, text: "路口红绿灯坏了两天，上下班高峰很危险", name: "吴某", region: "小榄镇",
        steps: [sent("公安局", limit: "2个工作日")]),
      DemoTicket(
        type: .report, text: "有人往河涌里偷倒建筑泥浆，夜里用槽罐车拉来的", name: "某某", region: "三角镇",
        steps: [sent("生态环境局", co: ["水务局"]), signed("生态环境局")]),
      DemoTicket(
        type: .complaint, text: "公司拖欠三个月工资，人事说要等老板回来", name: "周某", region: "古镇镇",
        steps: [
          sent("人社局", limit: "10个工作日"), signed("人社局"), reached("人社局"),
          replied("人社局", "已约谈企业负责人，企业承诺本周内付清拖欠工资，逾期将依据劳动保障监察条例第二十六条处理。已电话告知诉求人。"),
          (3, .approveCompletion, [:]), (4, .callback, ["outcome": "reached"]),
          (0.1, .rate, ["value": "不满意", "fault": "unit"]), (1, .redo, ["by": "人社局"]),
        ]),
      DemoTicket(
        type: .opinion, text: "建议在岐江公园北门加一个公交站，老人走过来太远", name: "郑某", region: "石岐街道",
        steps: [sent("交通运输局"), signed("交通运输局")]),
      DemoTicket(
        type: .help, text: "整栋楼停水一天了，自来水公司电话占线", name: "冯某", region: "南区街道",
        steps: [sent("水务局", limit: "1个工作日"), signed("水务局", after: 1)]),
      DemoTicket(
        type: .complaint, text: "幼儿园中途涨伙食费，没有跟家长商量", name: "梁某", region: "西区街道",
        steps: [sent("教体局")]),
      DemoTicket(
        type: .help, text: "独居老人摔倒后行动不便，想申请居家养老服务", name: "邓某", region: "沙溪镇", steps: []),
      DemoTicket(
        type: .complaint, text: "网约车绕路还多收费，平台客服不处理", name: "罗某", region: nil, steps: []),
    ]
  }
}
