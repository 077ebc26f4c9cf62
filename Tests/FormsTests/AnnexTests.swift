import Foundation
import Hotline
import Lifecycle
import Regulations
import Testing

@testable import Forms

@Suite struct AnnexTests {
  private static let request = [
    "诉求人姓名或称呼", "联系电话", "诉求内容", "退单时限", "申请延期时限", "完成时限", "办理要求",
  ]
  /// The names of each annex's fields, copied from the document from top to bottom.
  private static let fields: [Form: [String]] = [
    .transfer: ["南昌市市场监督管理局群众诉求转办单", "类型：", "投诉", "举报", "求助", "咨询", "意见建议", "其他", "转办时间", "平台编号"]
      + ["转办次数", "工单来源", "工单内容"] + request
      + ["消保科拟办意见", "经办人意见", "签名", "日期", "负责人意见", "签名", "日期", "消保科分管领导意见", "市局主要领导意见"]
      + ["接收单位签收", "联络员（签名）", "签收时间"],
    .returning: ["南昌市市场监督管理局群众诉求退单申请", "转办时间", "平台编号", "原工单内容"] + request
      + ["退单理由和依据", "建议承办单位", "退单单位拟办意见", "经办人意见", "签名", "日期", "退单单位分管领导意见", "负责人意见"]
      + ["签名", "日期", "消保科签收", "经办人（签名）", "签收时间"],
    .extending: ["南昌市市场监督管理局群众诉求延期办理申请", "转办时间", "平台编号", "原工单内容"] + request
      + ["延期理由", "延长时间", "承办单位拟办意见", "经办人意见", "签名", "日期", "负责人意见", "签名", "日期"]
      + ["承办单位分管领导意见", "消保科签收", "经办人（签名）", "签收时间"],
    .reply: ["工单回复", "工单号", "渠道来源的关于反映", "现将有关办理情况回复如下", "一、调查情况。", "二、处理情况。"]
      + ["三、沟通反馈情况。", "四、相关佐证材料。", "经办人名字", "职务", "手机号", "经办单位", "（公章）"],
  ]

  private func played() throws -> PlayedTicket {
    var play = try PlayedTicket()
    try play.receive()
    try play.send(co: ["广告科"])
    return play
  }

  private func page(_ form: Form, _ play: PlayedTicket) throws -> String {
    words(try play.sheet(form).html())
  }

  @Test(
    "N annex 1–4 — every field of the annex stands on the form, in its order",
    arguments: Form.allCases)
  func order(form: Form) throws {
    var rest = try page(form, played())[...]
    for field in try #require(Self.fields[form]) {
      let place = try #require(rest.firstRange(of: field), "\(field) of \(form)")
      rest = rest[place.upperBound...]
    }
    // Nothing of an ordinary ticket is shortened, not even a blank.
    #expect(try !page(form, played()).contains("…"))
  }

  @Test("N annex 1–4 — every field that the regulation's file lists stands on the form, in order")
  func listed() throws {
    let play = try played()
    let rows = play.machine.rules.base[.forms]
    #expect(rows.map(\.id) == Form.allCases.map(\.rawValue))
    for row in rows {
      let form = try #require(Form(rawValue: row.id))
      var rest = try page(form, play)[...]
      #expect(form.annexTitle == row.text)
      for field in try #require(row["fields"]).split(separator: "、") {
        let place = try #require(rest.firstRange(of: field), "\(field) of \(form)")
        rest = rest[place.upperBound...]
      }
    }
  }

  @Test("N annex 1 — the transfer form is filled from the ticket")
  func transfer() throws {
    let text = try page(.transfer, played())
    for value in [
      "类型：☑投诉☐举报☐求助☐咨询☐意见建议☐其他", "转办时间2026年3月2日10时00分平台编号NC20260302000123",
      "转办次数第1次工单来源电话", "诉求人姓名或称呼：张某联系电话：13800000000", "（地址：红谷滩区某路1号）市场里的摊位没有明码标价",
      "退单时限：2026年3月2日15时00分（签收后4小时内）", "申请延期时限：2026年3月12日17时00分（到期前1个工作日）",
      "完成时限：2026年3月13日17时00分", "办理要求：加盖公章后回复", "拟转网监科主办，广告科协办。",
      "签收时间：2026年3月2日11时00分", "系统记载签批：消保科分管领导。", "打印时间2026年3月6日8时30分",
    ] {
      #expect(text.contains(value), "\(value)")
    }
  }

  @Test("N annex 1 — before it is sent, the times are blank and the asked unit is named")
  func before() throws {
    var play = try PlayedTicket()
    try play.receive(type: .thanks)
    let blank = try page(.transfer, play)
    #expect(blank.contains("☑其他") && blank.contains("转办时间年月日时分"))
    #expect(blank.contains("完成时限：年月日时分") && blank.contains("第1次"))
    try play.act(.predispatch(unit: "网监科"), "02 09:10")
    #expect(try page(.transfer, play).contains("拟预分派网监科。"))
  }

  @Test("N annex 2 — the return is filled, also once it was decided and the ticket sent again")
  func returning() throws {
    var play = try played()
    try play.askReturn()
    let text = try page(.returning, play)
    #expect(text.contains("退单理由和依据不属于本科室职责依据：三定方案建议承办单位广告科"))
    #expect(text.contains("网监科申请退单。") && text.contains("系统记载签批：分管领导。"))
    try play.act(.approveReturn(lead: "广告科"), "02 13:00")
    #expect(try page(.returning, play).contains("建议承办单位广告科"))
    #expect(try page(.transfer, play).contains("第2次"))
  }

  @Test("N annex 3 — the extension is filled, and states the first limit also once it was granted")
  func extending() throws {
    var play = try played()
    try play.askExtension()
    let text = try page(.extending, play)
    #expect(text.contains("延期理由需要抽样检验延长时间9个工作日"))
    #expect(text.contains("系统记载签批：分管领导。"))
    try play.act(.approveExtension, "10 11:00")
    let later = try page(.extending, play)
    #expect(later.contains("延长时间9个工作日") && later.contains("完成时限：2026年3月13日17时00分"))
  }

  @Test("N annex 4 N18(2) — the reply is parted without losing a word, and names its officer")
  func reply() throws {
    var play = try played()
    try play.reply()
    let text = try page(.reply, play)
    for value in [
      "工单号：NC20260302000123电话渠道来源的关于反映市场里的摊位没有明码标价的问题收悉。", "一、调查情况。经查，商家未明码标价。",
      "二、处理情况。已责令整改，退还多收的20元。", "三、沟通反馈情况。已于10:20电话联系市民告知处理情况，市民认可。四、相关佐证材料。系统记载审定：市局主要领导。",
      "经办人名字：李某职务：科员手机号：0791-83800000经办单位：网监科（公章）2026年3月5日",
    ] {
      #expect(text.contains(value), "\(value)")
    }
  }

  @Test("Another city's forms bear its own name and offices")
  func elsewhere() throws {
    func offices(_ id: String) throws -> FormOffices {
      FormOffices(try PlayedTicket(id).machine.rules.base)
    }
    #expect(try offices("nanchang-msa").authority == "南昌市市场监督管理局")
    #expect(try offices("yichun").authority == "宜春市")
    #expect(try offices("haojiang").authority == "汕头市濠江区")
    #expect(try offices("zhongshan").authority == "中山市")
    var play = try PlayedTicket("yichun")
    try play.receive()
    try play.act(
      .dispatch(lead: "市城管局", co: [], terms: Terms(), approvedBy: nil), "02 10:00")
    let text = try page(.transfer, play)
    #expect(text.hasPrefix("宜春市群众诉求转办单"))
    #expect(!text.contains("消保科") && !text.contains("市局"))
  }
}
