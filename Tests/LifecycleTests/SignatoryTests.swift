import Testing

@testable import Lifecycle

struct SignatoryTests {
  @Test(
    "H三(二)(三) N8(3) — a title counts where the text ends with it, whatever unit stands before",
    arguments: [
      ("区水务局分管领导", "分管领导"), ("市局主要领导", "科室分管领导"), ("濠江区区长", "区主要领导"),
      ("副区长", "区分管领导"), ("市长", "区主要领导"), ("红谷滩分局局长", "局属单位主要领导"),
      ("网监科负责人", "单位负责人"), ("区政府主要领导", "区主要领导"),
    ])
  func enough(title: String, wanted: String) {
    #expect(Signatory.suffices(title, for: wanted))
  }

  @Test(
    "H三(二)(三) N8(3) — neither a deputy nor an assistant has the leader's title",
    arguments: [
      ("副区长", "区主要领导"), ("常务副区长", "区主要领导"), ("副市长", "市政府主要领导"), ("区长助理", "区主要领导"),
      ("区分管领导秘书", "区分管领导"), ("分管领导助理", "分管领导"), ("局长办公室科员", "分管领导"),
      ("市局主要领导秘书", "市局主要领导"), ("局属单位主要领导", "市局主要领导"), ("经办人", "单位负责人"),
    ])
  func tooLow(title: String, wanted: String) {
    #expect(!Signatory.suffices(title, for: wanted))
  }

  @Test(
    "Y3 Z17 H三(三) — where a body fixes the unit its name must stand there",
    arguments: [
      ("yichun", "宜春办法第三条", "市教育局", "市热线工作协调会"),
      ("zhongshan", "中山办法第十七条", "市教育局", "接诉即办协商会议"),
      ("haojiang", "濠江制度三（三）", "区长助理", "区12345热线管理机构"),
    ])
  func body(profile: String, source: String, wrong: String, right: String) throws {
    let play = try Play(profile)
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\"")
    try play.no("03-02 11:00", "fix-unit", "\"lead\":\"乙局\",\"by\":\"\(wrong)\"", source)
    let fixed = try play.ok("03-02 12:00", "fix-unit", "\"lead\":\"乙局\",\"by\":\"\(right)\"")
    #expect(fixed.events?.contains("unit-fixed") == true)
  }
}
