internal import LipSync
internal import LipSyncTransfer

/// Downloads an input of a task.
struct InputFetcher: Sendable {
  let store: Store
  let client: HTTPClient

  /// The path of the input's bytes: the sandbox's own assets are read in place, the rest is downloaded to `path`.
  func fetch(_ url: String, as subject: Subject, to path: String) async throws -> String {
    if let id = Self.assetID(in: url), let asset = await store.asset(id), asset.bytes != nil {
      return store.directory.assetBytes(id)
    }
    do {
      return try await client.download(
        Request(url: url, totalTimeout: nil), to: path, keepsPart: false
      ).path
    } catch {
      if error.code == .cancelled { throw CancellationError() }
      throw RenderJob.Failure.unusable(subject)
    }
  }

  /// The asset that a URL of a sandbox on this machine names. The port is ignored: another run on the same
  /// data directory had another one.
  static func assetID(in url: String) -> String? {
    let parts = url.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 7, parts[0] == "http:", parts[2].hasPrefix("127.0.0.1:"), parts[3] == "files",
      parts[4] == "assets"
    else { return nil }
    return String(parts[5])
  }
}
