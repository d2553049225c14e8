/// What a value of a document may be. The JSON Schemas and the tables of docs/json.md are both made from shapes.
package indirect enum Shape: Sendable {
  /// Any text.
  case text
  /// Text that matches a regular expression.
  case matching(String)
  /// One of these words.
  case word([String])
  /// `true` or `false`.
  case flag
  /// A number, not below `least`.
  case number(least: Int?)
  /// A whole number, not below `least`.
  case whole(least: Int?)
  /// Values in order; of a fixed number of them if `count` is given.
  case list(Shape, count: Int?)
  /// An object with these members.
  case object([Field])
  /// An object whose members' names are not known beforehand.
  case map(Shape)
  /// Whatever it is.
  case anything
  /// Nothing but `null`.
  case nothing
  /// An object that several documents share.
  case named(Definition)
  /// The shape, or `null`.
  case orNull(Shape)

  /// A number of any size and sign.
  package static let figure = Shape.number(least: nil)
  /// A number, 0 or more.
  package static let amount = Shape.number(least: 0)
  /// A whole number, 0 or more.
  package static let count = Shape.whole(least: 0)
  /// A moment as `UnixTime` writes it.
  package static let moment = Shape.matching("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")
  /// A rule's id. Rules are added without notice, so they are not listed.
  package static let rule = Shape.matching("^[a-z]+\\.[a-z0-9-]+$")

  /// Any number of values.
  package static func list(_ shape: Shape) -> Shape { .list(shape, count: nil) }
  /// One of an enumeration's words.
  package static func word<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> Shape
  where T.RawValue == String { .word(type.allCases.map(\.rawValue)) }

  /// The shape, or `null` if the fact is not known or there is none.
  package var orNull: Shape { .orNull(self) }
}

/// A member of an object.
package struct Field: Sendable {
  /// Its name.
  package let name: String
  /// What its value may be.
  package let shape: Shape
  /// The unit of its figures.
  package let unit: Unit?
  /// What it says, in a sentence.
  package let about: String
  /// Whether it may be left out.
  package private(set) var isOptional = false

  /// The member, which may be left out.
  package var optional: Field {
    var field = self
    field.isOptional = true
    return field
  }

  /// Units of figures.
  package enum Unit: String, Sendable {
    case seconds = "s"
    case milliseconds = "ms"
    case bytes
    case bytesPerSecond = "bytes/s"
    case credits
    case pixels
    case degrees = "°"
    case hertz = "Hz"
    case framesPerSecond = "frames/s"
    case partsPerMillion = "ppm"
    case levels = "levels of luma, 0 to 255"
    case loudness = "LUFS"
    case peak = "dBFS"
    case share = "share, 0 to 1"
  }

  /// Names a member with figures.
  package init(_ name: String, _ shape: Shape, _ unit: Unit, _ about: String) {
    (self.name, self.shape, self.unit, self.about) = (name, shape, unit, about)
  }

  /// Names a member.
  package init(_ name: String, _ shape: Shape, _ about: String) {
    (self.name, self.shape, self.about) = (name, shape, about)
    unit = nil
  }
}

/// An object that several documents share, which the `$defs` of a schema hold.
package struct Definition: Sendable {
  /// Its name in `$defs`.
  package let name: String
  /// What it is, in a sentence.
  package let about: String
  /// Its members.
  package let fields: [Field]

  /// Names an object.
  package init(_ name: String, _ about: String, _ fields: [Field]) {
    (self.name, self.about, self.fields) = (name, about, fields)
  }
}
