internal import LipSyncTransfer
internal import Platform

extension ServiceClient {
  /// Uploads a file and returns the URL by which the service fetches it (`asset_url`).
  ///
  /// The bytes are streamed to the signed URL that the service names, with the same content type and without the key.
  /// An upload costs nothing, so it is begun anew, with a new URL, where it broke.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - progress: called with bytes sent and bytes in all.
  ///   - announced: told each URL that the service gives out, before the bytes are sent there.
  public func upload(
    path: String, progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)? = nil,
    announced: (@Sendable (_ asset: String, _ bytes: Int64) async -> Void)? = nil
  ) async throws(ServiceError) -> String {
    let name = String(path.split(separator: "/").last ?? "upload")
    let size = try regularFileSize(path)
    let type = AssetType.contentType(ofFile: name)
    let call = ServiceCall(
      operation: .upload, subject: path, method: .post, path: ["upload", "asset"],
      body: .object([
        ("filename", .string(name)), ("content_type", .string(type)), ("file_size", .int(size)),
      ]))
    var attempt = 1
    while true {
      let data = try await repeating(call)
      guard let signed = data["sign_url"]?.stringValue, let asset = data["asset_url"]?.stringValue,
        !signed.isEmpty, !asset.isEmpty
      else { throw badData(call, "a sign_url and an asset_url") }
      try demandUsable([("sign_url", signed), ("asset_url", asset)], call)
      CrashPoint.uploadAnnounced.reached()
      await announced?(asset, size)
      do {
        try await put(path, size: size, type: type, to: signed, during: call, progress: progress)
        return asset
      } catch {
        guard error.isTransient || error.code == .permission,
          let delay = pause(after: error, attempt: attempt)
            ?? (error.code == .permission && attempt == 1 ? .zero : nil)
        else { throw error }
        try await sleep(delay, during: call)
        attempt += 1
      }
    }
  }

  private func put(
    _ path: String, size: Int64, type: String, to signed: String, during call: ServiceCall,
    progress: (@Sendable (Int64, Int64) -> Void)?
  ) async throws(ServiceError) {
    let request = Request(
      .put, url: signed, headers: [("Content-Type", type)], body: .file(path: path), redirectLimit: 0,
      totalTimeout: nil)
    let response: Response
    do {
      response = try await client.send(request) { sent, _ in progress?(min(sent, size), size) }
    } catch {
      throw ServiceError(error, during: call)
    }
    guard (200..<300).contains(response.status) else {
      let row = ServiceCode.of(status: response.status)
      let isExpired = row?.kind == .permission
      throw ServiceError(
        isExpired ? .permission : row?.kind == .serverFault ? .serverFault : .refused,
        operation: call.operation,
        subject: call.subject,
        message: "the storage refused the \(size) bytes (HTTP \(response.status))"
          + (isExpired ? ": its signed URL is not valid, or not any more." : "."),
        remedy: response.status == 413
          ? "Send a smaller file, or give a URL instead."
          : "Try again, or give a public URL instead of a file.",
        status: response.status, retryAfter: ServiceReply.retryAfter(response, nil))
    }
    progress?(size, size)
  }

  private func regularFileSize(_ path: String) throws(ServiceError) -> Int64 {
    func failure(_ message: String) -> ServiceError {
      ServiceError(
        .file, operation: .upload, subject: path, message: message, remedy: "Give the path of a media file.")
    }
    guard let status = FileStatus(path: path) else {
      throw failure("there is no such file, or it cannot be read.")
    }
    guard status.kind == .regular else { throw failure("this is not a regular file.") }
    guard status.size > 0 else { throw failure("the file is empty.") }
    return status.size
  }
}
