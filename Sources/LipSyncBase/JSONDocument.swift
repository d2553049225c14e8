/// A value that is printed as a document of JSON and can be read back from one.
///
/// What a document does not state is empty in what is read from it: each type says what that is. Members that are not known
/// are passed over, so that documents may grow; one that is missing or malformed is an error that names its path.
///
/// With Foundation: `JSONEncoder` writes the same members, though in no order and without closing zeros, and `JSONDecoder`
/// reads them. Names are snake_case already, so neither needs a key strategy, and `convertFromSnakeCase` would hide them.
public protocol JSONDocument: Codable, Sendable {
  /// The document, with its members in the order in which they are printed.
  var json: JSON { get }

  /// Reads a document.
  init(json: JSON) throws(DocumentError)
}

extension JSONDocument {
  /// Reads the text of a document.
  public init(parsing text: some StringProtocol) throws(DocumentError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Reads the bytes of a document, in UTF-8.
  public init(parsing bytes: some Collection<UInt8>) throws(DocumentError) {
    guard let json = JSON(parsing: bytes) else {
      let place = JSON.fault(in: Array(bytes)).map { " from byte \($0) on" } ?? ""
      throw DocumentError(.notJSON, "this is not JSON\(place)")
    }
    try self.init(json: json)
  }

  /// Writes the document's members.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// Reads the document's members.
  ///
  /// - Throws: `DecodingError`, with the `DocumentError` beneath it.
  public init(from decoder: any Decoder) throws {
    let json = try JSON(from: decoder)
    do throws(DocumentError) { try self.init(json: json) } catch {
      throw error.decodingError(in: decoder.codingPath)
    }
  }
}

extension DocumentError {
  /// The error in the words of `Decodable`.
  fileprivate func decodingError(in outer: [any CodingKey]) -> DecodingError {
    func context(_ path: some Sequence<JSONKey>) -> DecodingError.Context {
      DecodingError.Context(
        codingPath: outer + path.map { $0 as any CodingKey }, debugDescription: description,
        underlyingError: self)
    }
    guard code == .missing, let name = steps.last else { return .dataCorrupted(context(steps)) }
    return .keyNotFound(name, context(steps.dropLast()))
  }
}
