internal import Dispatch

/// The outcome of a download.
public struct DownloadSummary: Sendable {
  /// The file, whole.
  public var path: String
  /// Its length.
  public var bytes: Int64
  /// SHA-256 of all its bytes, in lower-case hex.
  public var sha256: String
  /// What was checked against the server's statements, joined by `+`: `size`, `sha512`, `sha256`, `sha1`, `md5`, `crc64nvme`,
  /// `crc64ecma`, `crc32c`, `crc32`, and `etag-md5` for an ETag that is the MD5 of the bytes; `none` if it states nothing.
  public var verifiedBy: String
  /// The head of the answer that began it, without its body; requests and bytes are those of all attempts.
  public var response: Response
}

extension HTTPClient {
  /// Streams a URL into a file; under its final name only when it is whole.
  ///
  /// Until then it is `.NAME.lipflight-part` in the same directory, next to a note about the object it belongs to.
  /// Broken connections are resumed where they broke, with Range and If-Range, and the answer is judged by its
  /// Content-Range; if the server has no validator to tell one state of the object from another, the last bytes are
  /// asked for again and compared. Attempts that make progress are not counted.
  ///
  /// If the process is killed, the download cancelled, or the failure may pass or be solved by a fresh URL, the
  /// part and its note stay, and the next call for the same path continues from there: with the same URL, its query apart, or
  /// with another one that shows the same length and ETag; unless the object has changed. Other failures remove both.
  ///
  /// Digests that the server offers (`Repr-Digest`, `Digest`, `Content-MD5`, `x-goog-hash`, `x-amz-checksum-…` and the like)
  /// are compared before the file gets its name; if they differ, the whole is fetched once more.
  ///
  /// - Parameters:
  ///   - request: URL, headers and time-outs, but for `totalTimeout`, `range` and `bodyLimit`, which are not used.
  ///   - path: The file; one that is there is replaced, at the end and in one step.
  ///   - retry: How often a broken transfer is retried.
  ///   - timeout: The time allowed for everything; nil for no limit but `TransferDefaults.downloadPace`.
  ///   - limit: Bytes accepted at most.
  ///   - keepsPart: Whether a part may be kept; false if no later call will ask for the same path.
  ///   - arrival: Through which the bytes can be read while they come.
  ///   - progress: Called on the client's own thread, at most every 50 ms and once at the end.
  ///   - refresh: Gives a fresh URL of the same object if one has expired (status 400, 401, 403 or 410) or leads nowhere
  ///     (404), or nil if there is none; asked three times at most.
  /// - Throws: `status` for an error status (4xx, 5xx), `diskFull` before the first byte if the disk is known to be too small,
  ///   `timeout` if it is slower than `TransferDefaults.downloadPace`, `badAnswer` for bytes that do not match the
  ///   server's digest, and whatever `send` throws.
  public func download(
    _ request: Request, to path: String, retry: RetryPolicy = .standard, timeout: Duration? = nil,
    limit: Int64 = TransferDefaults.downloadLimit, keepsPart: Bool = true, arrival: Arrival? = nil,
    progress: (@Sendable (_ received: Int64, _ total: Int64?) -> Void)? = nil,
    refresh: (@Sendable (TransferError) async -> String?)? = nil
  ) async throws(TransferError) -> DownloadSummary {
    try await download(
      request, to: path, retry: retry, timeout: timeout, limit: limit, keepsPart: keepsPart,
      pace: DownloadPace(), arrival: arrival, progress: progress, refresh: refresh)
  }

  /// `download` at a pace of the caller's.
  func download(
    _ request: Request, to path: String, retry: RetryPolicy, timeout: Duration? = nil, limit: Int64,
    keepsPart: Bool, pace: DownloadPace, arrival: Arrival? = nil,
    progress: (@Sendable (_ received: Int64, _ total: Int64?) -> Void)? = nil,
    refresh: (@Sendable (TransferError) async -> String?)? = nil
  ) async throws(TransferError) -> DownloadSummary {
    do throws(TransferError) {
      let summary = try await follow(
        request, to: path, retry: retry, timeout: timeout, limit: limit, keepsPart: keepsPart, pace: pace,
        arrival: arrival, progress: progress, refresh: refresh)
      arrival?.end(.success(()))
      return summary
    } catch {
      arrival?.end(.failure(error))
      throw error
    }
  }

  private func follow(
    _ request: Request, to path: String, retry: RetryPolicy, timeout: Duration?, limit: Int64,
    keepsPart: Bool, pace: DownloadPace, arrival: Arrival?,
    progress: (@Sendable (_ received: Int64, _ total: Int64?) -> Void)?,
    refresh: (@Sendable (TransferError) async -> String?)?
  ) async throws(TransferError) -> DownloadSummary {
    let end = timeout.map { ContinuousClock.now + $0 }
    let object = PartNote.object(of: try WebAddress(request.url))
    let part = try await onBlockingThread { () throws(TransferError) in
      try PartFile.open(for: path, object: object, arrival: arrival)
    }
    let limits = Download.Limits(bytes: limit, retry: retry, end: end, pace: pace)
    var download = Download(
      part: part, request: request, object: object, limits: limits, keepsPart: keepsPart, arrival: arrival)
    do throws(TransferError) {
      let response = try await download.run(on: self, refresh: refresh, progress: progress)
      let bytes = part.count
      progress?(bytes, bytes)
      let verifiedBy = download.verifiedBy
      let digest = try await onBlockingThread { () throws(TransferError) in try part.finish() }
      return DownloadSummary(
        path: path, bytes: bytes, sha256: digest, verifiedBy: verifiedBy, response: response)
    } catch {
      let ended = download
      try? await onBlockingThread { () throws(TransferError) in
        if keepsPart { ended.leave(after: error) } else { part.discard() }
      }
      throw error
    }
  }
}
