import Foundation
import Hotline
import Testing

@testable import Regulations

@Suite struct MergedHotlineTests {
  private func yichun() throws -> MergedHotlines {
    let all = try MergedHotlines.load(folder: Shipped.root.appending(path: "Catalogue/hotlines"))
    return try #require(all.first { $0.profile == "yichun" })
  }

  @Test("Y17 Y18 Y19 Y20 — 32 numbers in three modes, and the four that are not merged")
  func modes() throws {
    let counts = Dictionary(grouping: try yichun().hotlines, by: \.mode).mapValues(\.count)
    #expect(counts == [.merged: 18, .parallel: 9, .branch: 5, .separate: 4])
    #expect(try yichun().city == "宜春市")
  }

  @Test("Every hotline rests on an article that its regulation has")
  func sources() throws {
    let profile = try #require(Shipped.profiles["yichun"])
    let articles = Set(profile.articles.map { profile.short + $0.article })
    for hotline in try yichun().hotlines { #expect(articles.contains(hotline.source)) }
  }

  @Test(
    "Y18 Y19 Y20 — a search for a number, a part of it or its purpose finds it first",
    arguments: [
      ("12369", "12369"), ("12356", "12320（12356）"), ("12358", "12358"), ("1236", "12365"),
      ("１２３５８", "12358"), ("幺二三幺五", "12315"), ("12315电话", "12315"), ("价格举报", "12358"),
      ("价格", "12358"), ("公积金", "12329"), ("以前打公积金那个号码是多少", "12329"), ("快递丢了找谁", "12305"),
      ("医保", "12393"), ("护照热线", "12367"), ("110", "110"), ("急救电话", "120"),
    ])
  func found(query: String, number: String) throws {
    #expect(try yichun().search(query).first?.number == number)
  }

  @Test("A number that is still being typed finds all that begin so, and nothing else")
  func prefix() throws {
    let found = try yichun().search("1235")
    #expect(Set(found.map(\.number)) == ["12358", "12350", "12320（12356）"])
  }

  @Test("Y19 — a number that has an entry of its own is listed before the entry that mentions it")
  func ownEntry() throws {
    let found = try yichun().search("12320")
    #expect(found.map(\.mode) == [.parallel, .merged])
    #expect(found.first?.source == "宜春办法第十九条")
    #expect(try yichun().named(in: "我打12320没人接").first?.mode == .parallel)
  }

  @Test(
    "A search that only mentions a matter finds no hotline",
    arguments: ["今天天气", "医保断缴怎么补", "热线", "举报", "服务热线", "12", "13800000000", "999"])
  func unasked(query: String) throws {
    #expect(try yichun().search(query).isEmpty)
  }

  @Test(
    "A call that names a number or asks for one is told where it answers",
    arguments: [
      ("我打12358没人接", "12358"), ("打了好几次12315，都说管不了", "12315"), ("我拨幺二三三三一直占线", "12333"),
      ("请问价格举报电话是多少", "12358"), ("我打了110他们让我找你们", "110"), ("12305号码打不通", "12305"),
    ])
  func named(call: String, number: String) throws {
    #expect(try yichun().named(in: call).first?.number == number)
  }

  @Test(
    "A count, a price or a house number in a call is no hotline",
    arguments: [
      "房子120平方米，物业费太高", "一共花了12300元不退", "我住12301室", "工号12315的人态度差", "这里有110户没水",
      "快递丢了没人管", "车牌A12350乱停", "13812333000这个电话骚扰我", "12358元的手机坏了",
    ])
  func uncounted(call: String) throws {
    #expect(try yichun().named(in: call).isEmpty)
  }

  @Test("What is told says where the number answers")
  func told() throws {
    func notice(_ number: String) throws -> HotlineNotice {
      HotlineNotice(try #require(try yichun().search(number).first), city: try yichun().city)
    }
    let merged = try notice("12358")
    #expect(merged.now == "由12345受理" && merged.source == "宜春办法第十八条")
    #expect(merged.tell.contains("已经取消") && merged.city == "宜春市")
    #expect(try notice("12315").tell.contains("双号并行"))
    #expect(try notice("12366").now == "可转接")
    #expect(try notice("120").tell.contains("直接拨打120"))
  }

  @Test("A wrong hotline file tells its faults")
  func faults() throws {
    let text = """
      profile: x
      city: 某市
      short: 某办法
      numbers:
        - {number: 热线, purpose: 某, mode: 整体并入, source: 第一条}
        - {number: "12345", purpose: 某, mode: 取消, source: 第一条, colour: red}
      """
    let problem = #expect(throws: DataFaults.self) { try MergedHotlines(text: text, file: "x") }
    #expect(problem?.faults.map(\.line) == [5, 6, 6])
    let bare = #expect(throws: DataFaults.self) {
      try MergedHotlines(text: text.replacing("city: 某市\n", with: ""), file: "x")
    }
    #expect(bare?.faults.contains { $0.message.contains("city") } == true)
  }
}
