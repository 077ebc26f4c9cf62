import Foundation
import Hotline
import Lifecycle
import Testing

@testable import Forms

/// Writes forms for a browser to print, into the folder that `PAIDAN_FORM_SAMPLES` names.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PAIDAN_FORM_SAMPLES"] != nil))
struct FormSampleTests {
  private static let texts: [String: String] = [
    "plain": "市场里的摊位没有明码标价，结账时多收了钱，希望核实并退还。",
    "600": String(repeating: "小区门口的早餐店没有公示价格，问了也不说，结账总比别人贵两元。", count: 20),
    "lines": (1...70).map { "说到这里，另起一行，共\($0)行" }.joined(separator: "\n"),
    "latin": String(repeating: "https://example.invalid/WWWMMM/QQQ?id=0123456789&x=", count: 9),
    "odd": String(repeating: "😀龘𠮷，。）》」！", count: 40) + "<b>&amp;</b>\u{0301}\u{200B}",
    "4000": String(repeating: "反映的事情很多，一件一件地说。", count: 266),
    "20000": String(repeating: "字", count: 19_990),
  ]

  @Test func written() throws {
    let place = try #require(ProcessInfo.processInfo.environment["PAIDAN_FORM_SAMPLES"])
    let folder = URL(filePath: place)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in Self.texts {
      for form in Form.allCases {
        let long = FormLayout(try sheet(form, text)).continuation.count
        let file = folder.appending(path: "\(form.rawValue)-\(name)-\(long + 1).html")
        try Data(try sheet(form, text).html().utf8).write(to: file)
      }
    }
    for id in ["yichun", "haojiang", "zhongshan"] {
      var city = try PlayedTicket(id)
      try city.receive(String(repeating: "路灯不亮，", count: 120))
      for form in Form.allCases {
        let file = folder.appending(path: "\(form.rawValue)-\(id)-1.html")
        try Data(try city.sheet(form, caller: .withheld).html().utf8).write(to: file)
      }
    }
  }

  private func sheet(_ form: Form, _ text: String) throws -> FormSheet {
    var play = try PlayedTicket()
    try play.receive(text)
    try play.send(co: ["广告科", "价格监督检查和反不正当竞争科", "食品经营安全监督管理科", "特种设备安全监察科"])
    switch form {
    case .returning: try play.askReturn(text)
    case .extending: try play.askExtension(text)
    case .reply: try play.reply()
    case .transfer: break
    }
    var context = try play.context()
    if form == .reply, text.count > 100 {
      context.reply = ReplySections(
        survey: text, handling: "已责令整改。", contact: "已于10:20电话联系市民告知处理情况，市民认可。", proof: "现场照片两张。")
    }
    return FormSheet(form, of: try play.ticket, events: play.events, in: context)
  }
}
