/// The service's limits for uploads in general; for the inputs of lip sync it publishes none.
enum UploadLimits {
  private static let all: [(types: Set<String>, bytes: Int64)] = [
    (["video/mp4", "video/webm", "video/quicktime"], 100 << 20),
    (["audio/mpeg", "audio/mp3", "audio/wav", "audio/x-wav", "audio/mp4", "audio/x-m4a"], 20 << 20),
    (["image/jpeg", "image/png", "image/webp", "image/gif"], 10 << 20),
  ]

  /// Why an upload is refused, in the service's words; nil where it is taken.
  static func objection(contentType: String, bytes: Int64?) -> String? {
    guard let row = all.first(where: { $0.types.contains(contentType.lowercased()) }) else {
      return "File format not supported"
    }
    return bytes.map { $0 > row.bytes } ?? false ? "File size exceeds limit" : nil
  }
}
