extension MediaInfo {
  /// Facts and exact durations of a file, found on a thread of its own. `probeBlocking` says what is exact, and what it costs.
  ///
  /// - Parameters:
  ///   - path: a regular file on this machine.
  ///   - readLimit: the most bytes to go through in search of the exact lengths; nil for all of them.
  ///   - timeout: when to give up; nil for never.
  /// - Throws: `MediaError`, with code `.read` where the file cannot be opened, else as `probeBlocking`; `CancellationError`.
  public static func probe(
    path: String, readLimit: Int64? = nil, timeout: Duration? = nil
  ) async throws -> MediaInfo {
    try await onBlockingThread(until: timeout.map { .now + $0 }) { deadline in
      try probeBlocking(FileSource(path: path), readLimit: readLimit, deadline: deadline)
    }
  }
}
