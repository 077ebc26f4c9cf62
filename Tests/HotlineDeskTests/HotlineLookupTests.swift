import Hotline
import HotlineDesk
import Testing

@Suite struct HotlineLookupTests {
  @Test("Y18 — a search for the number says where it answers now, and in which city")
  func found() throws {
    let desk = try ShippedDesk.desk.get()
    let hotline = try #require(try desk.hotlines("12358").first)
    #expect(hotline.purpose == "价格举报热线")
    #expect(hotline.now == "由12345受理")
    #expect(hotline.source == "宜春办法第十八条")
    #expect(hotline.city == "宜春市")
    #expect(hotline.tell == "在宜春市，12358（价格举报热线）已经取消，业务由12345受理。")
    let chosen = try #require(try desk.hotlines("12358", profile: "yichun").first)
    #expect(chosen.tell == "12358（价格举报热线）已经取消，业务由12345受理。")
  }

  @Test("Under another city's profile a merger is no fact")
  func elsewhere() throws {
    let desk = try ShippedDesk.desk.get()
    for profile in ["zhongshan", "haojiang", "nanchang-msa"] {
      #expect(try desk.hotlines("12358", profile: profile).isEmpty)
      #expect(try desk.suggest("我打12358没人接", profile: profile).hotlines.isEmpty)
    }
    let problem = #expect(throws: InputProblem.self) {
      try desk.hotlines("12358", profile: "nowhere")
    }
    #expect(problem?.field == "profile")
  }

  @Test("The first digits alone find at most five")
  func most() throws {
    #expect(try ShippedDesk.desk.get().hotlines("123").count == 5)
  }

  @Test("A call that asks for a number is told where it answers; another call is not")
  func called() throws {
    let desk = try ShippedDesk.desk.get()
    let called = try desk.suggest("我打12358没人接", profile: "yichun")
    #expect(called.hotlines.map(\.number) == ["12358"])
    let branch = try desk.suggest("税务局的热线电话是多少，我想问个税", profile: "yichun")
    #expect(branch.hotlines.first?.now == "可转接")
    #expect(try desk.suggest("超市乱收费，价格和标签不一样").hotlines.isEmpty)
  }
}
