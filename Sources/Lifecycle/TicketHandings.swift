import Foundation

/// One step down inside a unit: to an office or a lower unit.
public struct Handing: Codable, Equatable, Sendable {
  /// Who gave it on.
  public var by: String
  /// Who has it then.
  public var to: String
  /// When it was.
  public var at: Date
}

/// A dispute about whose matter a ticket is.
public struct Dispute: Codable, Equatable, Sendable {
  /// When it was raised.
  public var since: Date
  /// Until when the units hand in their evidence.
  public var due: Date
  /// The units concerned, first the one that raised it.
  public var units: [String]
  /// What they handed in.
  public var evidence: [Evidence] = []

  /// True when a unit raised it or handed something in.
  func has(spoken unit: String) -> Bool {
    units.first == unit || evidence.contains { $0.unit == unit }
  }

  /// Units that have not handed anything in.
  public var missing: [String] {
    units.filter { unit in !evidence.contains { $0.unit == unit } }
  }
}

/// What a unit hands in to show whose matter it is.
public struct Evidence: Codable, Equatable, Sendable {
  /// The unit.
  public var unit: String
  /// When it came in.
  public var at: Date
  /// What it says.
  public var text: String
}

/// A matter filed as an administrative case or handed to justice.
public struct Filing: Codable, Equatable, Sendable {
  /// When the papers came in, which closes the ticket.
  public var at: Date
  /// The unit.
  public var by: String
  /// The papers.
  public var papers: [String]
}
