import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  static let proposals = Command(
    name: "proposals", summary: "派单目录和知识库的修改提议：起草、试算、提交、审核，以及记录的各个版本",
    usage: Usage(
      options: [
        ("--as", "USER", "由哪个用户办（须是已有的用户；审核人不能是起草、提交的人）"),
        ("--unit", "U", "draft、dry-run：提议单位；list：只看这个单位的"),
        ("--kind", "K", "draft、dry-run：文件里是 item（缺省）还是 article"),
        ("--reason", "TEXT", "draft：理由"), ("--basis", "A|B", "draft：依据，多个用 | 分隔"),
        ("--text", "TEXT", "submit 的答复，ask-back 的问题，refuse 的理由，approve 的说明"),
        ("--state", "S", "list：只看这个状态的"),
      ],
      operands: (
        "list|show 编号|dry-run 文件|draft 文件|submit 编号|ask-back 编号|approve 编号|refuse 编号|"
          + "withdraw 编号|history 记录|compare 记录 版本 版本", 1, 4
      ))
  ) { arguments in
    let words = arguments.operands
    do {
      switch (words[0], words.count) {
      case ("list", 1): try listProposals(arguments)
      case ("show", 2):
        try Terminal.json(desk(arguments).proposal(words[1], for: hotlineSeat))
      case ("dry-run", 2): try dryRunProposal(arguments)
      case ("draft", 2): try draftProposal(arguments)
      case ("history", 2):
        for revision in try desk(arguments).revisions(of: words[1], showsPlanned: true) {
          try Terminal.json(revision)
        }
      case ("compare", 4):
        guard let old = Int(words[2]), let new = Int(words[3]) else {
          throw UsageError(message: "版本应为数字")
        }
        for field in try desk(arguments).differences(
          of: words[1], from: old, to: new, showsPlanned: true)
        {
          if arguments.has("--json") {
            try Terminal.json(field)
          } else {
            Terminal.line("\(field.name)：\(field.before) → \(field.after)")
          }
        }
      case (let name, 2): try stepProposal(name, words[1], arguments)
      default:
        throw UsageError(message: "不认识 proposals \(words.joined(separator: " "))，用 --help 看写法")
      }
    } catch let refusal as ProposalStepRefused {
      throw InputProblem(code: refusal.code, field: "proposal", message: refusal.message)
    } catch let faulty as ProposalRowsFaulty {
      throw faults(faulty.findings)
    } catch let conflict as DeskVersionConflict {
      throw InputProblem(
        code: "conflict", field: "proposal",
        message: "“\(conflict.stream)”已有变动，现在是第 \(conflict.found) 版，请再试")
    }
  }

  private static let hotlineSeat = DeskSeat(name: "command line")

  private static func faults(_ findings: [ProposalFinding]) -> InputProblem {
    for finding in findings {
      Terminal.message("\(finding.cell)：\(finding.message)。\(finding.remedy)（\(finding.rule)）")
    }
    return InputProblem(
      code: "faults", field: "rows", message: "发现 \(findings.count) 处须改正，什么都没有改动")
  }

  /// The user of `--as`, at the desk: of the unit, or of the hotline for those who keep the records.
  private static func seat(_ arguments: Arguments, _ desk: Desk) throws -> DeskSeat {
    let name = try arguments.required("--as")
    guard let account = try desk.accounts.account(name), !account.isDisabled else {
      throw InputProblem(code: "unknown_user", field: "as", message: "没有用户“\(name)”，或者已停用")
    }
    let officer = account.officer
    if officer.may(.keepCatalogue) && officer.may(.keepKnowledge) {
      return DeskSeat(name: officer.name)
    }
    guard officer.may(.handleTicket), let unit = officer.unit else {
      throw InputProblem(code: "not_allowed", field: "as", message: "用户“\(name)”没有这项权限")
    }
    return DeskSeat(name: officer.name, unit: unit)
  }

  private static func listProposals(_ arguments: Arguments) throws {
    let states = try arguments["--state"].map { name -> [ProposalState] in
      guard let state = ProposalState(rawValue: name) else {
        let known = ProposalState.allCases.map(\.rawValue).joined(separator: "、")
        throw UsageError(message: "--state 应为：\(known)")
      }
      return [state]
    }
    for line in try desk(arguments).proposals(
      states: states ?? [], unit: arguments["--unit"], for: hotlineSeat)
    {
      try Terminal.json(line)
    }
  }

  private static func input(_ arguments: Arguments) throws -> ProposalInput {
    let file = try path(arguments.operands[1], "文件")
    let name = arguments["--kind"] ?? "item"
    guard let kind = ProposalRow.Kind(rawValue: name), kind == .item || kind == .article else {
      throw UsageError(message: "--kind 应为 item 或 article，不是“\(name)”")
    }
    return ProposalInput(
      unit: try arguments.required("--unit"), reason: arguments["--reason"] ?? "",
      basis: arguments["--basis"]?.split(separator: "|").map(String.init) ?? [],
      rows: try Desk.proposalRows(file, kind))
  }

  private static func dryRunProposal(_ arguments: Arguments) throws {
    let run = try desk(arguments).dryRun(input(arguments))
    if arguments.has("--json") { try Terminal.json(run) }
    for finding in run.findings {
      Terminal.message(
        "\(finding.weight.rawValue) \(finding.cell)：\(finding.message)。\(finding.remedy)")
    }
    guard run.sound else {
      throw InputProblem(code: "faults", field: "rows", message: "有须改正的地方，改好后才能提交")
    }
    Terminal.message("可以提交")
  }

  private static func draftProposal(_ arguments: Arguments) throws {
    let input = try input(arguments)
    let desk = try desk(arguments)
    let proposal = try desk.propose(input, by: seat(arguments, desk))
    if arguments.has("--json") { try Terminal.json(proposal) } else { Terminal.line(proposal.id) }
    Terminal.message("已起草，提交用 paidan proposals submit \(proposal.id)")
  }

  private static func stepProposal(
    _ name: String, _ id: String, _ arguments: Arguments
  ) throws {
    let text = arguments["--text"] ?? ""
    let step: ProposalStep
    switch name {
    case "submit": step = .submit(text: text)
    case "ask-back": step = .askBack(question: text)
    case "approve": step = .approve(refusing: [], remark: text)
    case "refuse": step = .refuse(reason: text)
    case "withdraw": step = .withdraw
    default: throw UsageError(message: "不认识 proposals \(name)，用 --help 看写法")
    }
    let desk = try desk(arguments)
    let proposal = try desk.step(step, proposal: id, version: nil, by: seat(arguments, desk))
    if arguments.has("--json") { try Terminal.json(proposal) }
    Terminal.message("提议 \(id)：\(proposal.stateText)")
  }
}
