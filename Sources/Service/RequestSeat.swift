import HotlineDesk

extension DeskSeat {
  /// Whoever asks, at the desk: bound to a unit unless they see every unit's tickets.
  init(_ officer: Officer) {
    switch officer.ticketScope {
    case .all: self.init(name: officer.name)
    case .unit(let unit): self.init(name: officer.name, unit: unit)
    case .none: self.init(name: officer.name, unit: officer.unit)
    }
  }
}
