/// A part of a document that is written as null when it is not there, so that readers need not
/// guess whether it was forgotten.
@propertyWrapper
struct OrNull<Value: Encodable & Sendable & Equatable>: Encodable, Sendable, Equatable {
  var wrappedValue: Value?

  init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
