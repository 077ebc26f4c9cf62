/// One thing wrong in a data file, with its place and what would be right.
public struct DataFault: Error, Hashable, Codable, Sendable, CustomStringConvertible {
  /// Path of the file as the reader knows it.
  public var file: String
  /// Line, counted from 1; 0 when the fault is the file's as a whole.
  public var line: Int
  /// Column or key, such as `legal_basis`; empty when the whole line is meant.
  public var field: String
  /// The cell of a table as office programs call it, such as `B3`; nil for other files.
  public var cell: String?
  /// What is wrong and what would be right, in Chinese.
  public var message: String

  /// Makes a fault from its place and message.
  public init(
    file: String, line: Int, field: String = "", cell: String? = nil, message: String
  ) {
    self.file = file
    self.line = line
    self.field = field
    self.cell = cell
    self.message = message
  }

  /// One line: `file:line:cell: [field] message`.
  public var description: String {
    let line = line > 0 ? "\(file):\(line)" : file
    let place = cell.map { "\(line):\($0)" } ?? line
    return field.isEmpty ? "\(place): \(message)" : "\(place): [\(field)] \(message)"
  }
}

/// All the faults found at once; nothing was loaded.
public struct DataFaults: Error, Sendable, CustomStringConvertible {
  /// The faults in the order of the files and their lines.
  public var faults: [DataFault]

  /// Makes the error from a list that is not empty.
  public init(_ faults: [DataFault]) { self.faults = faults }

  /// Every fault on its own line.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Bad input from a person or a program: names the field and says what would be right.
public struct InputProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Stable code, such as `text_empty`.
  public var code: String
  /// The field that is wrong.
  public var field: String
  /// What is wrong and what would be right, in Chinese; never quotes personal data.
  public var message: String

  /// Makes a problem from its parts.
  public init(code: String, field: String, message: String) {
    self.code = code
    self.field = field
    self.message = message
  }

  /// Field and message on one line.
  public var description: String { "\(field): \(message)" }
}
