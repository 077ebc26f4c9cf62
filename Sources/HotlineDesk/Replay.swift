import Foundation
import Hotline
import Lifecycle
import Regulations

extension RuleShelf {
  /// Plays a script of ticket commands through the lifecycle, in memory.
  ///
  /// - Parameters:
  ///   - layer: a standard that is laid over the profile; nil for none.
  ///   - answer: receives one line of JSON for each command.
  /// - Throws: `InputProblem` that names `profile` or `layer`.
  public func replay(
    _ script: String, profile id: String, layer: String?, answer: (String) -> Void
  ) throws {
    let base = try profile(id)
    let above = try layer.map { name in
      guard let layer = profiles.first(where: { $0.id == name && $0.isLayer }) else {
        let known = profiles.filter(\.isLayer).map(\.id).joined(separator: "、")
        throw InputProblem(
          code: "unknown_layer", field: "layer", message: "没有可叠加的规范“\(name)”，可用的有：\(known)")
      }
      return layer
    }
    let machine = TicketMachine(rules: Rulebook(base, layer: above), calendar: calendar)
    var play = LifecycleReplay(machine: machine)
    play.play(script: script, answer: answer)
  }
}
