/// Whether a reply holds the parts that a regulation asks for.
///
/// A part counts when `parts` has it, or when the text has one of the words that go with it.
enum ReplyParts {
  private static let words: [(root: String, words: [String])] = [
    ("调查", ["调查", "经查", "核查", "核实", "查明", "现场查看", "检查"]),
    ("处理", ["处理", "处置", "整改", "责令", "立案", "措施", "解决", "修复", "答复如下"]),
    ("沟通", ["沟通", "反馈", "电话联系", "联系市民", "联系诉求人", "告知", "回访", "致电"]),
    ("经办", ["经办人", "承办人", "办理人", "联系人"]),
    ("事实", ["事实", "经查", "调查", "核实", "查明", "经核", "现场查看"]),
    ("措施", ["措施", "处理", "整改", "责令", "已安排", "已完成", "修复", "已组织", "已要求", "已督促", "清理"]),
    ("救济", ["救济", "复议", "诉讼", "申诉", "起诉", "仲裁", "不服"]),
    ("依据", ["依据", "根据", "依照", "《", "条例", "规定"]),
    ("阶段", ["阶段", "目前", "进展", "截至"]),
    ("计划", ["计划", "下一步", "接下来", "后续"]),
    ("完成期限", ["完成期限", "预计", "之前完成", "前完成", "底前", "期限"]),
  ]

  /// English names that a program may give the parts.
  private static let names: [String: [String]] = [
    "调查": ["investigat", "survey", "finding"],
    "处理": ["handling", "treatment", "disposal", "action"],
    "沟通": ["feedback", "communicat", "contact"], "经办": ["handler", "officer"],
    "事实": ["fact", "finding"], "措施": ["measure", "action"],
    "救济": ["remed", "relief", "redress"], "依据": ["basis", "law", "legal", "policy"],
    "阶段": ["stage", "progress"], "计划": ["plan", "next"],
    "完成期限": ["expected", "deadline", "end", "finish"],
  ]

  /// True when the reply has the part.
  static func holds(_ part: String, _ draft: ReplyDraft) -> Bool {
    let entry = words.first { part.contains($0.root) }
    let root = entry?.root ?? part
    for (name, value) in draft.parts where !value.isEmpty {
      if name == part || name.contains(root) || part.contains(name) { return true }
      if let entry, entry.words.contains(name) { return true }
      let english = name.lowercased()
      if let known = Self.names[root], known.contains(where: english.contains) { return true }
    }
    if root == "沟通", draft.contact { return true }
    return (entry?.words ?? [part]).contains(where: draft.text.contains)
  }

  /// True when the reply names its handler's name, phone or post.
  static func holdsHandler(_ detail: String, _ draft: ReplyDraft) -> Bool {
    let own = draft.parts.filter { part in
      ["经办", "承办人", "handler", "officer"].contains { part.key.lowercased().contains($0) }
    }
    if own.values.contains(where: { !$0.isEmpty }) { return true }
    if draft.parts.keys.contains(where: { $0.contains(detail) || detail.contains($0) }) {
      return true
    }
    let text = draft.text
    switch detail {
    case let phone where phone.contains("电话") || phone.contains("手机"):
      return text.contains("电话") || text.contains("手机") || longestDigits(text) >= 7
    case let post where post.contains("职务"):
      let posts = ["职务", "科长", "主任", "科员", "所长", "队长", "主办", "干部", "专员", "负责人", "队员"]
      return posts.contains(where: text.contains)
    default: return holds("经办", draft)
    }
  }

  /// True when the reply says that the matter will take long.
  static func isLongMatter(_ draft: ReplyDraft) -> Bool {
    let text = draft.text + draft.parts.values.joined()
    return ["长期推进", "需长期", "长期性", "分阶段", "持续推进"].contains(where: text.contains)
  }

  private static func longestDigits(_ text: String) -> Int {
    var (best, run) = (0, 0)
    for character in text {
      run = character.isASCII && character.isNumber ? run + 1 : 0
      best = max(best, run)
    }
    return best
  }
}
