import Testing

@testable import Regulations

@Suite struct ExclusionTests {
  @Test(
    "Z13 — a call names its entry, its words and what to tell",
    arguments: [
      ("对面五金店起火了，里面好像还有个老人没出来", "第十三条（一）", "119"),
      ("我对仲裁的结果不服，要求你们重新裁决", "第十三条（二）", "仲裁"),
      ("同一个事我打了四五次了，你们每次都说正在处理", "第十三条（三）", "进度"),
      ("想办个假的大专文凭，你们知道哪里有吗", "第十三条（四）", "违法"),
    ])
  func entries(text: String, entry: String, tell: String) throws {
    let profile = try #require(Shipped.profiles["zhongshan"])
    let first = try #require(profile.exclusions.find(in: text).first)
    #expect(first.entry == entry)
    #expect(first.source == "中山办法" + entry)
    #expect(first.confidence >= ExclusionList.displayThreshold)
    #expect(first.tell.contains(tell))
    for (word, range) in zip(first.words, first.ranges) {
      #expect(String(decoding: Array(text.utf8)[range], as: UTF8.self) == word)
    }
  }

  @Test(
    "Z13 — words out of context exclude nothing",
    arguments: [
      "消防通道被人停满了车，出事怎么办，请你们去清理",
      "派出所说我的材料不全不给开无犯罪证明，来回跑了三趟",
      "请问劳动仲裁要去哪里申请，带什么材料",
      "法院门口那条路一直积水，请修一下",
      "街上有人发假证小广告，贴得到处都是，希望城管清理",
      "信访办旁边的打印店少找我五块钱，叫他退",
      "法院门口的下水道堵了，污水漫到人行道",
      "仲裁院搬到哪里去了，电话多少",
    ])
  func context(text: String) throws {
    let profile = try #require(Shipped.profiles["zhongshan"])
    let shown = profile.exclusions.find(in: text).filter {
      $0.confidence >= ExclusionList.displayThreshold
    }
    #expect(shown.isEmpty)
  }
}
