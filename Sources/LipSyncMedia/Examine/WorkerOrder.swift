/// An order on its way to a worker, with all that it may know of the source and take for it.
package struct WorkerOrder {
  package var order: MediaOrder
  /// What the user called the source, with nothing secret in it.
  package var name: String
  package var isRemote: Bool
  package var state: SourceState
  /// Time that it may take; nil for no limit of its own.
  package var timeout: Duration?
  /// Memory that it may write to beside what it is born with, in bytes.
  package var memory: Int64
  /// Time of all processors together that it may take, in seconds.
  package var processorSeconds: Int
  /// Whether the networks for faces follow, each in a message of its own.
  package var networks = false

  /// What may change of a source while it is read.
  package struct SourceState: Equatable {
    package var size: Int64?
    package var reach: Int64?
    package var isArriving: Bool

    init(size: Int64?, reach: Int64?, isArriving: Bool) {
      (self.size, self.reach, self.isArriving) = (size, reach, isArriving)
    }

    init(_ source: any ByteSource) {
      self.init(size: source.size, reach: source.reach, isArriving: source.isArriving)
    }

    /// As the head of every answer with bytes.
    var numbers: [Int64] { [size ?? -1, reach ?? -1, isArriving ? 1 : 0] }

    /// Nil for what is too short.
    package init?(_ numbers: [Int64]) {
      guard numbers.count >= 3 else { return nil }
      self.init(
        size: numbers[0] < 0 ? nil : numbers[0], reach: numbers[1] < 0 ? nil : numbers[1],
        isArriving: numbers[2] != 0)
    }
  }
}

extension WorkerOrder {
  var json: JSON {
    .object([
      ("order", order.json), ("name", .string(name)), ("remote", .bool(isRemote)),
      ("state", .array(state.numbers.map { .int($0) })), ("timeout_ms", .optional(timeout?.milliseconds)),
      ("memory", .int(memory)), ("processor_seconds", .int(processorSeconds)), ("networks", .bool(networks)),
    ])
  }

  package init(json: JSON) throws(DocumentError) {
    order = try json.within("order") { value throws(DocumentError) in try MediaOrder(json: value) }
    name = try json.required("name", .string)
    isRemote = try json.required("remote", .bool)
    let numbers: [Int64] = try json.list("state", .whole)
    guard let state = SourceState(numbers) else { throw DocumentError(.malformed, "no state of a source") }
    self.state = state
    let milliseconds: Int64? = try json.nullable("timeout_ms", .whole)
    timeout = milliseconds.map { .milliseconds($0) }
    memory = try json.required("memory", .whole)
    processorSeconds = try json.required("processor_seconds", .whole)
    networks = try json.required("networks", .bool)
  }
}

extension MediaOrder {
  var json: JSON {
    switch self {
    case .probe(let limit): .object([("kind", "probe"), ("read_limit", .optional(limit))])
    case .decode(let options):
      .object([
        ("kind", "decode"), ("signatures", .bool(options.signatures)), ("details", .bool(options.details)),
        ("envelope", .bool(options.envelope)), ("waveform", .bool(options.waveform)),
        ("video", .bool(options.video)),
        ("content", .bool(options.content)), ("faces", .bool(options.faces)),
        ("mouth", .bool(options.mouth)),
      ])
    case .glance(let limit, let faces):
      .object([
        ("kind", "glance"), ("pixel_limit", .int(limit)),
        ("faces", faces.map { .array([.int($0.pixels), .int($0.keys)]) } ?? .null),
      ])
    case .digest(let streams): .object([("kind", "digest"), ("all", .bool(streams == .all))])
    case .still: .object([("kind", "still")])
    case .pictures(let times, let side, let part):
      .object([
        ("kind", "pictures"), ("times", .array(times.map { .exact($0) })), ("maximum_side", .optional(side)),
        ("part", part?.exact ?? .null),
      ])
    }
  }

  init(json: JSON) throws(DocumentError) {
    switch try json.required("kind", .string) {
    case "probe": self = .probe(readLimit: try json.nullable("read_limit", .whole))
    case "decode":
      self = .decode(
        .init(
          signatures: try json.required("signatures", .bool), details: try json.required("details", .bool),
          envelope: try json.required("envelope", .bool), waveform: try json.required("waveform", .bool),
          video: try json.required("video", .bool),
          content: try json.required("content", .bool), faces: try json.required("faces", .bool),
          mouth: try json.required("mouth", .bool)))
    case "glance":
      let faces: [Int64]? = json["faces"]?.isNull ?? true ? nil : try json.list("faces", .whole)
      self = .glance(
        pixelLimit: try json.required("pixel_limit", .whole),
        faces: faces.flatMap { $0.count == 2 ? FaceSample(pixels: $0[0], keys: Int(clamping: $0[1])) : nil })
    case "digest": self = .digest(try json.required("all", .bool) ? .all : .audio)
    case "still": self = .still
    case "pictures":
      self = .pictures(
        at: try json.list("times", .exactTime), maximumSide: try json.nullable("maximum_side", .whole),
        part: try json.nullable("part", .part))
    default: throw DocumentError(.malformed, "an order that is not known")
    }
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
