import Foundation
import Hotline
import Lifecycle
import Testing

@testable import Forms

@Suite struct FormPageTests {
  private func played(_ text: String) throws -> PlayedTicket {
    var play = try PlayedTicket()
    try play.receive(text)
    try play.send()
    return play
  }

  @Test("Marks in a text stay text, and the page holds no script", arguments: Form.allCases)
  func escaping(form: Form) throws {
    let evil = "<script>alert(1)</script>&\"'\u{202E}</p>"
    var play = try played(evil)
    switch form {
    case .returning: try play.askReturn(evil, suggest: evil)
    case .extending: try play.askExtension(evil)
    case .reply: try play.reply("经查，\(evil)。已责令整改。已电话联系市民。" + PlayedTicket.result)
    case .transfer: break
    }
    var context = try play.context(caller: FormCaller(name: evil, phone: evil, address: evil))
    context.number = evil
    context.requirements = evil
    context.subject = evil
    context.offices.authority = evil
    context.officer = FormOfficer(name: evil, post: evil, phone: evil)
    let html = FormSheet(form, of: try play.ticket, events: play.events, in: context).html()
    #expect(!html.contains("<script") && !html.contains("\u{202E}"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;&lt;/p&gt;"))
    #expect(html.contains("default-src 'none'"))
  }

  @Test("N20(6) — a withheld caller is found nowhere on the form", arguments: Form.allCases)
  func secrecy(form: Form) throws {
    var play = try played("我是张某，电话138 0000 0000，身份证36010119900101123X，举报隔壁店铺")
    try play.act(.supplement(text: "张某补充：请打13800000000"), "02 11:30")
    switch form {
    case .returning: try play.askReturn("张某反映的不属本科室")
    case .extending: try play.askExtension("要与张某核实")
    case .reply: try play.reply("经查，张某反映属实。" + PlayedTicket.result)
    case .transfer: break
    }
    let html = try play.sheet(form, caller: .withheld).html()
    for secret in ["张某", "138", "0000", "360101", "红谷滩"] {
      #expect(
        !words(html).replacing("83800000", with: "").replacing("000123", with: "")
          .contains(secret), "\(secret)")
    }
    if form != .reply {
      #expect(words(html).contains("诉求人姓名或称呼：保密联系电话：保密"))
      #expect(words(html).contains("我是保密，电话保密，身份证保密，举报隔壁店铺"))
    }
    // Who may see the caller sees the text as it was said.
    #expect(try form == .reply || play.sheet(form).html().contains("138 0000 0000"))
  }

  @Test("What the caller never gave is blank, not withheld")
  func blank() throws {
    let none = FormCaller(name: "", phone: "", address: "")
    let text = words(try played("路灯不亮").sheet(.transfer, caller: none).html())
    #expect(text.contains("诉求人姓名或称呼：联系电话：诉求内容：路灯不亮"))
  }

  @Test("Short texts are set large, longer ones smaller, none under 9 points")
  func sizes() throws {
    func size(_ count: Int) throws -> Double {
      let play = try played(String(repeating: "反映问题", count: count / 4))
      return FormLayout(try play.sheet(.transfer)).size.points
    }
    #expect(try size(40) == 11)
    #expect(try (9..<11).contains(size(600)))
    #expect(try size(20_000) == 9)
    var reply = try played("物价")
    try reply.reply()
    #expect(FormLayout(try reply.sheet(.reply)).size.points == 12)
  }

  @Test(
    "A text that is too long goes on behind the form without losing a character",
    arguments: Form.allCases)
  func continuation(form: Form) throws {
    let parts = (0..<700).map { "第\($0)件事情要说清楚，" }
    let long = parts.joined()
    var play = try played(form == .reply ? "物价" : long)
    switch form {
    case .returning: try play.askReturn(long)
    case .extending: try play.askExtension(long)
    default: break
    }
    var context = try play.context()
    if form == .reply {
      context.reply = ReplySections(survey: long, handling: "已办", contact: "已联系")
    }
    let sheet = FormSheet(form, of: try play.ticket, events: play.events, in: context)
    let layout = FormLayout(sheet)
    #expect(!layout.continuation.isEmpty)
    let pages = sheet.html().components(separatedBy: "<section class=\"sheet").count - 1
    #expect(pages == layout.continuation.count + 1)
    let heads = layout.rows.compactMap(FormLayout.growing).joined().compactMap(shortened)
    var rests: [FormField] = []
    for field in layout.continuation.joined() {
      if rests.last?.name == field.name {
        rests[rests.count - 1].value += field.value
      } else {
        rests.append(field)
      }
    }
    let whole = zip(heads, rests).map { $0 + $1.value }
    #expect(heads.count == rests.count)
    #expect(!whole.isEmpty && whole.allSatisfy { $0.contains(long) })
  }

  /// The beginning of a text that goes on, nil for one that is whole.
  private func shortened(_ part: FormPart) -> String? {
    switch part {
    case .text(_, let text), .paragraph(_, let text):
      text.hasSuffix(FormLayout.goesOn) ? String(text.dropLast(FormLayout.goesOn.count)) : nil
    case .line, .signature, .closing: nil
    }
  }

  @Test("Lines are shared so that the longest gives way first")
  func shares() {
    #expect(FormLayout.shares([3, 100, 5], of: 20) == [3, 12, 5])
    #expect(FormLayout.shares([10, 10], of: 5) == [3, 2])
    #expect(FormLayout.shares([1, 1], of: 9) == [1, 1])
  }

  @Test("A cut text and its rest are the text", arguments: [1, 2, 7])
  func cut(lines: Int) {
    let text = String(repeating: "字A1，\n", count: 60)
    let (head, rest) = TypeSize.least.cut(text, width: 40, lines: lines, reserve: 3)
    #expect(head + rest == text)
    #expect(TypeSize.least.lines(head, width: 40) <= lines + 1)
  }

  @Test(
    "A reply is parted by its own headings, and nothing is lost",
    arguments: [
      ("一、调查情况：甲。\n二、处理情况：乙。\n三、沟通反馈情况：丙。\n四、相关佐证材料：丁", ["甲。", "乙。", "丙。", "丁"]),
      ("处理情况：只有这些。", ["", "只有这些。", "", ""]), ("处理情况如下文。", ["处理情况如下文。", "", "", ""]),
      ("", ["", "", "", ""]), ("经查属实。已立案。照片见附件。", ["经查属实。", "已立案。", "", "照片见附件。"]),
    ])
  func sections(text: String, parts: [String]) {
    #expect(ReplySections(parting: text).all == parts)
  }

  @Test(
    "A sentence that says more than who the officer is stays in the reply",
    arguments: ["经办人：李某，职务：科员。", "经办人：李某，职务：科员，电话：1，已到场。", "已由经办人联系。"])
  func officer(text: String) {
    #expect(FormOfficer.taking(from: text) == nil)
  }
}
