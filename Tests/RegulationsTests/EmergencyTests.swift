import Testing

@testable import Regulations

@Suite struct EmergencyTests {
  @Test(
    "Y15 — public emergencies go out within two hours",
    arguments: [
      "我们小区门口自来水管爆了，水喷得老高，路都淹了", "楼道里一股很浓的煤气味，怕是漏了",
      "马路突然塌了一个大坑，有辆车掉进去了", "后山滑坡了，泥巴冲到房子边上", "全村停电三个小时了，没人来修",
      "高压线断了掉在路上冒火花", "对面五金店起火了，里面好像还有个老人没出来",
    ])
  func yichun(text: String) throws {
    let profile = try #require(Shipped.profiles["yichun"])
    let found = try #require(profile.urgent(in: text))
    #expect(found.entry == "第十五条")
    #expect(found.source == "宜春办法第十五条")
    #expect(found.within == "2小时")
    #expect(!found.words.isEmpty)
  }

  @Test(
    "H三(四) — urgent help for protected groups and public health counts too",
    arguments: ["桥洞下有个流浪老人快冻死了", "幼儿园十几个孩子上吐下泻", "电梯里困了两个人"])
  func haojiang(text: String) throws {
    let profile = try #require(Shipped.profiles["haojiang"])
    let found = try #require(profile.urgent(in: text))
    #expect(found.entry == "三（四）第二款")
  }

  @Test(
    "Z25 N9 — the document's own words stand where it gives no hours",
    arguments: [("zhongshan", "即时"), ("nanchang-msa", "平台要求的时限")])
  func words(id: String, within: String) throws {
    let found = try #require(Shipped.profiles[id]).urgent(in: "化工厂爆炸了，快来救人，冒着浓烟")
    #expect(found?.within == within)
  }

  @Test(
    "Everyday trouble is no emergency",
    arguments: [
      "路灯不亮", "水费太贵", "消防通道被人停满了车，出事怎么办", "小区电梯老是坏，怕哪天关在里面",
      "停水通知说几点来水", "咨询泥石流治理工程的补助",
      "水务来电反馈：人民路水管爆裂的工单已经处理", "我们楼电梯经常困人，物业不换，投诉物业",
    ])
  func everyday(text: String) throws {
    for id in ["zhongshan", "yichun", "haojiang", "nanchang-msa"] {
      let profile = try #require(Shipped.profiles[id])
      #expect(profile.urgent(in: text) == nil, "\(id)")
    }
  }

  @Test("Z15 N11 — types without a limit are told")
  func missingLimits() throws {
    #expect(Shipped.profiles["zhongshan"]?.typesWithoutLimit.count == 7)
    #expect(Shipped.profiles["yichun"]?.typesWithoutLimit == [])
    #expect(Shipped.profiles["nanjing"]?.typesWithoutLimit == [])
  }
}
