@testable import Service

/// Checks a value against a JSON schema, as far as the API's document uses schemas; what the
/// schema does not name is a fault, so that no field goes undocumented.
struct SchemaChecker {
  let document: JSONValue

  func faults(_ value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
    if case .string(let target) = schema["$ref"] {
      let name = target.split(separator: "/").last.map(String.init) ?? ""
      return faults(value, document["components"]["schemas"][name], at: place)
    }
    if value == .null, schema["type"].elements.contains(.string("null")) { return [] }
    guard case .string(let type) = schema["type"].elements.first ?? schema["type"] else {
      return ["\(place): no schema"]
    }
    switch (type, value) {
    case ("object", .object(let members)): return faults(members, schema, at: place)
    case ("array", .array(let elements)):
      return elements.enumerated().flatMap {
        faults($0.element, schema["items"], at: "\(place)[\($0.offset)]")
      }
    case ("string", .string):
      let allowed = schema["enum"].elements
      return allowed.isEmpty || allowed.contains(value) ? [] : ["\(place): not of the enum"]
    case ("boolean", .bool): return []
    case ("integer", .number(let number)):
      return number.rounded() == number ? [] : ["\(place): not whole"]
    case ("number", .number(let number)):
      if case .number(let most) = schema["maximum"], number > most { return ["\(place): too big"] }
      return []
    default: return ["\(place): \(value.kind) instead of \(type)"]
    }
  }

  private func faults(
    _ members: [String: JSONValue], _ schema: JSONValue, at place: String
  ) -> [String] {
    var found: [String] = []
    for required in schema["required"].elements {
      if case .string(let name) = required, members[name] == nil {
        found.append("\(place).\(name): missing")
      }
    }
    for (name, member) in members {
      if let inner = schema["properties"].members[name] {
        found += faults(member, inner, at: "\(place).\(name)")
      } else if case .object = schema["additionalProperties"] {
        found += faults(member, schema["additionalProperties"], at: "\(place).\(name)")
      } else {
        found.append("\(place).\(name): not in the document")
      }
    }
    return found
  }
}

extension JSONValue {
  /// The member of that name, null when there is none.
  subscript(name: String) -> JSONValue { members[name] ?? .null }

  var members: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }

  var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }
}
