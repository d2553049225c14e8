internal import LipSyncMedia
internal import Platform

extension Splitter {
  /// Makes the parts and the manifest. Files get their names once all of them have passed their checks.
  ///
  /// - Parameters:
  ///   - directory: where they go; files of their names are replaced.
  ///   - progress: told which part is made, of how many, and the share of it that is done.
  /// - Throws: `CancellationError`, and what keeps a file from being written.
  package func split(
    _ look: Look, into directory: String,
    progress: @escaping @Sendable (_ part: Int, _ parts: Int, _ share: Double) -> Void = { _, _, _ in }
  ) async throws -> Look {
    var look = look
    guard var split = look.split, let sound = look.sound, !look.hasFailed else { return look }
    let scratch = "\(directory)/.\(look.audio.stem).\(UInt64.random(in: .min ... .max)).splitting"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let longest = split.parts.map(\.length).max() ?? .zero
    let channels = min(Limits.channels, max(1, sound.channels))
    let form = MendFormats.sound(length: longest, rate: split.rate, channels: channels)
    var names: [(made: String, name: String)] = []
    for index in split.parts.indices {
      let number = Self.number(index + 1, of: split.parts.count)
      let count = split.parts.count
      let tell: @Sendable (Double) -> Void = { progress(index + 1, count, $0) }
      let work = soundWork(split, index, channels, form.codec, form.bitRate)
      let audio = "\(look.audio.stem)-part-\(number).\(form.home.ending)"
      let made = try await make(
        MediaRecipe(
          pieces: [MediaRecipe.Piece(path: look.audio.path, length: split.parts[index].length)],
          format: form.home.format, pictures: .none, sound: .encode(work)),
        scratch + "/" + audio, as: .audio, tell)
      var faults = made.faults + Self.faults(made, samples: split.parts[index].plan.samples.count, work.codec)
      split.parts[index].sound = made.made
      names.append((scratch + "/" + audio, audio))
      split.parts[index].audio = directory + "/" + audio
      if let video = look.video, let frame = split.frame, faults.isEmpty {
        let name = "\(video.stem)-part-\(number).mp4"
        let made = try await make(
          pictureRecipe(video.path, split.parts[index], frame), scratch + "/" + name, as: .video, tell)
        faults = made.faults + Self.faults(made, pictures: split.parts[index].plan.pictures?.count ?? 0)
        split.parts[index].pictures = made.made
        names.append((scratch + "/" + name, name))
        split.parts[index].video = directory + "/" + name
      }
      guard faults.isEmpty else {
        look.set(.failed)
        look.sources[look.sources.count - 1].trouble =
          "Part \(index + 1) did not pass its check, and nothing was kept. " + faults.joined(separator: " ")
        return look
      }
    }
    try Task.checkCancellation()
    for (made, name) in names { try NewFile.name(made, as: directory + "/" + name) }
    look.split = split
    if look.video != nil { look.manifest = try writeManifest(split, look, directory, scratch) }
    look.set(.mended)
    return look
  }

  private static func number(_ number: Int, of count: Int) -> String {
    let (text, width) = (String(number), max(2, String(count).count))
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private func soundWork(
    _ split: SplitReport, _ index: Int, _ channels: Int, _ codec: String, _ bitRate: Int?
  ) -> MediaRecipe.SoundWork {
    let part = split.parts[index]
    var work = MediaRecipe.SoundWork(rate: split.rate, channels: channels, codec: codec)
    work.bitRate = bitRate
    work.span = MediaRecipe.SoundWork.Span(start: part.start, length: part.length)
    return work
  }

  private func pictureRecipe(
    _ path: String, _ part: SplitReport.Part, _ frame: MediaTime
  ) -> MediaRecipe {
    var work = MediaRecipe.PictureWork(frame: frame)
    work.stretches = part.stretches
    work.largestRate = MendFormats.largestRate(part.length)
    return MediaRecipe(
      pieces: [MediaRecipe.Piece(path: path, length: part.length)], format: MendFormats.Home.mp4.format,
      pictures: .encode(work), sound: .none)
  }

  private struct Made {
    var made: MediaMade?
    var media: MediaInfo?
    var faults: [String] = []
  }

  private func make(
    _ recipe: MediaRecipe, _ path: String, as subject: Subject, _ tell: @escaping @Sendable (Double) -> Void
  ) async throws -> Made {
    do {
      let made = try await mender.made(recipe, path, tell)
      let inspection = await mender.inspector.examine(.file(path: path), as: subject, deep: false)
      try Task.checkCancellation()
      let findings = SourceFacts(inspection, as: subject).findings
      let faults = findings.filter { $0.severity == .error || $0.rule == .mediaTooLarge }.map(\.message)
      return Made(made: made, media: inspection.media, faults: faults)
    } catch let error as MediaError where ![.cancelled, .write].contains(error.code) {
      return Made(faults: ["\(error.message.prefix(1).uppercased())\(error.message.dropFirst())."])
    }
  }

  private static func faults(_ made: Made, samples: Int, _ codec: String) -> [String] {
    guard let facts = made.made else { return [] }
    var faults: [String] = []
    let decoded = facts.decodedSamples ?? 0
    // The last packet of AAC has 1,024 samples, whatever there is to be said.
    let room: Int64 = codec == "aac" ? 1023 : 0
    if facts.samples != Int64(samples) || !(Int64(samples)...Int64(samples) + room).contains(decoded) {
      faults.append("\(decoded) samples decode from its sound, not \(samples).")
    }
    if let offset = facts.offset, offset.magnitude > 1 {
      faults.append("Its sound lies \(offset) samples off.")
    }
    return faults
  }

  private static func faults(_ made: Made, pictures: Int) -> [String] {
    guard let facts = made.made else { return [] }
    guard facts.frames == pictures, facts.decodedFrames == pictures else {
      return ["\(facts.decodedFrames ?? 0) pictures decode from its video, not \(pictures)."]
    }
    return []
  }

  private func writeManifest(
    _ split: SplitReport, _ look: Look, _ directory: String, _ scratch: String
  ) throws -> String {
    func absolute(_ path: String) -> String {
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
    let rows = split.parts.map { part in
      SplitRow(
        id: "\(look.audio.stem)-part-\(Self.number(part.plan.number, of: split.parts.count))",
        video: absolute(part.video ?? ""), audio: absolute(part.audio ?? ""), part: part.plan.number,
        parts: split.parts.count, samples: part.plan.samples, rate: split.rate,
        original: look.audio.home.map(absolute))
    }
    let name = "\(look.audio.stem)-parts.jsonl"
    let text = rows.map { $0.json.text + "\n" }.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: scratch + "/" + name))
    try NewFile.name(scratch + "/" + name, as: directory + "/" + name)
    return directory + "/" + name
  }
}
