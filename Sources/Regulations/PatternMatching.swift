extension CallPattern {
  /// The places of the words that make the pattern hold in a call; nil when it does not hold.
  func match(in call: ScannedCall) -> [Range<Int>]? {
    if let longest, call.length > longest { return nil }
    for term in never where call.found[term] != nil { return nil }
    var picked: [Range<Int>] = []
    var effort = 2000
    return search(call, &picked, &effort) ? picked : nil
  }

  /// Every place where the pattern holds, from its first word to its last: one for each first word.
  func places(in call: ScannedCall) -> [Range<Int>] {
    guard let first = steps.first, let starts = call.found[first.term] else { return [] }
    for term in never where call.found[term] != nil { return [] }
    var places: [Range<Int>] = []
    for start in starts.prefix(200) {
      var picked = [start]
      var effort = 200
      guard search(call, &picked, &effort) else { continue }
      let low = picked.map(\.lowerBound).min() ?? start.lowerBound
      let high = picked.map(\.upperBound).max() ?? start.upperBound
      places.append(low..<high)
    }
    return places
  }

  /// Looks for the next term; gives up after `effort` tries so that no text can take long.
  private func search(
    _ call: ScannedCall, _ picked: inout [Range<Int>], _ effort: inout Int
  ) -> Bool {
    guard picked.count < steps.count else { return allowed(picked, call) }
    let step = steps[picked.count]
    guard let places = call.found[step.term] else { return false }
    for place in places {
      effort -= 1
      guard effort > 0 else { return false }
      if let before = picked.last, let first = picked.first {
        guard fits(place, after: before, step), inScope(place, first, call) else { continue }
        guard picked.allSatisfy({ !$0.overlaps(place) }) else { continue }
      }
      picked.append(place)
      if search(call, &picked, &effort) { return true }
      picked.removeLast()
    }
    return false
  }

  private func fits(_ place: Range<Int>, after before: Range<Int>, _ step: Step) -> Bool {
    if place.lowerBound >= before.upperBound {
      return place.lowerBound - before.upperBound <= step.gap
    }
    return !step.ordered && before.lowerBound >= place.upperBound
      && before.lowerBound - place.upperBound <= step.gap
  }

  private func inScope(_ place: Range<Int>, _ first: Range<Int>, _ call: ScannedCall) -> Bool {
    switch scope {
    case .clause: call.clauses[place.lowerBound] == call.clauses[first.lowerBound]
    case .sentence: call.sentences[place.lowerBound] == call.sentences[first.lowerBound]
    case .text: true
    }
  }

  private func allowed(_ picked: [Range<Int>], _ call: ScannedCall) -> Bool {
    absent(without, near: picked, by: call.clauses, call)
      && absent(unless, near: picked, by: call.sentences, call)
  }

  private func absent(
    _ terms: [Int32], near picked: [Range<Int>], by parts: [Int32], _ call: ScannedCall
  ) -> Bool {
    guard !terms.isEmpty else { return true }
    let numbers = Set(picked.map { parts[$0.lowerBound] })
    for term in terms {
      for place in call.found[term] ?? [] where numbers.contains(parts[place.lowerBound]) {
        return false
      }
    }
    return true
  }
}
