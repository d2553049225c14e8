internal import LipSync
internal import LipSyncMedia
internal import Platform
internal import Synchronization

/// Where commands mend sources: each is looked at, mended by a worker, and gets a name in the directory.
final class MendBench: Sendable {
  private let inspector: Inspector
  private let mender: Mender
  private let directory: String?
  private let progress: Progress
  /// Names that are taken, without their endings.
  private let taken: Mutex<Set<String>>

  /// - Parameters:
  ///   - directory: where new files go; nil to say only what would be done.
  ///   - inputs: what no new file may replace.
  init(
    inspector: Inspector, wishes: MendWishes, directory: String?, inputs: [String], progress: Progress
  ) {
    (self.inspector, self.directory, self.progress) = (inspector, directory, progress)
    let examiner = inspector.examiner
    mender = Mender(inspector: inspector, wishes: wishes) {
      (recipe, path, deadline, progress) throws(MediaError) in
      try recipe.make(
        by: examiner, to: path, folder: Self.folder(of: path), deadline: deadline, progress: progress)
    }
    let names = inputs.compactMap { input -> String? in
      if case .file(let path) = Source(input) { Self.stem(path) } else { nil }
    }
    taken = Mutex(Set(names))
  }

  /// Mends a source, or says what would be done.
  func mend(_ source: Source, as subject: Subject?) async throws -> MendReport {
    try await withFile(of: source) { path, name in
      progress.begin("looking at \(name)")
      let look = await mender.look(path, named: name, as: subject)
      try Task.checkCancellation()
      guard let directory, look.report.state == .planned else { return look.report }
      let target = directory + "/" + unused(Self.stem(path) + "-mended")
      let phase = "mending \(name)"
      progress.begin(phase)
      let pace = Playtime(of: look.report.before?.duration)
      return try await mender.mend(look, to: target) { [progress] share in
        progress.expect(phase, fraction: share, figures: pace.words(share))
      }
    }
  }

  /// Cuts a sound into parts, with a video for each if there is one, or says what would be done.
  func split(_ audio: Source, with video: Source?, wishes: SplitWishes) async throws -> Splitter.Look {
    try await withFile(of: audio) { path, name in
      let sound = Self.given(audio, path, name)
      guard let video else { return try await split(sound, nil, wishes) }
      return try await withFile(of: video) { path, name in
        try await split(sound, Self.given(video, path, name), wishes)
      }
    }
  }

  private static func given(_ source: Source, _ path: String, _ name: String) -> Splitter.Given {
    Splitter.Given(
      path: path, name: name, stem: String(stem(path).drop { $0 == "." }.prefix(80)),
      home: source.isURL ? nil : path)
  }

  private func split(
    _ audio: Splitter.Given, _ video: Splitter.Given?, _ wishes: SplitWishes
  ) async throws -> Splitter.Look {
    let splitter = Splitter(mender, wishes: wishes)
    progress.begin("looking at \(audio.name)")
    let look = try await splitter.look(audio, with: video)
    guard let directory, !look.hasFailed else { return look }
    return try await splitter.split(look, into: directory) { [progress] part, parts, share in
      progress.expect("making part \(part) of \(parts)", fraction: share)
    }
  }

  /// Joins results, or says what would be done.
  func join(
    _ rows: [SplitRow], _ paths: [String?], faults: [JoinPlan.Fault], to output: String?
  ) async throws -> JoinReport {
    let joiner = Joiner(mender)
    progress.begin("looking at \(paths.count) results")
    let look = try await joiner.look(rows, paths, faults: faults) { [progress] part, parts, share in
      progress.expect("looking at result \(part) of \(parts)", fraction: share)
    }
    guard let output, look.report.state == .planned else { return look.report }
    progress.begin("joining")
    return try await joiner.join(look, to: output) { [progress] share in
      progress.expect("joining", fraction: share)
    }
  }

  /// Does something with a source as a file on this machine: a URL's bytes are copied for as long.
  private func withFile<T>(of source: Source, _ body: (_ path: String, _ name: String) async throws -> T)
    async throws -> T
  {
    switch source {
    case .file(let path): return try await body(path, path)
    case .url(let url):
      let scratch = TemporaryDirectory.orKept(nil)
      defer { scratch.removeIfTemporary() }
      guard mkdir(scratch.path, 0o700) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
      progress.show("fetching \(source.shown)")
      let copy = scratch.path + "/" + Self.fileName(of: url)
      let inspector = inspector
      try await onBlockingThread(until: nil) { deadline in
        try SourceCopy.write(try inspector.open(source), to: copy, deadline: deadline)
      }
      return try await body(copy, source.shown)
    }
  }

  /// A name that no input has and no other new file.
  private func unused(_ stem: String) -> String {
    taken.withLock { taken in
      var name = stem
      var number = 2
      while !taken.insert(name).inserted { (name, number) = ("\(stem)-\(number)", number + 1) }
      return name
    }
  }

  /// The directory that a path lies in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name of a file without its ending.
  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? "source"
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The last part of a URL's path, as far as a file may be called that.
  private static func fileName(of url: String) -> String {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    let name = path.split(separator: "/").dropFirst(2).last.map(String.init) ?? "source"
    let safe = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    return safe.isEmpty || safe.hasPrefix(".") ? "source" : String(safe.prefix(100))
  }
}

/// How fast a file is gone through, against the time that it plays.
private struct Playtime: Sendable {
  private let length: Double
  private let start = ContinuousClock.now

  init(of length: MediaTime?) { self.length = length?.seconds ?? 0 }

  /// `8.3 x`: seconds of it a second; nothing in the first second.
  func words(_ share: Double) -> String {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    return elapsed >= 1 && length > 0 ? figure(length * share / elapsed, 1) + " x its time" : ""
  }
}

/// The bytes of a source as a file.
enum SourceCopy {
  static func write(_ source: any ByteSource, to path: String, deadline: Deadline) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var offset: Int64 = 0
    while true {
      if deadline.mustStop { throw CancellationError() }
      let count = try buffer.withUnsafeMutableBytes {
        try source.read(at: offset, into: $0, deadline: deadline)
      }
      if count == 0 { return }
      var done = 0
      while done < count {
        let written = buffer.withUnsafeBytes { write(file, $0, from: done, count: count) }
        guard written > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        done += written
      }
      offset += Int64(count)
    }
  }

  private static func write(_ file: CInt, _ bytes: UnsafeRawBufferPointer, from start: Int, count: Int) -> Int
  {
    System.write(file, bytes.baseAddress?.advanced(by: start), count - start)
  }
}
