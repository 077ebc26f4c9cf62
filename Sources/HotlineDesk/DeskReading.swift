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
    try current.suggester.suggest(call, at: Date())
  }
}

/// What `Desk.suggest` gives; named here so that those above the desk need no room below it.
public typealias SuggestionValue = Suggestion
