/// One row of a list of jobs: its fields by name, with their positions.
public struct ManifestRow: Sendable {
  /// A named value.
  package struct Field: Sendable {
    /// The column's name in CSV, the member's in JSON.
    package var name: String
    /// A string in CSV; any value in JSON.
    package var value: JSON
    /// Where it begins in its line, from 1; 1 for JSON.
    package var column: Int
  }

  /// The line that it begins on, from 1.
  public var line: Int
  /// The fields in order.
  package var fields: [Field]

  /// A field by its name; nil if there is none.
  package func field(_ name: String) -> Field? { fields.last { $0.name == name } }

  /// The text of a string or number by its field's name, without white space at either end; nil if it is missing,
  /// null or empty.
  package subscript(_ name: String) -> String? {
    guard let value = field(name)?.value else { return nil }
    let text: String
    switch value {
    case .string(let string): text = String(string[...].trimmed)
    case .number(let number): text = number
    default: return nil
    }
    return text.isEmpty ? nil : text
  }

  /// What is wrong with a field, or with the row if it lacks the field.
  package func fault(_ name: String, _ message: String) -> ManifestFault {
    ManifestFault(line: line, column: field(name)?.column ?? 1, message: message)
  }
}

/// Something in a list that cannot be read, and where.
public struct ManifestFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// The character in the line, from 1.
  public var column: Int
  /// What is wrong, as a clause.
  public var message: String

  /// Names a fault.
  package init(line: Int, column: Int, message: String) {
    (self.line, self.column, self.message) = (line, column, message)
  }

  /// `line 3, column 7: …`.
  public var description: String { "line \(line), column \(column): \(message)" }
}
