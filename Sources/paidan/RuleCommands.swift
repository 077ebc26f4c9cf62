import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  /// The shipped regulations; without them nothing can be said of any rule.
  static func shelf() throws -> RuleShelf {
    guard let shipped = ShippedFolders.find() else {
      throw InputProblem(
        code: "not_shipped", field: "PAIDAN_HOME",
        message: "找不到随附的 Catalogue/ 目录，请在项目目录下运行，或设 PAIDAN_HOME")
    }
    return try RuleShelf(shipped)
  }

  static let rules = Command(
    name: "rules", summary: "逐条列出一个规定：每条在系统里的值或做法，或为何不由系统处理",
    usage: Usage(operands: ("规定名", 1, 1))
  ) { arguments in
    let lines = try shelf().articles(of: arguments.operands[0])
    if arguments.has("--json") { return try Terminal.json(lines) }
    for line in lines {
      Terminal.line("\(line.source)")
      if let does = line.does {
        Terminal.line("  \(does)" + (line.place.map { "（\($0)）" } ?? ""))
      }
      if let reason = line.notSoftware { Terminal.line("  not software：\(reason)") }
      for rule in line.rules {
        let reading = rule.interpretation.map { "（解释：\($0)）" } ?? ""
        Terminal.line("    \(rule.place)  \(rule.name) = \(rule.value)\(reading)")
      }
    }
  }

  static let deadline = Command(
    name: "deadline", summary: "一步一步算出一个办理期限，以及签收、退单、延期、联系的期限",
    usage: Usage(options: [
      ("--profile", "P", "按哪个规定"),
      ("--type", "TYPE", "诉求类型：咨询、求助、投诉、举报、意见建议、感谢、其他"),
      ("--from", "TIME", "从何时起算，如 2026-09-30T15:00:00+08:00"),
      ("--limit", "SPAN", "法律或派单目录规定的期限，如 \"3 working days\""),
      ("--item", "ID", "派单目录事项的编号，取它对这一类诉求的期限，如 SC-012"),
    ])
  ) { arguments in
    let answer: DeadlineAnswer
    do {
      answer = try shelf().deadline(
        arguments.required("--profile"), type: arguments.required("--type"),
        from: arguments.required("--from"), limit: arguments["--limit"],
        item: arguments["--item"])
    } catch let problem as InputProblem where problem.code != "not_shipped" {
      throw problem.code == "limit_missing" ? problem : UsageError(message: problem.message)
    }
    if arguments.has("--json") { return try Terminal.json(answer) }
    Terminal.line("到期：\(answer.dueAt)（\(answer.source)）")
    for step in answer.steps {
      Terminal.line("  \(step.from) 至 \(step.to)：\(step.what)（\(step.source)）")
    }
    for date in answer.dates {
      let note = date.note.map { "\n  注意：\($0)" } ?? ""
      Terminal.line("\(date.what)：\(date.dueAt ?? "来不及")（\(date.source)）\(note)")
    }
  }
}
