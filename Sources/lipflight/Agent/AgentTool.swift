internal import LipSync

/// A command as a tool of the Model Context Protocol: what goes in, how that is written on a command line, and what comes out.
struct AgentTool: Sendable {
  /// What a caller may expect of a tool; all are hints to the host, which decides what it asks a person about.
  enum Effect: Sendable {
    /// Looks, and changes nothing.
    case looks
    /// Writes new files, and replaces none but its own.
    case writes
    /// Pays for what cannot be handed back; asking twice pays once.
    case pays
  }

  let name: String
  let title: String
  let about: String
  let effect: Effect
  /// Whether hosts elsewhere are asked.
  let asksOthers: Bool
  /// The words of the command.
  let command: [String]
  let inputs: [AgentInput]
  /// What it prints.
  let output: DocumentKind
  /// Whether it reads or writes the journal.
  var usesJournal = false

  /// The tool as a client is told of it.
  var json: JSON {
    .object([
      ("name", .string(name)), ("title", .string(title)), ("description", .string(about)),
      ("inputSchema", schema), ("outputSchema", DocumentSchema(output).json), ("annotations", annotations),
    ])
  }

  private var schema: JSON {
    .object([
      ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("type", "object"),
      ("properties", .object(inputs.map { ($0.name, $0.schema) })),
      ("required", .array(inputs.filter(\.isRequired).map { .string($0.name) })),
      ("additionalProperties", false),
    ])
  }

  private var annotations: JSON {
    .object([
      ("title", .string(title)), ("readOnlyHint", .bool(effect == .looks)),
      ("destructiveHint", .bool(effect == .pays)), ("idempotentHint", true),
      ("openWorldHint", .bool(asksOthers)),
    ])
  }

  /// The command line for a call.
  ///
  /// - Parameters:
  ///   - arguments: the call's arguments, an object.
  ///   - settings: options that the person who started the server has chosen.
  ///   - resolve: gives the path that may be used for one that was named, or why it may not.
  /// - Throws: an `AgentRefusal` that says which argument is wrong, and how.
  func words(
    _ arguments: JSON, settings: [String] = [], resolve: (String) throws(AgentRefusal) -> String
  ) throws(AgentRefusal) -> [String] {
    guard case .object(let members) = arguments else {
      throw AgentRefusal("The arguments of \(name) are to be an object.")
    }
    let known = Set(inputs.map(\.name))
    if let stranger = members.first(where: { !known.contains($0.0) }) {
      throw AgentRefusal(
        "\(name) has no argument '\(stranger.0.prefix(60))'; it takes \(inputs.map(\.name).joined(separator: ", "))."
      )
    }
    var options: [String] = []
    var positions: [String] = []
    for input in inputs {
      guard let value = arguments[input.name], !value.isNull else {
        if input.isRequired { throw AgentRefusal("\(name) needs \(input.name): \(input.about)") }
        continue
      }
      for text in try input.texts(of: value, resolve: resolve) {
        switch input.form {
        case .position: positions.append(text)
        case .option(let option): options.append(option + "=" + text)
        case .flag(let flag): options.append(flag)
        }
      }
    }
    return command + ["--json"] + settings + options + (positions.isEmpty ? [] : ["--"] + positions)
  }
}

/// Why a call is not made, in a sentence that the model can act on.
struct AgentRefusal: Error, Equatable {
  let message: String
  init(_ message: String) { self.message = message }
}
