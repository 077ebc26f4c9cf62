import Hotline

/// A past text and the label that people gave it: what a model learns from.
public struct LabelledText: Hashable, Sendable {
  /// Number of the ticket; shown as evidence.
  public var id: String
  /// What the operator wrote down.
  public var text: String
  /// The unit, type or category; texts with an empty label are passed over.
  public var label: String
  /// The day on which it came; nil when unknown.
  public var day: Day?

  /// Makes a labelled text from its parts.
  public init(id: String, text: String, label: String, day: Day? = nil) {
    self.id = id
    self.text = text
    self.label = label
    self.day = day
  }
}

/// How a model learns.
public struct LearningOptions: Hashable, Sendable {
  /// The share of right proposals that the abstention threshold is chosen for.
  public var targetPrecision: Double
  /// Names of places that a call may give and that units bear in their names; nil finds them.
  public var places: [String]?
  /// Weights kept for grams that are common enough to have one for every label, in numbers.
  public var denseWeights: Int
  /// How many of the newest tickets are kept to be found again as neighbours.
  public var neighbours: Int
  /// Seed of the order in which tickets are learned.
  public var seed: UInt64

  /// Makes options; the defaults suit a city with some hundred units.
  public init(
    targetPrecision: Double = 0.95, places: [String]? = nil, denseWeights: Int = 24_000_000,
    neighbours: Int = 200_000, seed: UInt64 = 12345
  ) {
    self.targetPrecision = targetPrecision
    self.places = places
    self.denseWeights = denseWeights
    self.neighbours = neighbours
    self.seed = seed
  }
}
