internal import LipSyncMedia
internal import LipSyncTransfer

/// The link by which the service fetches a source: a content is uploaded once.
struct UploadOnce: Sendable {
  let service: ServiceClient
  let journal: any Journal
  let events: (@Sendable (JobEvent) -> Void)?

  /// The URL that the service is given: as it is, or that of the upload, which is made once for a content.
  func link(to source: Source, _ content: ContentIdentity, _ subject: Subject) async throws -> String {
    switch source {
    case .url(let url): url
    case .file(let path): try await upload(path, content, subject)
    }
  }

  /// The URL that the service would be given, or was given before, for a source; nil for a file that was never uploaded.
  func knownLink(to source: Source, _ content: ContentIdentity) async throws -> String? {
    switch source {
    case .url(let url): url
    case .file: try await journal.upload(of: content, at: service.account)?.assetURL
    }
  }

  private func upload(_ path: String, _ content: ContentIdentity, _ subject: Subject) async throws -> String {
    let account = service.account
    let turn = try await journal.turn(on: "upload \(account.text) \(content.text)") {
      events?(.waitingForTurn)
    }
    defer { turn.release() }
    if let known = try await journal.upload(of: content, at: account), await isThere(known) {
      events?(.reusedUpload(subject, uploadedAt: known.at))
      return known.assetURL
    }
    let asset = try await service.upload(
      path: path, progress: { sent, total in events?(.uploading(subject, sent: sent, total: total)) },
      announced: { url, bytes in
        await write(url, bytes, content, isStored: false)
        CrashPoint.uploadAnnouncementNoted.reached()
      })
    CrashPoint.uploadSent.reached()
    await write(asset, try Self.size(of: path), content, isStored: true)
    CrashPoint.uploadNoted.reached()
    return asset
  }

  /// An upload that is forgotten costs nothing but time.
  private func write(_ url: String, _ bytes: Int64, _ content: ContentIdentity, isStored: Bool) async {
    guard shortened(url) == url else { return }
    try? await journal.record(
      UploadEntry(
        content: content, account: service.account, bytes: bytes, assetURL: url, isStored: isStored, at: .now)
    )
  }

  /// Whether an upload can be fetched, whole: its announcement may have been all that was done.
  private func isThere(_ upload: UploadEntry) async -> Bool {
    let look = Request(
      url: upload.assetURL, headers: [("Accept", "*/*"), ("Accept-Encoding", "identity")], range: 0...0,
      bodyLimit: 1 << 10, totalTimeout: Defaults.serviceTimeout)
    guard let answer = try? await service.client.send(look), (200..<300).contains(answer.status) else {
      return false
    }
    let length = answer.contentRange?.total ?? answer.header("Content-Length").flatMap { Int64($0) }
    return length.map { $0 == upload.bytes } ?? upload.isStored
  }

  private static func size(of path: String) throws -> Int64 { try FileSource(path: path).size ?? 0 }
}
