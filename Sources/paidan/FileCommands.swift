import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  private static func matter(_ arguments: Arguments) throws -> Desk.Matter {
    guard let matter = Desk.Matter(rawValue: arguments.operands[0]) else {
      let known = Desk.Matter.allCases.map(\.rawValue).joined(separator: "、")
      throw UsageError(message: "“\(arguments.operands[0])”不能导入导出，应为：\(known)")
    }
    return matter
  }

  static let load = Command(
    name: "import", summary: "读入派单目录、知识库或历史工单；有错误时全部列出，什么都不写入",
    usage: Usage(
      flags: [("--dry-run", "只检查，不写入")],
      operands: ("catalogue|knowledge|history 路径", 2, 2))
  ) { arguments in
    let matter = try matter(arguments)
    let source = try path(arguments.operands[1], "路径")
    let desk = try desk(arguments)
    let progress = ProgressLine()
    let report = try desk.load(
      matter, from: source, by: "command line", dryRun: arguments.has("--dry-run")
    ) { progress.show($0, $1, $2) }
    progress.end()
    if arguments.has("--json") { try Terminal.json(report) }
    guard report.faults.isEmpty else { throw DataFaults(report.faults) }
    let what = report.dryRun ? "可以写入（未写入）" : "已写入"
    Terminal.message("读入 \(report.read) 条，其中新的或有变化的 \(report.changed) 条，\(what)；文件里没有的记录保持不变")
  }

  static let export = Command(
    name: "export", summary: "写出派单目录、知识库（目录）或历史工单（文件），格式与读入的相同",
    usage: Usage(
      options: [
        ("--form", "F", "folder（缺省：目录）、csv（事项或文章一张表）或 json（一个文件）"),
        ("--as-of", "TIME", "按那个时刻当时的内容，如 2026-03-01 或 2026-03-01T09:00:00+08:00"),
      ], operands: ("catalogue|knowledge|history 路径", 2, 2))
  ) { arguments in
    let matter = try matter(arguments)
    let target = try path(arguments.operands[1], "路径")
    let name = arguments["--form"] ?? "folder"
    guard let form = Desk.FileForm(rawValue: name) else {
      throw UsageError(message: "--form 应为 folder、csv 或 json，不是“\(name)”")
    }
    let moment = try moment(arguments, "--as-of")
    let count = try desk(arguments).export(matter, to: target, as: form, asOf: moment)
    if arguments.has("--json") { try Terminal.json(["files": count]) }
    Terminal.message("写出 \(count) 个文件到 \(target.path)")
  }

  /// A time or the beginning of a day; nil without the option.
  static func moment(_ arguments: Arguments, _ option: String) throws -> Date? {
    guard let text = arguments[option] else { return nil }
    guard let moment = Validity.first(text) else {
      throw UsageError(message: "\(option) 应为 2026-03-01 或 2026-03-01T09:00:00+08:00，不是“\(text)”")
    }
    return moment
  }

  static let lint = Command(
    name: "lint", summary: "检查派单目录和知识库文件，列出所有错误及其文件和行",
    usage: Usage(operands: ("[路径]", 0, 1))
  ) { arguments in
    let given = try arguments.operands.first.map { try path($0, "路径") }
    guard let folder = given ?? ShippedFolders.find()?.root else {
      throw UsageError(message: "请写明要检查的目录")
    }
    let faults = Desk.lint(folder)
    if arguments.has("--json") { try Terminal.json(["faults": faults]) }
    for fault in faults { Terminal.message(fault.description) }
    guard faults.isEmpty else {
      throw InputProblem(code: "faults", field: "path", message: "发现 \(faults.count) 处错误")
    }
    Terminal.message("没有发现错误")
  }
}
