import Foundation
import Hotline
import HotlineDesk
import Service

extension Paidan {
  static let serve = Command(
    name: "serve", summary: "启动服务和坐席工作台",
    usage: Usage(
      options: [
        ("--host", "H", "监听的地址，缺省 127.0.0.1（只有本机能访问）"),
        ("--port", "N", "监听的端口，缺省 8345；0 为任选一个"),
        ("--profile", "P", "新工单按哪一套规则，缺省为本市的"),
        ("--layer", "L", "叠加在上面的规范，如 nanjing"),
        ("--names", "NAME,…", "只监听本机、经由代理访问时，代理转来的主机名"),
      ], flags: [("--demo", "装入示例工单，供试用；已有工单时不装")])
  ) { arguments in
    let port = try arguments.number("--port", 8345, in: 0...65_535)
    let host = arguments["--host"] ?? "127.0.0.1"
    guard !host.isEmpty else { throw UsageError(message: "--host 不能为空") }
    let names = (arguments["--names"] ?? "").split(separator: ",").map(String.init)
    // Blocked before any thread is started, so that every thread leaves the signals to `sigwait`.
    var ending = sigset_t()
    sigemptyset(&ending)
    sigaddset(&ending, SIGINT)
    sigaddset(&ending, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &ending, nil)
    let desk = try desk(
      arguments,
      regulation: RegulationChoice(profile: arguments["--profile"], layer: arguments["--layer"]))
    if arguments.has("--demo") {
      let count = try desk.addDemo()
      Terminal.message(count > 0 ? "已装入 \(count) 张示例工单" : "已有工单，没有装入示例")
    }
    let service = try HotlineService(
      desk: desk, host: host, port: UInt16(port), furtherHosts: names, log: Terminal.message)
    if arguments.has("--json") {
      try Terminal.json(["address": service.address])
    } else {
      Terminal.line("坐席工作台：\(service.address)　按 Ctrl+C 停止")
    }
    if !service.isLoopback {
      Terminal.message("提示：其他机器也能访问本服务；请只在内网使用，并在前面加装带 TLS 和登录的反向代理")
    }
    let timers = DeskTimers(desk) { Terminal.message($0) }
    timers.start()
    desk.startMessages { Terminal.message($0) }
    var signal: Int32 = 0
    sigwait(&ending, &signal)
    Terminal.message("正在停止")
    timers.stop()
    desk.stopMessages()
    service.stop()
  }
}
