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
      options: [
        ("--mapping", "FILE.yaml", "对照文件：把别处的表格（.csv、.xlsx）逐行变成知识文章，格式见 README")
      ],
      flags: [
        ("--dry-run", "只检查，不写入"),
        ("--skip-faulty", "与 --mapping 同用：有错误的行列出后跳过，其余照常读入"),
      ],
      operands: ("catalogue|knowledge|history 路径", 2, 2))
  ) { arguments in
    let matter = try matter(arguments)
    let source = try path(arguments.operands[1], "路径")
    let mapping = try mapping(arguments, for: matter)
    let desk = try desk(arguments)
    let progress = ProgressLine()
    let report = try read(matter, source, mapping, arguments, desk, progress)
    progress.end()
    if arguments.has("--json") { try Terminal.json(report) }
    for remark in report.remarks { Terminal.message(remark.description) }
    if arguments.has("--skip-faulty") {
      for fault in report.faults { Terminal.message(fault.description) }
    } else if !report.faults.isEmpty {
      throw DataFaults(report.faults)
    }
    let what = report.dryRun ? "可以写入（未写入）" : "已写入"
    Terminal.message("读入 \(report.read) 条，其中新的或有变化的 \(report.changed) 条，\(what)；文件里没有的记录保持不变")
  }

  /// The mapping file that the command line names, which makes articles only.
  private static func mapping(_ arguments: Arguments, for matter: Desk.Matter) throws -> URL? {
    guard let text = arguments["--mapping"] else {
      if arguments.has("--skip-faulty") {
        throw UsageError(message: "--skip-faulty 只能与 --mapping 同用")
      }
      return nil
    }
    guard matter == .knowledge else {
      throw UsageError(message: "--mapping 只用于 knowledge：表格的每一行变成一篇知识文章")
    }
    return try path(text, "--mapping")
  }

  private static func read(
    _ matter: Desk.Matter, _ source: URL, _ mapping: URL?, _ arguments: Arguments, _ desk: Desk,
    _ progress: ProgressLine
  ) throws -> ImportReport {
    let isDry = arguments.has("--dry-run")
    let show: @Sendable (String, Int, Int) -> Void = { progress.show($0, $1, $2) }
    guard let mapping else {
      return try desk.load(matter, from: source, by: "command line", dryRun: isDry, progress: show)
    }
    return try desk.load(
      table: source, mapping: mapping, by: "command line", dryRun: isDry,
      skipsFaulty: arguments.has("--skip-faulty"), progress: show)
  }

  static let export = Command(
    name: "export",
    summary: "写出派单目录、知识库（目录，或以 .xlsx、.csv、.json 结尾的文件）或历史工单（文件），格式与读入的相同",
    usage: Usage(
      options: [
        ("--as-of", "TIME", "按那个时刻当时的内容，如 2026-03-01 或 2026-03-01T09:00:00+08:00")
      ], operands: ("catalogue|knowledge|history 路径", 2, 2))
  ) { arguments in
    let matter = try matter(arguments)
    let target = try path(arguments.operands[1], "路径")
    let moment = try moment(arguments, "--as-of")
    let count = try desk(arguments).export(matter, to: target, asOf: moment)
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
