import Regulations

/// What `Desk.hotlines` gives; named here so that those above the desk need no room below it.
public typealias HotlineValue = HotlineNotice

extension Desk {
  /// The merged hotlines that a number, the beginning of one, or what one was for asks for, best
  /// first and five at most; nothing is written.
  ///
  /// A merger is a fact of the city whose regulation made it. With a profile only that city's
  /// hotlines are found; with none those of the desk's own city, or, where its regulation merged
  /// none, those of every city, each of which is named.
  ///
  /// - Throws: `InputProblem` that names `profile`.
  public func hotlines(_ words: String, profile: String? = nil) throws -> [HotlineValue] {
    try notices(under: profile, most: 5) { $0.search(words) }
  }

  /// What the files that hold under a profile find.
  func notices(
    under profile: String?, most: Int, _ find: (MergedHotlines) -> [MergedHotline]
  ) throws -> [HotlineNotice] {
    let judged = try current.profile(profile)?.id
    let own = mergedHotlines.filter { $0.profile == judged }
    let files = profile == nil && own.isEmpty ? mergedHotlines : own
    let found = files.flatMap { file in find(file).map { HotlineNotice($0, city: file.city) } }
    return found.prefix(most).map { notice in
      guard own.isEmpty else { return notice }
      var notice = notice
      notice.tell = "在\(notice.city)，\(notice.tell)"
      return notice
    }
  }
}
