internal import LipSyncMedia
internal import LipSyncTransfer

/// The links that the service is given: a content is uploaded once.
extension Submission {
  /// The URL that the service is given: as it is, or that of the upload, which is made once for a content.
  func publicURL(
    _ source: Source, _ content: ContentIdentity, _ subject: Subject
  ) async throws -> String {
    guard case .file(let path) = source else {
      if case .url(let url) = source { return url }
      return ""
    }
    let account = service.account
    let (journal, events) = (journal, events)
    let turn = try await journal.turn(on: "upload \(account.text) \(content.text)") {
      events?(.waitingForTurn)
    }
    defer { turn.release() }
    if let known = try await journal.upload(of: content, at: account), await isThere(known) {
      events?(.reusedUpload(subject, uploadedAt: known.at))
      return known.assetURL
    }
    @Sendable func note(_ url: String, _ bytes: Int64, isStored: Bool) async {
      guard shortened(url) == url else { return }
      // An upload that is forgotten costs nothing but time.
      try? await journal.note(
        UploadEntry(
          content: content, account: account, bytes: bytes, assetURL: url, isStored: isStored, at: .now))
    }
    let asset = try await service.upload(
      path: path, progress: { sent, total in events?(.uploading(subject, sent: sent, total: total)) },
      announced: { url, bytes in
        await note(url, bytes, isStored: false)
        CrashPoint.uploadAnnouncementNoted.reached()
      })
    CrashPoint.uploadSent.reached()
    await note(asset, try Self.size(of: path), isStored: true)
    CrashPoint.uploadNoted.reached()
    return asset
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
