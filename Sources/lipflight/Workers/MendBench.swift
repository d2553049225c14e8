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
    mender = Mender(inspector: inspector, wishes: wishes) { (recipe, path, deadline, _) throws(MediaError) in
      try recipe.make(by: examiner, to: path, folder: Self.folder(of: path), deadline: deadline)
    }
    let names = inputs.compactMap { input -> String? in
      if case .file(let path) = Source(input) { Self.stem(path) } else { nil }
    }
    taken = Mutex(Set(names))
  }

  /// Mends a source, or says what would be done.
  func mend(_ source: Source, as subject: Subject?) async throws -> MendReport {
    switch source {
    case .file(let path): return try await mend(path, named: path, as: subject)
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
      return try await mend(copy, named: source.shown, as: subject)
    }
  }

  private func mend(_ path: String, named name: String, as subject: Subject?) async throws -> MendReport {
    progress.show("looking at \(name)")
    let look = await mender.look(path, named: name, as: subject)
    try Task.checkCancellation()
    guard let directory, look.report.state == .planned else { return look.report }
    let target = directory + "/" + unused(Self.stem(path) + "-mended")
    progress.show("mending \(name)")
    return try await mender.mend(look, to: target)
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

  private static func folder(of path: String) -> String {
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
