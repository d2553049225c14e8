/// Addresses of other schemes that people take for links, and what to write instead.
enum OtherScheme {
  /// What to do; nil where nothing is known of the scheme.
  static func remedy(_ url: String) -> String? {
    guard let mark = url.firstRange(of: "://") else { return nil }
    let scheme = url[..<mark.lowerBound].lowercased()
    guard let row = rows.first(where: { $0.schemes.contains(scheme) }) else { return nil }
    let halves = url[mark.upperBound...].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    return row.remedy(halves.first ?? "", halves.count > 1 ? halves[1] : "")
  }

  private struct Row: Sendable {
    let schemes: Set<String>
    /// Of what stands before the first slash, and behind it.
    let remedy: @Sendable (String, String) -> String
  }

  private static let rows: [Row] = [
    Row(schemes: ["s3", "s3a", "s3n"]) { bucket, key in
      "Use https://\(bucket).s3.amazonaws.com/\(key) where the object is public, else a link signed with aws s3 presign."
    },
    Row(schemes: ["gs"]) { bucket, key in
      "Use https://storage.googleapis.com/\(bucket)/\(key) where the object is public, else a link signed with gcloud storage sign-url."
    },
    Row(schemes: ["file"]) { _, path in "Name the file by its path, /\(path): it will be uploaded." },
    Row(schemes: ["ftp", "ftps", "sftp", "scp", "smb", "rsync", "data", "blob", "rtmp", "rtsp", "magnet"]) {
      _, _ in
      "Download the file, and name it by its path: it will be uploaded."
    },
  ]
}
