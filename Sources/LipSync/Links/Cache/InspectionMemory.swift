internal import LipSyncMedia

/// What sources were found to be, for all jobs that name them: each is looked at once in a while, however many jobs there are.
final class InspectionMemory: Sendable {
  private struct Look: Hashable, Sendable {
    var source: String
    var subject: Subject
    var isDeep: Bool
    var stamp: FileStatus?
  }

  private struct Content: Hashable, Sendable {
    var path: String
    var streams: PacketDigest.Streams
    var stamp: FileStatus
  }

  private let inspections: SharedCache<Look, SourceInspection>
  private let digests: SharedCache<Content, Result<String, any Error>>
  private let age: Duration
  private let horizon: Duration

  /// - Parameters:
  ///   - age: how long what was found out serves.
  ///   - horizon: a link that dies sooner after now is looked at anew.
  ///   - bytes: memory that it may take.
  init(age: Duration, horizon: Duration, bytes: Int) {
    (self.age, self.horizon) = (age, horizon)
    inspections = SharedCache(ceiling: bytes) { $0.weight }
    // A path and 64 letters, and what the dictionary takes.
    digests = SharedCache(ceiling: bytes / 4) { _ in 512 }
  }

  /// How many sources are remembered, and about how many bytes they take.
  var kept: (count: Int, weight: Int) { inspections.kept }

  /// What was found out, by a look of before that still serves or by `look`.
  func inspection(
    of source: Source, as subject: Subject, deep: Bool, look: @escaping @Sendable () async -> SourceInspection
  ) async -> SourceInspection {
    let (text, stamp): (String, FileStatus?) =
      switch source {
      case .url(let url): (url, nil)
      case .file(let path): (path, FileStatus(path: path))
      }
    let key = Look(source: text, subject: subject, isDeep: deep, stamp: stamp)
    return await inspections.value(of: key) { [age, horizon] found, since in
      Self.serves(found, age: since.duration(to: .now), limit: age, horizon: horizon, at: .now)
    } make: {
      await look()
    }
  }

  /// What tells a file's content from others.
  func digest(
    of path: String, _ streams: PacketDigest.Streams, make: @escaping @Sendable () async throws -> String
  ) async throws -> String {
    guard let stamp = FileStatus(path: path) else { return try await make() }
    return try await digests.value(of: Content(path: path, streams: streams, stamp: stamp)) {
      [age] known, since in
      if case .success = known { since.duration(to: .now) < age } else { false }
    } make: {
      do { return .success(try await make()) } catch { return .failure(error) }
    }.get()
  }

  /// Whether what was found out so long ago still serves: a pure function. What was wrong may be put right soon.
  static func serves(
    _ found: SourceInspection, age: Duration, limit: Duration, horizon: Duration, at now: UnixTime
  ) -> Bool {
    if found.failure != nil { return age < min(limit, Defaults.rememberedFailure) }
    if let expiry = found.link?.expiresAt, expiry - now < horizon.components.seconds { return false }
    return age < limit
  }
}

extension Inspector {
  /// What tells a source's content from others: a digest of its packets. All of a URL is fetched for it.
  func digest(of source: Source, _ streams: PacketDigest.Streams) async throws -> String {
    let make: @Sendable () async throws -> String = { [self] in
      try await onBlockingThread(until: nil) { deadline in
        try examiner.digest(of: try open(source), streams: streams, deadline: deadline).description
      }
    }
    guard let memory, case .file(let path) = source else { return try await make() }
    return try await memory.digest(of: path, streams, make: make)
  }
}
