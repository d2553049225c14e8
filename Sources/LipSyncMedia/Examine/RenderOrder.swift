internal import Platform

/// What is made for the sandbox, as a value, so that a worker may do it: the bytes are a client's.
package enum RenderOrder: Sendable, Equatable {
  /// Pictures of a video in a new order, with other sound, as an MP4.
  case movie(video: String, audio: String, stretches: [Stretch], stamp: String, path: String)
  /// An MP4 of one picture that belongs to no video: black, or a chessboard.
  case card(isBlank: Bool, path: String)

  /// A stretch of the output: from which moment of the source on pictures are shown, which way, for how long.
  ///
  /// Moments are on the clock whose zero is the first picture's start. Past the end the last picture is shown,
  /// before the beginning the first.
  package struct Stretch: Sendable, Equatable {
    /// The ways to play.
    package enum Direction: String, Sendable {
      /// As recorded.
      case forward
      /// Backwards.
      case reverse
      /// Standing still.
      case hold
    }
    /// The moment of the source that the stretch begins with, whichever way it is played.
    package var start: MediaTime
    /// How long it lasts.
    package var length: MediaTime
    /// Which way it is played.
    package var direction: Direction

    /// A stretch, played one way.
    package init(from start: MediaTime, lasting length: MediaTime, _ direction: Direction = .forward) {
      self.start = start
      self.length = length
      self.direction = direction
    }
  }

  /// Why nothing was made.
  package struct Failure: Error, CustomStringConvertible {
    /// In the words of who tried.
    package let description: String
  }

  /// What is written.
  private var path: String {
    switch self {
    case .movie(_, _, _, _, let path), .card(_, let path): path
    }
  }

  /// The order as a worker gets it, with the files that it may have.
  private var trade: MediaTrade {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let reads: [String] =
      switch self {
      case .movie(let video, let audio, _, _, _): [video, audio]
      case .card: []
      }
    return MediaTrade(json, reads: reads, writes: [folder])
  }

  /// Has it made. Blocks.
  ///
  /// - Returns: how long it lasts.
  package func make(by examiner: MediaExaminer, deadline: Deadline) throws -> MediaTime {
    let answer = try examiner.performer.perform(
      trade, subject: path, deadline: deadline, progress: nil)
    do { return try answer.required("duration", .exactTime) } catch {
      throw Failure(description: answer["error"]?.stringValue ?? "no reason was told")
    }
  }

  /// What `make` reads: how long it lasts, or why there is none.
  package static func answer(_ make: () throws -> MediaTime) -> JSON {
    do { return .object([("duration", .exact(try make()))]) } catch {
      return .object([("error", .string("\(error)"))])
    }
  }
}

extension RenderOrder {
  /// The order as text.
  package var json: JSON {
    switch self {
    case .movie(let video, let audio, let stretches, let stamp, let path):
      .object([
        ("kind", "movie"), ("video", .string(video)), ("audio", .string(audio)), ("path", .string(path)),
        ("stamp", .string(stamp)), ("stretches", .array(stretches.map(\.json))),
      ])
    case .card(let isBlank, let path):
      .object([("kind", "card"), ("blank", .bool(isBlank)), ("path", .string(path))])
    }
  }

  /// Reads what `json` states.
  package init(json: JSON) throws(DocumentError) {
    let path = try json.required("path", .string)
    switch try json.required("kind", .string) {
    case "movie":
      self = .movie(
        video: try json.required("video", .string), audio: try json.required("audio", .string),
        stretches: try json.list("stretches", .stretch), stamp: try json.required("stamp", .string),
        path: path)
    case "card": self = .card(isBlank: try json.required("blank", .bool), path: path)
    default: throw DocumentError(.malformed, "an order that is not known")
    }
  }
}

extension RenderOrder.Stretch {
  /// The stretch on its way to a worker.
  var json: JSON {
    .object([
      ("from", .exact(start)), ("lasting", .exact(length)), ("direction", .string(direction.rawValue)),
    ])
  }
}

extension JSONReading where Value == RenderOrder.Stretch {
  /// Reads what `json` states.
  static var stretch: JSONReading {
    JSONReading { json throws(DocumentError) in
      guard
        let direction = RenderOrder.Stretch.Direction(rawValue: try json.required("direction", .string))
      else { throw DocumentError(.malformed, "a direction that is not known") }
      return RenderOrder.Stretch(
        from: try json.required("from", .exactTime), lasting: try json.required("lasting", .exactTime),
        direction)
    }
  }
}
