/// Who demuxes and decodes foreign bytes.
///
/// A media library is a million lines of C that read what strangers wrote. Where a process holds a key, money or other
/// people's files, have it done by worker processes (`installed`): what crashes, starves or takes one over is then a finding
/// about one source. A program that holds nothing can do it by itself: `inThisProcess` of the module `LipSyncMediaReading`,
/// which links FFmpeg.
public struct MediaExaminer: Sendable {
  /// Who does it.
  package let performer: any MediaPerformer

  /// Done by such hands.
  package init(_ performer: any MediaPerformer) { self.performer = performer }

  /// Each source is read by a process of its own, without key, network and files, of the program `lipflight-worker`, which is
  /// looked for where `WorkerProgram.find` says and started once it is needed. Where it is not found, or is of another version,
  /// each source fails with `MediaError.Code.fault`, and the message says what to do.
  public static let installed = MediaExaminer(MediaWorkers.installed)

  /// The same with the program of a path: one that runs `MediaNursery`, as `lipflight-worker` does. It ends with the last
  /// copy of this value.
  ///
  /// - Parameters:
  ///   - program: the path of the program.
  ///   - arguments: what tells it to serve.
  ///   - faces: the networks that it finds faces by; nil for none.
  public static func worker(
    program: String, arguments: [String] = ["serve"], faces: FaceNetworks? = nil
  ) -> MediaExaminer {
    MediaExaminer(MediaWorkers(arguments: arguments, networks: { faces }) { program })
  }

  /// Does what is asked for, here or in a worker. Blocks.
  ///
  /// - Parameters:
  ///   - order: what is asked for.
  ///   - source: where the bytes come from; they are always fetched by this process.
  ///   - deadline: when to give up.
  ///   - patience: how long the work may take, waits for bytes that are still arriving left out; nil for no such limit.
  ///   - progress: told the share that is done.
  /// - Throws: `MediaError`: of a worker that died `.crashed`, of one that had to be ended `.deadline` or `.cancelled`.
  package func perform(
    _ order: MediaOrder, on source: any ByteSource, deadline: Deadline, patience: Duration? = nil,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(MediaError) -> MediaAnswer {
    let limit = source.isArriving ? deadline : deadline.sooner(of: patience)
    return try performer.perform(
      order, on: source, deadline: limit, patience: source.isArriving ? patience : nil, progress: progress)
  }
}

extension Deadline {
  /// The same, but no later than so long after now.
  func sooner(of patience: Duration?) -> Deadline {
    guard let patience else { return self }
    let end = ContinuousClock.now + patience
    return Deadline(instant: min(instant ?? end, end), cancellation: cancellation)
  }
}

extension MediaExaminer {
  /// As `MediaInfo.probeBlocking`.
  package func probe(
    _ source: any ByteSource, readLimit: Int64? = nil, deadline: Deadline
  ) throws(MediaError) -> MediaInfo {
    guard case .info(let info) = try perform(.probe(readLimit: readLimit), on: source, deadline: deadline)
    else { throw .otherAnswer(source) }
    return info
  }

  /// As `DecodedMedia.decode`.
  package func decode(
    _ source: any ByteSource, options: DecodedMedia.Options = .init(), deadline: Deadline,
    patience: Duration? = nil, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(MediaError) -> DecodedMedia {
    guard
      case .decoded(let media) = try perform(
        .decode(options), on: source, deadline: deadline, patience: patience, progress: progress)
    else { throw .otherAnswer(source) }
    return media
  }

  /// As `SoundFacts.measure`.
  package func sound(of source: any ByteSource, deadline: Deadline) throws(MediaError) -> SoundFacts {
    let options = DecodedMedia.Options(signatures: false, envelope: true, video: false, content: true)
    guard let facts = try decode(source, options: options, deadline: deadline).info.facts.sound else {
      throw .soundless(source)
    }
    return facts
  }

  /// As `AudioEnvelope.decode`.
  package func envelope(of source: any ByteSource, deadline: Deadline) throws(MediaError) -> AudioEnvelope {
    let options = DecodedMedia.Options(signatures: false, envelope: true, video: false)
    guard let envelope = try decode(source, options: options, deadline: deadline).envelope else {
      throw .soundless(source)
    }
    return envelope
  }

  /// As `PictureFacts.glance`, and faces in some pictures where that is asked for.
  package func glance(
    at source: any ByteSource, pixelLimit: Int64, faces: FaceSample? = nil, deadline: Deadline
  ) throws(MediaError) -> Glance {
    let order = MediaOrder.glance(pixelLimit: pixelLimit, faces: faces)
    guard case .seen(let glance) = try perform(order, on: source, deadline: deadline) else {
      throw .otherAnswer(source)
    }
    return glance
  }

  /// As `PacketDigest.of`.
  package func digest(
    of source: any ByteSource, streams: PacketDigest.Streams, deadline: Deadline
  ) throws(MediaError) -> PacketDigest {
    guard case .digest(let digest) = try perform(.digest(streams), on: source, deadline: deadline) else {
      throw .otherAnswer(source)
    }
    return digest
  }

  /// As `Thumbnail.read`.
  package func still(_ source: any ByteSource, deadline: Deadline) throws(MediaError) -> Thumbnail.Picture {
    guard case .still(let picture) = try perform(.still, on: source, deadline: deadline) else {
      throw .otherAnswer(source)
    }
    return picture
  }

  /// As `Thumbnail.jpegs`: one for each moment.
  package func pictures(
    of source: any ByteSource, at times: [MediaTime], maximumSide: Int? = nil, part: PicturePart? = nil,
    deadline: Deadline
  ) throws(MediaError) -> [[UInt8]] {
    guard
      case .pictures(let pictures) = try perform(
        .pictures(at: times, maximumSide: maximumSide, part: part), on: source, deadline: deadline),
      pictures.count == times.count
    else { throw .otherAnswer(source) }
    return pictures
  }
}

extension MediaError {
  /// A worker that says something else than it was asked for has been taken over, or is of another version.
  static func otherAnswer(_ source: any ByteSource) -> MediaError {
    MediaError(
      .crashed, operation: "worker", subject: source.name,
      message: "the decoder's process gave an answer that makes no sense; the file may have taken it over")
  }

  fileprivate static func soundless(_ source: any ByteSource) -> MediaError {
    MediaError(
      .noSuchStream, operation: "decode", subject: source.name,
      message: "has no audio stream; give a file with sound")
  }
}
