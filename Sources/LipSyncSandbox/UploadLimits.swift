/// The service's limits for uploads in general; for the inputs of lip sync it publishes none.
enum UploadLimits {
  private static let all: [(types: Set<String>, endings: Set<String>, bytes: Int64)] = [
    (["video/mp4"], ["mp4"], 100 << 20), (["video/webm"], ["webm"], 100 << 20),
    (["video/quicktime"], ["mov"], 100 << 20), (["audio/mpeg", "audio/mp3"], ["mp3"], 20 << 20),
    (["audio/wav", "audio/x-wav"], ["wav"], 20 << 20), (["audio/mp4", "audio/x-m4a"], ["m4a"], 20 << 20),
    (["image/jpeg"], ["jpg", "jpeg"], 10 << 20), (["image/png"], ["png"], 10 << 20),
    (["image/webp"], ["webp"], 10 << 20), (["image/gif"], ["gif"], 10 << 20),
  ]

  /// Why an upload is refused, in the service's words; nil if it is taken.
  static func objection(filename: String, contentType: String, bytes: Int64?) -> String? {
    let parts = filename.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    guard let row = all.first(where: { $0.types.contains(contentType.lowercased()) }),
      parts.count < 2 || row.endings.contains(String(parts[parts.count - 1]))
    else { return "File format not supported" }
    return bytes.map { $0 > row.bytes } ?? false ? "File size exceeds limit" : nil
  }
}
