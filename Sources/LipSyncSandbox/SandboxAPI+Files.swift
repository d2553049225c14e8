internal import LipSync
internal import Synchronization

extension SandboxAPI {
  /// The time for which an upload URL is valid, in seconds.
  static let uploadLifetime: Int64 = 900

  func announce(_ request: APIRequest, _: [String]) async throws -> APIAnswer {
    let body = try document(request)
    func text(_ field: String) throws -> String {
      guard let text = body[field]?.stringValue, !text.isEmpty else {
        throw APIRefusal.parameter("\(field) is required")
      }
      return text
    }
    let (filename, contentType) = (try text("filename"), try text("content_type"))
    let bytes = body["file_size"]?.intValue
    switch body["file_size"] {
    case nil, .null?: break
    default:
      guard let bytes, bytes >= 1 else {
        throw APIRefusal.parameter("file_size must be a number of 1 or more")
      }
      guard bytes <= configuration.uploadLimit else { throw APIRefusal.parameter("File size exceeds limit") }
    }
    if faults.has(.uploadLimits),
      let why = UploadLimits.objection(filename: filename, contentType: contentType, bytes: bytes)
    {
      throw APIRefusal.parameter(why)
    }
    // An unannounced size cannot be counted before the upload is complete.
    if let excess = allowance.withLock({ $0.spend(bytes ?? 0, at: UnixTime.now.seconds) }) { throw excess }
    let asset = try await store.announce(filename: filename, contentType: contentType, bytes: bytes)
    let isExpired = faults.strikes(.expiredUpload)
    let expires = UnixTime.now.seconds + (isExpired ? -60 : Self.uploadLifetime)
    let query = upload.query(asset: asset.id, contentType: contentType, expires: expires)
    return success(
      .object([
        ("sign_url", .string("\(baseURL)/storage/\(asset.id)?\(query)")),
        ("asset_url", .string("\(baseURL)/files/assets/\(asset.id)/\(asset.filename)")),
      ]))
  }

  func put(_ request: APIRequest, _ values: [String]) async throws -> APIAnswer {
    guard let id = values.first, let asset = await store.asset(id) else {
      throw APIRefusal(code: 0, message: "no such upload", status: 404)
    }
    let refusal = upload.refusal(
      asset: id, contentType: request.header("Content-Type") ?? "", expires: request.query["expires"],
      signature: request.query["signature"], now: UnixTime.now.seconds)
    switch refusal {
    case .expired: throw APIRefusal(code: 0, message: "Request has expired", status: 403)
    case .wrongSignature:
      throw APIRefusal(
        code: 0, message: "The signature does not match: is the Content-Type the one that was announced?",
        status: 403)
    case nil:
      return .store(
        path: store.directory.assetBytes(id), stated: asset.statedBytes,
        limit: min(asset.statedBytes ?? .max, configuration.uploadLimit)
      ) { [self] bytes in
        try await store.stored(id, bytes: bytes)
        if asset.statedBytes == nil { _ = allowance.withLock { $0.spend(bytes, at: UnixTime.now.seconds) } }
      }
    }
  }

  func asset(_: APIRequest, _ values: [String]) async throws -> APIAnswer {
    guard values.count == 2, let asset = await store.asset(values[0]), asset.filename == values[1],
      let bytes = asset.bytes
    else { throw APIRefusal.notFound }
    return .file(
      path: store.directory.assetBytes(asset.id), bytes: bytes, type: asset.servedType,
      tag: "\(asset.id)-\(bytes)-\(asset.revision)")
  }

  func result(_ request: APIRequest, _ values: [String]) async throws -> APIAnswer {
    if faults.has(.expiredResult) {
      let refusal = upload.refusal(
        asset: values.first ?? "", contentType: "", expires: request.query["expires"],
        signature: request.query["signature"], now: UnixTime.now.seconds)
      if refusal != nil { throw APIRefusal(code: 0, message: "Request has expired", status: 403) }
    }
    guard values.count == 2, let task = await store.task(values[0]), task.status == .success else {
      throw APIRefusal.notFound
    }
    let files = [
      "result.mp4": (store.directory.result(task.id), "video/mp4"),
      "cover.jpg": (store.directory.cover(task.id), "image/jpeg"),
    ]
    guard let (path, type) = files[values[1]], let bytes = DataDirectory.size(of: path),
      !(values[1] == "cover.jpg" && faults.has(.missingCover))
    else { throw APIRefusal.notFound }
    let served = values[1] == "result.mp4" && faults.has(.truncatedResult) ? bytes / 2 : bytes
    return .file(path: path, bytes: served, type: type, tag: "\(task.id)-\(bytes)")
  }
}
