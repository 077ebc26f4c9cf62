import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  static let backup = Command(
    name: "backup", summary: "把数据库复制成一个备份文件，服务可以照常运行",
    usage: Usage(options: [("--to", "FILE", "备份文件，不能已经存在")])
  ) { arguments in
    let target = try path(arguments.required("--to"), "--to")
    let desk = try existingDesk(arguments)
    let progress = ProgressLine()
    try desk.backup(to: target) { progress.show($0, $1, $2) }
    progress.end()
    if arguments.has("--json") { try Terminal.json(["file": target.path]) }
    Terminal.message("已备份到 \(target.path)")
    Terminal.message("个人信息的密钥不在备份里，请另外妥善保存 \(desk.folder.key.path)（或者 PAIDAN_KEY）")
  }

  static let restore = Command(
    name: "restore", summary: "检查一个备份文件，并用它替换数据目录里的数据库（先停止服务）",
    usage: Usage(options: [("--from", "FILE", "备份文件")])
  ) { arguments in
    let source = try path(arguments.required("--from"), "--from")
    let kept = try Desk.restore(dataFolder(arguments), from: source)
    if arguments.has("--json") { try Terminal.json(["kept": kept?.path]) }
    Terminal.message("已恢复" + (kept.map { "，原来的数据库保存为 \($0.path)" } ?? ""))
    Terminal.message("工单号和变更的位置从新的一段接着编，不会与以前给出的重复；备份以后已按期销毁的个人信息，计时会重新销毁")
  }

  static let verify = Command(
    name: "verify", summary: "检查日志链、日志末尾和数据库是否完好，并把各张表与日志逐行核对",
    usage: Usage(flags: [("--chain", "只检查日志和数据库结构，不核对各张表")])
  ) { arguments in
    let progress = ProgressLine()
    let report = try existingDesk(arguments).verify(tables: !arguments.has("--chain")) {
      progress.show($0, $1, $2)
    }
    progress.end()
    if arguments.has("--json") { try Terminal.json(report) }
    for fault in report.faults { Terminal.message(fault) }
    guard report.faults.isEmpty else {
      throw InputProblem(
        code: "damaged", field: "data", message: "发现 \(report.faults.count) 处问题，请用备份恢复")
    }
    Terminal.message("完好：日志 \(report.entries) 条")
  }

  static let rotate = Command(
    name: "rotate-key", summary: "更换密封个人信息的主密钥，服务可以照常运行", usage: Usage()
  ) { arguments in
    let rotation = try existingDesk(arguments).rotateMasterKey(by: "command line")
    if arguments.has("--json") { try Terminal.json(rotation) }
    Terminal.message(
      "主密钥已由 \(rotation.from) 换成 \(rotation.to)，重新密封 \(rotation.records) 条；"
        + "原密钥留在 \(rotation.former)，恢复以前的备份时要用，以前的备份都销毁以后请删除它")
  }

  static let rebuild = Command(
    name: "rebuild", summary: "由日志重新生成所有的表和索引", usage: Usage()
  ) { arguments in
    let desk = try existingDesk(arguments)
    let progress = ProgressLine()
    try desk.rebuild { progress.show($0, $1, $2) }
    progress.end()
    if arguments.has("--json") { try Terminal.json(["rebuilt": true]) }
    Terminal.message("已重建")
  }
}
