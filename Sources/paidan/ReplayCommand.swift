import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  static let replay = Command(
    name: "replay", summary: "按规定在内存里走一遍工单命令脚本，每条命令给出一行结果",
    usage: Usage(
      options: [
        ("--profile", "P", "按哪个规定"), ("--layer", "L", "叠加的规范，如 nanjing"),
      ], operands: ("FILE.jsonl", 1, 1))
  ) { arguments in
    let source = try path(arguments.operands[0], "FILE.jsonl")
    let profile = try arguments.required("--profile")
    guard let data = try? Data(contentsOf: source) else {
      throw InputProblem(
        code: "unreadable", field: "file", message: "读不出 \(source.path)，请检查路径和权限")
    }
    // A byte that is no UTF-8 spoils its own line only; the line is then refused.
    let script = String(decoding: data, as: UTF8.self)
    do {
      try shelf().replay(script, profile: profile, layer: arguments["--layer"]) {
        Terminal.line($0)
      }
    } catch let problem as InputProblem where problem.code.hasPrefix("unknown_") {
      throw UsageError(message: problem.message)
    }
  }
}
