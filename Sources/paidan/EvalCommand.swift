import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  static let eval = Command(
    name: "eval", summary: "用带标注的数据测量派单、检索和不予受理的质量与速度，用生成的工单测量速度",
    usage: Usage(
      options: [
        ("--train", "A.jsonl[,B.jsonl]", "dispatch、learning：学习用的工单"),
        ("--first", "N", "learning：先学习多少天再逐日预测，缺省 14"),
        ("--every", "N", "learning：每多少天全部重学一次作对照，缺省 1"),
        ("--label", "L", "dispatch：unit（缺省）、type 或 category"),
        ("--profile", "P", "exclusions、tickets：按哪个规定"),
        ("--count", "N", "tickets：先生成到多少张工单，缺省 100000"),
        ("--rounds", "N", "tickets：用多少张工单测量各个操作，缺省 500"),
        ("--seconds", "N", "tickets：每种线程数测量多少秒，缺省 10"),
        ("--corpus", "C.jsonl[.gz]", "search：文档，每行 {\"id\",\"title\",\"text\"}"),
        ("--queries", "Q.jsonl", "search：问题，每行 {\"id\",\"text\"}"),
        ("--qrels", "R.tsv", "search：正确答案，每行“问题编号 制表符 文档编号 制表符 1”"),
        ("--test", "T.jsonl", "search、learning、tickets 以外：带标注的来电或工单"),
        ("--run", "FILE", "search：把排序写进这个文件"),
      ], operands: ("dispatch|learning|search|exclusions|catalogue|answers|tickets", 1, 1))
  ) { arguments in
    switch arguments.operands[0] {
    case "search": try evalSearch(arguments)
    case "dispatch": try evalDispatch(arguments)
    case "exclusions":
      let profile = try arguments.required("--profile")
      let test = try path(arguments.required("--test"), "--test")
      try Terminal.json(Measure.exclusions(shelf(), profile: profile, test: test))
    case "catalogue":
      let test = try path(arguments.required("--test"), "--test")
      try Terminal.json(Measure.catalogue(desk(arguments), test: test))
    case "answers":
      let test = try path(arguments.required("--test"), "--test")
      try Terminal.json(Measure.answers(desk(arguments), test: test))
    case "learning": try evalLearning(arguments)
    case "tickets": try evalTickets(arguments)
    case let other:
      throw UsageError(
        message:
          "没有“\(other)”这种测量，应为 dispatch、learning、search、exclusions、catalogue、answers 或 tickets")
    }
  }

  private static func evalLearning(_ arguments: Arguments) throws {
    let line = ProgressLine()
    defer { line.end() }
    try Terminal.json(
      Measure.learning(
        tickets(arguments), first: arguments.number("--first", 14, in: 0...10_000),
        every: arguments.number("--every", 1, in: 1...10_000)
      ) { line.show("逐日回放", $0, $1) })
  }

  private static func tickets(_ arguments: Arguments) throws -> [URL] {
    try arguments.required("--train").split(separator: ",").map {
      try path(String($0), "--train")
    }
  }

  private static func evalDispatch(_ arguments: Arguments) throws {
    let name = arguments["--label"] ?? "unit"
    guard let label = Measure.Label(rawValue: name) else {
      throw UsageError(message: "--label 应为 unit、type 或 category，不是“\(name)”")
    }
    let train = try tickets(arguments)
    let test = try path(arguments.required("--test"), "--test")
    try Terminal.json(Measure.dispatch(train: train, test: test, label: label))
  }

  private static func evalTickets(_ arguments: Arguments) throws {
    // Made-up tickets must not come among real ones because an option was forgotten.
    _ = try arguments.required("--data")
    let count = try arguments.number("--count", 100_000, in: 1...10_000_000)
    let rounds = try arguments.number("--rounds", 500, in: 20...100_000)
    let seconds = try arguments.number("--seconds", 10, in: 1...600)
    let desk = try desk(
      arguments, regulation: RegulationChoice(profile: arguments["--profile"] ?? "yichun"))
    let line = ProgressLine()
    defer { line.end() }
    try Terminal.json(
      Measure.tickets(desk, count: count, rounds: rounds, seconds: Double(seconds)) {
        line.show($0, $1, $2)
      })
  }

  private static func evalSearch(_ arguments: Arguments) throws {
    let evaluation = try Measure.search(
      corpus: path(arguments.required("--corpus"), "--corpus"),
      queries: path(arguments.required("--queries"), "--queries"),
      qrels: path(arguments.required("--qrels"), "--qrels"),
      analyzer: Measure.analyzer(ShippedFolders.find()))
    if let run = arguments["--run"] {
      let target = try path(run, "--run")
      do {
        try Data(evaluation.runFile.utf8).write(to: target)
      } catch {
        throw InputProblem(code: "not_writable", field: "run", message: "写不进 \(target.path)")
      }
    }
    try Terminal.json(evaluation.figures)
  }
}
