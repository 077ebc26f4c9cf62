import Catalogue
import Foundation
import Hotline
import Knowledge
import Suggestions

extension Desk {
  /// The suggestion for one call; nothing is written.
  ///
  /// - Parameter profile: the regulation by which the call is judged; nil for the desk's own city.
  /// - Throws: `InputProblem` that names `text` or `profile`.
  public func suggest(_ call: String, profile: String? = nil) throws -> Suggestion {
    let state = current
    var suggestion = try state.suggester.suggest(
      call, under: state.profile(profile), at: Date())
    // Tickets of these days stand before what past months taught.
    let alike = try office.repeats(of: call, caller: nil, most: 3).map {
      Suggestion.Repeat(ticket: $0.number, similarity: $0.likeness, state: $0.state)
    }
    let past = try suggestion.repeats.filter { try !office.knows($0.ticket) }
    suggestion.repeats = Array((alike + past).prefix(5))
    suggestion.works = try plannedWorks(for: call, at: Date())
    suggestion.hotlines = try notices(under: profile, most: 3) { $0.named(in: call) }
    return suggestion
  }

  /// The articles in force that fit the words best, best first; nothing is written.
  ///
  /// - Throws: `InputProblem` that names `q`.
  public func search(_ words: String, limit: Int) throws -> [KnowledgeHit] {
    try view.search(words, limit: limit)
  }

  /// The article with an id; nil when there is none or it is not in force.
  public func article(_ id: String) -> KnowledgeArticle? {
    view.article(id)
  }
}

/// What `Desk.suggest` gives; named here so that those above the desk need no room below it.
public typealias SuggestionValue = Suggestion
