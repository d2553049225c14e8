// Signatures that other rooms build on while the real thing is being written; this file goes away.

extension HTTPClient {
  /// Streams a URL into a file; under its final name only when it is whole.
  public func download(
    _ request: Request, to path: String, retry: RetryPolicy = .standard,
    progress: (@Sendable (_ received: Int64, _ total: Int64?) -> Void)? = nil
  ) async throws(TransferError) -> DownloadSummary { fatalError("stub") }
}

/// What a download brought.
public struct DownloadSummary: Sendable {
  /// The file.
  public var path: String
  /// Its length.
  public var bytes: Int64
  /// Lower-case hex.
  public var sha256: String
  /// `size` where a stated length was met, `structure` left to the caller, `none` where the server stated no length.
  public var verifiedBy: String
  /// The answer, without its body.
  public var response: Response
}
