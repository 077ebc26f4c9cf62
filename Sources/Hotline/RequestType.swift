/// What a caller wants, as China's hotlines sort it.
///
/// Source: 宜春办法第十条; 感谢 from 南昌规则第十二条, 其他 from its annex 1.
public enum RequestType: String, CaseIterable, Codable, Hashable, Sendable {
  /// Asks about a policy, a duty or a way.
  case consultation = "咨询"
  /// Asks for help with something in life or work.
  case help = "求助"
  /// Complains of a harm to the caller's own interest.
  case complaint = "投诉"
  /// Reports a breach of law by somebody.
  case report = "举报"
  /// Opinion or suggestion to government.
  case opinion = "意见建议"
  /// Thanks or praise.
  case thanks = "感谢"
  /// None of the others.
  case other = "其他"
}
