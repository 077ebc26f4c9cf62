import Foundation
import Hotline
import HotlineDesk
import WebServer

extension TicketRoutes {
  /// Sends what the desk refuses as a problem.
  func answering(_ ask: () throws -> Response) throws -> Response {
    do {
      return try ask()
    } catch let refused as DeskCommandRefused {
      throw Self.problem(refused)
    } catch let malformed as DeskRefusal {
      throw Problem.invalid(
        malformed.grounds.map { ground in
          let field = ground.ground.prefix { $0 != "：" }
          return Problem.Fault(
            field: String(field), detail: "\(ground.ground)。\(ground.instead)。")
        })
    } catch let problem as InputProblem {
      throw Problem.invalid(problem.field, problem.message)
    } catch is DeskNoSuchTicket {
      throw Problem.notFound("没有这张工单，或者它不在您的办理范围内。")
    } catch let conflict as DeskVersionConflict {
      throw Problem(
        status: 412, code: "version-conflict", title: "工单已有变动",
        detail: "工单现在是第 \(conflict.found) 版，您看到的是第 \(conflict.expected) 版，请刷新后再试。")
    } catch is DeskOnceKeyReused {
      throw Problem.onceKeyReused
    } catch let refused as DeskMergeRefused {
      throw Problem(status: 409, code: "merge-refused", title: "不能并案", detail: refused.message)
    } catch let lost as DeskPositionLost {
      throw Self.problem(lost)
    } catch let guesses as DeskTooManyGuesses {
      throw Problem(
        status: 429, code: "too-many-guesses", title: "尝试次数过多",
        detail: "查询码多次不对，请在 \((guesses.seconds + 59) / 60) 分钟后再试。",
        retryAfter: guesses.seconds)
    }
  }

  private static func problem(_ lost: DeskPositionLost) -> Problem {
    let restored = lost.restored.map(ShanghaiTime.text)
    let why = restored.map { "数据库在 \($0) 由备份恢复过" } ?? "日志里没有过这个位置"
    var problem = Problem(
      status: 410, code: "position-lost", title: "位置已不在日志里",
      detail: "\(why)。请丢弃位置 \(lost.resume) 以后收到的变更，再从 after=\(lost.resume) 读起。",
      field: "after")
    problem.members = [
      "resume_after": .text(String(lost.resume)),
      "restored_at": restored.map { .text($0) } ?? .null,
    ]
    return problem
  }

  private static func problem(_ refused: DeskCommandRefused) -> Problem {
    let grounds = refused.refusal.grounds
    var problem = Problem(
      status: 409, code: "refused", title: "按规定不能这样办理",
      detail: grounds.map { "\($0.ground)（\($0.source)）" }.joined(separator: "；"))
    problem.members = [
      "refused": .list(
        grounds.map {
          .object([
            "ground": .text($0.ground), "source": .text($0.source), "instead": .text($0.instead),
          ])
        }),
      "state": .text(refused.state),
      "due_at": refused.due.map { .text(ShanghaiTime.text($0)) } ?? .null,
      "card": .text(refused.card.rawValue),
    ]
    return problem
  }

  /// Refuses fields that the command does not take.
  func refuseUnknown(_ body: [String: JSONValue], known: [String]) throws(Problem) {
    let unknown = body.keys.filter { !known.contains($0) }.sorted()
    guard !unknown.isEmpty else { return }
    let names = known.sorted().joined(separator: "、")
    throw .invalid(
      unknown.map { name in
        Problem.Fault(
          field: String(name.prefix(40)),
          detail: known.isEmpty ? "这个操作没有字段。" : "没有这个字段，可用的字段：\(names)。")
      })
  }
}

extension Problem {
  /// A key was used for something else (422).
  static let onceKeyReused = Problem(
    status: 422, code: "idempotency-key-reused", title: "请求标识重复",
    detail: "这个 Idempotency-Key 已用于另一个请求，请换一个。", field: "Idempotency-Key")

  /// The disk is full: nothing can be written, what is there can be read (507).
  static let storageFull = Problem(
    status: 507, code: "storage-full", title: "磁盘已满",
    detail: "磁盘已满，这次没有办成，也没有留下一半；查询照常可用。请通知管理员清理磁盘，再重新提交。", retryAfter: 30)

  /// A problem after which it may be tried again in some seconds.
  init(status: Int, code: String, title: String, detail: String, retryAfter: Int) {
    self.init(status: status, code: code, title: title, detail: detail)
    self.retryAfter = retryAfter
  }
}

/// Reads the caller of an intake.
enum CallerReader {
  /// The caller in a body; an unknown one when the field is missing.
  static func caller(_ value: JSONValue?) throws(Problem) -> DeskCaller {
    switch value {
    case nil, .null: return DeskCaller()
    case .string(let name): return DeskCaller(name: try checked(name, "caller", 60))
    case .object(let fields):
      let known = ["name", "phone", "address", "identity"]
      if let unknown = fields.keys.filter({ !known.contains($0) }).sorted().first {
        throw .invalid(
          "caller.\(unknown.prefix(40))", "没有这个字段，可用的字段：\(known.joined(separator: "、"))。")
      }
      func text(_ name: String, _ most: Int) throws(Problem) -> String {
        switch fields[name] {
        case nil, .null: return ""
        case .string(let text): return try checked(text, "caller.\(name)", most)
        default: throw .invalid("caller.\(name)", "应为字符串。")
        }
      }
      let phone = try text("phone", 30)
      guard phone.isEmpty || phone.allSatisfy({ $0.isNumber || "+-() 转".contains($0) }) else {
        throw .invalid("caller.phone", "电话号码只能有数字、加号、括号、短横线和空格。")
      }
      return DeskCaller(
        name: try text("name", 60), phone: phone, address: try text("address", 200),
        identity: try text("identity", 30))
    default: throw .invalid("caller", "应为诉求人的称呼，或者含 name、phone、address、identity 的对象。")
    }
  }

  private static func checked(
    _ text: String, _ field: String, _ most: Int
  ) throws(Problem) -> String {
    guard text.count <= most else { throw .invalid(field, "最多 \(most) 个字。") }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
