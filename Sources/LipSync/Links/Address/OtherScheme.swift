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

  private static let byPath = "Download the file, and name it by its path: it will be uploaded."

  private static func store(_ base: String, _ key: String, _ tool: String) -> String {
    "Use \(base)/\(ObjectAddress.encoded(key)) where the object is public, else a link signed with \(tool)."
  }

  private static let rows: [Row] = [
    Row(schemes: ["s3", "s3a", "s3n"]) { bucket, key in
      let (host, path) = ObjectAddress.s3(bucket: bucket, key: ObjectAddress.encoded(key))
      return "Use https://\(host)\(path) where the object is public, else a link signed with aws s3 presign."
    },
    Row(schemes: ["gs"]) { bucket, key in
      "Use https://storage.googleapis.com/\(bucket)/\(ObjectAddress.encoded(key)) where the object is public, else a link signed with gcloud storage sign-url."
    },
    Row(schemes: ["oss"]) { bucket, key in
      store("https://\(bucket).oss-REGION.aliyuncs.com", key, "ossutil presign")
    },
    Row(schemes: ["cos", "cosn"]) { bucket, key in
      store("https://\(bucket).cos.REGION.myqcloud.com", key, "coscli signurl")
    },
    Row(schemes: ["b2"]) { bucket, key in
      store("https://f00N.backblazeb2.com/file/\(bucket)", key, "the b2 tool")
    },
    Row(schemes: ["r2"]) { _, _ in
      "Use the bucket's public address, or a link that is signed for its S3 endpoint with aws s3 presign."
    },
    Row(schemes: ["az", "azure"]) { container, key in
      store("https://ACCOUNT.blob.core.windows.net/\(container)", key, "az storage blob generate-sas")
    },
    Row(schemes: ["wasb", "wasbs", "abfs", "abfss"]) { place, key in
      // CONTAINER@ACCOUNT.blob.core.windows.net
      let (container, host) = URLParts.split(place, at: "@")
      let account = (host ?? "ACCOUNT.blob.core.windows.net").replacing(".dfs.", with: ".blob.")
      return store("https://\(account)/\(container)", key, "az storage blob generate-sas")
    },
    Row(schemes: ["hf"]) { first, rest in
      var segments = [first] + rest.split(separator: "/").map(String.init)
      // Models have no word in front; spaces and data sets do.
      let repository = ["datasets", "spaces"].contains(first) ? 3 : 2
      guard segments.count > repository else { return byPath }
      segments.insert(contentsOf: ["resolve", "main"], at: repository)
      let path = ObjectAddress.encoded(segments.joined(separator: "/"))
      return "Use https://huggingface.co/\(path) where the repository is public. \(byPath)"
    },
    Row(schemes: ["ipfs"]) { id, path in
      let file = path.isEmpty ? "" : "/" + ObjectAddress.encoded(path)
      return "Use a gateway, such as https://ipfs.io/ipfs/\(id)\(file). Gateways are slow. \(byPath)"
    },
    Row(schemes: ["file"]) { _, path in "Name the file by its path, /\(path): it will be uploaded." },
    Row(schemes: ["ftp", "ftps", "sftp", "scp", "smb", "rsync", "rtmp", "rtsp"]) { _, _ in byPath },
  ]
}
