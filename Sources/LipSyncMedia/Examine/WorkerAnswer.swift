/// An answer on its way from a worker: long rows of values in messages of their own, the rest as JSON behind them.
///
/// Whoever reads it counts what comes and believes nothing: it may be written by what took the worker over.
package struct WorkerAnswer {
  /// What has come of the rows.
  private var times: [MediaTime] = []
  private var signatures: [FrameSignature?] = []
  private var levels: [Float] = []
  private var samples: [Int16] = []
  private var pictures: [[UInt8]] = []
  private var room: Int

  /// - Parameter limit: bytes that all rows may have together.
  init(limit: Int64) { room = Int(clamping: limit) }

  /// Bytes of a signature.
  private static let signatureSize = FrameSignature.side * FrameSignature.side

  /// Takes in a part of a row; false for one that makes no sense or is too much.
  mutating func take(_ message: WorkerChannel.Message) -> Bool {
    let bytes = message.bytes
    room -= bytes.count + 64
    guard room >= 0 else { return false }
    switch message.kind {
    case .times:
      let numbers = bytes.numbers
      guard numbers.count % 2 == 0 else { return false }
      times += stride(from: 0, to: numbers.count, by: 2).map {
        MediaTime(numbers[$0], max(1, numbers[$0 + 1]))
      }
      return times.last.map { $0.magnitude < MediaTime(1_000_000_000_000) } ?? true
    case .signatures:
      var index = 0
      while index < bytes.count {
        let isThere = bytes[index] == 1
        let end = index + 1 + (isThere ? Self.signatureSize : 0)
        guard end <= bytes.count else { return false }
        signatures.append(isThere ? FrameSignature(luma: Array(bytes[index + 1..<end])) : nil)
        index = end
      }
    case .levels:
      for index in stride(from: 0, to: bytes.count / 4 * 4, by: 4) {
        let level = Float(bitPattern: UInt32(littleEndianBytes: bytes[index..<index + 4]))
        guard (0...1).contains(level) else { return false }
        levels.append(level)
      }
    case .samples:
      samples += stride(from: 0, to: bytes.count / 2 * 2, by: 2).map {
        Int16(littleEndianBytes: bytes[$0..<$0 + 2])
      }
    case .picture: pictures.append(bytes)
    default: return false
    }
    return true
  }

  /// Sends an answer.
  package static func send(_ answer: MediaAnswer, over channel: WorkerChannel) {
    switch answer {
    case .info(let info): channel.send(.answer, info.exact)
    case .seen(let glance): channel.send(.answer, glance.exact)
    case .digest(let digest): channel.send(.answer, .object([("digest", .string(digest.description))]))
    case .still(let picture):
      send(signatures: [picture.signature], over: channel)
      channel.send(
        .answer,
        .object([
          ("width", .int(picture.width)), ("height", .int(picture.height)),
          ("aspect", .exact(picture.aspect)),
        ]))
    case .pictures(let pictures):
      for picture in pictures { channel.send(.picture, picture) }
      channel.send(.answer, .object([("pictures", .int(pictures.count))]))
    case .decoded(let media):
      for start in stride(from: 0, to: media.frames.count, by: 400) {
        let some = media.frames[start..<min(start + 400, media.frames.count)]
        channel.send(.times, [UInt8](some.flatMap { [$0.time.numerator, $0.time.denominator] }))
        send(signatures: some.map(\.signature), over: channel)
      }
      let levels = media.envelope?.levels ?? []
      for start in stride(from: 0, to: levels.count, by: 1 << 16) {
        let some = levels[start..<min(start + 1 << 16, levels.count)]
        channel.send(.levels, some.flatMap(\.bitPattern.littleEndianBytes))
      }
      let samples = media.waveform?.samples ?? []
      for start in stride(from: 0, to: samples.count, by: 1 << 18) {
        let some = samples[start..<min(start + 1 << 18, samples.count)]
        channel.send(.samples, some.flatMap(\.littleEndianBytes))
      }
      channel.send(.answer, media.rest)
    }
  }

  private static func send(signatures: some Sequence<FrameSignature?>, over channel: WorkerChannel) {
    var bytes: [UInt8] = []
    for signature in signatures {
      let luma = signature?.luma ?? []
      bytes += luma.count == signatureSize ? [1] + luma : [0]
    }
    channel.send(.signatures, bytes)
  }

  /// The answer to an order, once its last message is there.
  func read(_ order: MediaOrder, _ json: JSON) throws(DocumentError) -> MediaAnswer {
    switch order {
    case .probe: return .info(try MediaInfo(exact: json))
    case .glance: return .seen(try Glance(exact: json))
    case .digest:
      let text = try json.required("digest", .string)
      guard let digest = PacketDigest(text) else { throw DocumentError(.malformed, "no digest") }
      return .digest(digest)
    case .still:
      let sides: [Int] = [try json.required("width", .whole), try json.required("height", .whole)]
      guard let signature = signatures.first ?? nil, sides.allSatisfy({ (1...1 << 24).contains($0) }) else {
        throw DocumentError(.malformed, "no picture")
      }
      return .still(
        Thumbnail.Picture(
          width: sides[0], height: sides[1], signature: signature,
          aspect: try json.nullable("aspect", .number)))
    case .pictures: return .pictures(pictures)
    case .decode:
      guard times.count == signatures.count else { throw DocumentError(.malformed, "frames without times") }
      let frames = zip(times, signatures).map { DecodedMedia.Frame(time: $0, signature: $1) }
      return .decoded(try DecodedMedia(rest: json, frames: frames, levels: levels, samples: samples))
    }
  }
}

extension WorkerChannel {
  /// Sends a message of JSON.
  package func send(_ kind: Kind, _ json: JSON) { send(kind, Array(json.text.utf8)) }
}

extension DecodedMedia {
  /// All but its rows.
  fileprivate var rest: JSON {
    .object([
      ("info", info.exact), ("details", .array(details.map(\.exact))), ("aspect", .exact(aspect)),
      ("video_duration", .exact(videoDuration)), ("audio_samples", .int(audioSamples)),
      ("audio_duration", .exact(audioDuration)), ("envelope", .exact(envelope?.duration)),
      ("waveform", .bool(waveform != nil)), ("video_start", .exact(videoStart)),
      ("audio_start", .exact(audioStart)),
      ("errors", .array(errors.map { .string($0) })), ("error_count", .int(errorCount)),
      ("mouth", mouth?.exact ?? .null), ("mouth_unseen", .optional(mouthUnseen?.rawValue)),
    ])
  }

  fileprivate init(rest json: JSON, frames: [Frame], levels: [Float], samples: [Int16])
    throws(DocumentError)
  {
    let envelope = try json.nullable("envelope", .exactTime)
    self.init(
      info: try json.within("info") { value throws(DocumentError) in try MediaInfo(exact: value) },
      frames: frames,
      details: try json.list("details", .detail), aspect: try json.nullable("aspect", .number),
      videoDuration: try json.nullable("video_duration", .exactTime),
      audioSamples: try json.required("audio_samples", .whole),
      audioDuration: try json.nullable("audio_duration", .exactTime),
      envelope: envelope.map { AudioEnvelope(levels: levels, duration: $0) },
      waveform: try json.required("waveform", .bool) ? Waveform(samples: samples) : nil,
      videoStart: try json.nullable("video_start", .exactTime),
      audioStart: try json.nullable("audio_start", .exactTime), errors: try json.list("errors", .string),
      errorCount: try json.required("error_count", .whole))
    mouth = try json.nullable("mouth", .mouth)
    mouthUnseen = try json.nullable("mouth_unseen", .word)
  }
}

extension FrameDetail {
  fileprivate var exact: JSON {
    .object([
      ("time", .exact(time)),
      ("colour", .array(colour.flatMap { [.exact(Double($0.blue)), .exact(Double($0.red))] })),
      (
        "detail",
        .array(
          detail.map { side, cells in
            .object([("side", .int(side)), ("cells", .array(cells.map { .exact(Double($0)) }))])
          })
      ),
    ])
  }
}

extension JSONReading where Value == FrameDetail {
  /// A detail, with as many cells as there are in one.
  fileprivate static var detail: JSONReading {
    JSONReading { json throws(DocumentError) in
      let cells = FrameDetail.side * FrameDetail.side
      let colour = try json.list("colour", .number).map { Float($0) }
      var detail: [Int: [Float]] = [:]
      for (side, values) in try json.list("detail", .sidedCells) {
        guard values.count == cells else { throw DocumentError(.malformed, "cells are missing") }
        detail[side] = values
      }
      guard colour.count == 2 * cells else { throw DocumentError(.malformed, "colours are missing") }
      return FrameDetail(
        time: try json.required("time", .exactTime),
        colour: (0..<cells).map { (blue: colour[2 * $0], red: colour[2 * $0 + 1]) }, detail: detail)
    }
  }
}

extension JSONReading where Value == (Int, [Float]) {
  fileprivate static var sidedCells: JSONReading {
    JSONReading { json throws(DocumentError) in
      (try json.required("side", .whole), try json.list("cells", .number).map { Float($0) })
    }
  }
}
