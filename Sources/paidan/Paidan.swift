import Foundation
import Hotline
import HotlineDesk

/// One command of the tool.
struct Command: Sendable {
  let name: String
  let summary: String
  let usage: Usage
  let run: @Sendable (Arguments) throws -> Void
}

/// The command line of Paidan.
@main
enum Paidan {
  static let commands: [Command] =
    [
      serve, search, suggest, rules, deadline, replay, load, export, lint, eval, backup, restore,
      verify,
      rebuild, rotate, user, proposals,
    ]

  static func main() {
    // A reader that goes away, such as `head`, is no reason to die without a word.
    signal(SIGPIPE, SIG_IGN)
    // Databases and backups hold what callers said: they are for their owner's eyes.
    umask(0o077)
    var words = Array(CommandLine.arguments.dropFirst())
    guard let name = words.first else {
      Terminal.message(help)
      exit(2)
    }
    if ["--help", "-h", "help"].contains(name) {
      Terminal.line(help)
      exit(0)
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      let known = commands.map(\.name).joined(separator: " ")
      Terminal.message("paidan: 没有命令“\(name)”，可用的有：\(known)")
      exit(2)
    }
    words.removeFirst()
    do {
      let arguments = try Arguments(words, command.usage)
      if arguments.has("--help") {
        Terminal.line(help(command))
      } else {
        try command.run(arguments)
      }
    } catch let error as UsageError {
      fail(command, error.message, 2)
    } catch let error as InputProblem {
      fail(command, error.message, 1)
    } catch let error as DataFaults {
      for fault in error.faults { Terminal.message(fault.description) }
      fail(command, "发现 \(error.faults.count) 处错误，什么都没有改动", 1)
    } catch {
      fail(command, "\(error)", 1)
    }
  }

  private static func fail(_ command: Command, _ message: String, _ code: Int32) -> Never {
    Terminal.message("paidan \(command.name): \(message)")
    exit(code)
  }

  private static var help: String {
    let width = commands.map(\.name.count).max() ?? 0
    let list = commands.map {
      "  \($0.name.padding(toLength: width + 2, withPad: " ", startingAt: 0))\($0.summary)"
    }.joined(separator: "\n")
    return """
      派单：12345 热线的派单目录、知识库和工单

      用法：paidan 命令 [选项]

      \(list)

      每个命令都有 --help。成功退出码为 0，没做成为 1，参数有误为 2。
      """
  }

  private static func help(_ command: Command) -> String {
    let options =
      (command.usage.options + Usage.common.options).map { ("\($0.name) \($0.value)", $0.help) }
      + (command.usage.flags + Usage.common.flags).map { ($0.name, $0.help) }
    let width = options.map(\.0.count).max() ?? 0
    let list = options.map {
      "  \($0.0.padding(toLength: width + 2, withPad: " ", startingAt: 0))\($0.1)"
    }.joined(separator: "\n")
    let operands = command.usage.operands.names.isEmpty ? "" : " \(command.usage.operands.names)"
    return """
      \(command.summary)

      用法：paidan \(command.name)\(operands) [选项]

      \(list)
      """
  }

  /// Opens the desk of the data folder, showing what takes long.
  static func desk(
    _ arguments: Arguments, regulation: RegulationChoice = .own
  ) throws -> Desk {
    let progress = ProgressLine()
    defer { progress.end() }
    let shipped = ShippedFolders.find()
    let desk = try Desk.open(
      dataFolder(arguments), shipped: shipped, regulation: regulation
    ) { progress.show($0, $1, $2) }
    if shipped == nil, desk.isEmpty {
      Terminal.message("提示：没有找到随附的 Catalogue/ 和 Knowledge/，数据库是空的；可设 PAIDAN_HOME 指明它们所在的目录")
    }
    return desk
  }

  /// The desk of a data folder that must be there: a mistyped path is not to be filled with a new
  /// database.
  static func existingDesk(_ arguments: Arguments) throws -> Desk {
    let folder = dataFolder(arguments)
    guard FileManager.default.fileExists(atPath: folder.database.path) else {
      throw InputProblem(
        code: "no_database", field: "data",
        message: "\(folder.url.path) 里没有数据库，请用 --data 指明数据目录")
    }
    return try desk(arguments)
  }

  /// The data folder that the command line, the environment or nobody names.
  static func dataFolder(_ arguments: Arguments) -> DataFolder {
    let path = arguments["--data"] ?? ProcessInfo.processInfo.environment["PAIDAN_DATA"] ?? "data"
    return DataFolder(URL(filePath: path.isEmpty ? "data" : path))
  }

  /// A path as a URL; an empty one is a fault.
  static func path(_ text: String, _ name: String) throws -> URL {
    guard !text.isEmpty else { throw UsageError(message: "\(name) 不能为空") }
    return URL(filePath: text)
  }
}
