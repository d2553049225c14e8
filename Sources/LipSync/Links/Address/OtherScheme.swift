/// Addresses of other schemes that people take for links, and what to write instead.
enum OtherScheme {
  /// Whether something is known of an address's scheme.
  static func isKnown(_ url: String) -> Bool { read(url) != nil }

  /// What to do; nil where nothing is known of the scheme.
  static func remedy(_ url: String) -> String? { read(url)?.remedy }

  /// The rule that fires; nil where nothing is known of the scheme.
  static func finding(_ url: String, about subject: Subject) -> Finding? {
    guard let known = read(url) else { return nil }
    return Finding(
      .linkBadURL, about: subject,
      "\(shortened(url)): the scheme \(known.scheme) is not http or https. It is \(known.name), not a link.",
      remedy: known.remedy, evidence: [("url", .string(shortened(url)))])
  }

  private static func read(_ url: String) -> (scheme: String, name: String, remedy: String)? {
    guard let mark = url.firstRange(of: "://") else { return nil }
    let scheme = url[..<mark.lowerBound].lowercased()
    guard let row = rows.first(where: { $0.schemes.contains(scheme) }) else { return nil }
    let halves = url[mark.upperBound...].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    return (scheme, row.name, row.remedy(halves.first ?? "", halves.count > 1 ? halves[1] : ""))
  }

  struct Row: Sendable {
    let name: String
    let schemes: Set<String>
    /// Of what stands before the first slash, and behind it.
    let remedy: @Sendable (String, String) -> String
  }

  private static func store(_ base: String, _ key: String, _ tool: String) -> String {
    "Use \(base)/\(ObjectAddress.encoded(key)) if the object is public, else a link signed with \(tool)."
  }

  static let rows: [Row] = [
    Row(name: "the name of an object in Amazon S3", schemes: ["s3", "s3a", "s3n"]) { bucket, key in
      let (host, path) = ObjectAddress.s3(bucket: bucket, key: ObjectAddress.encoded(key))
      return "Use https://\(host)\(path) if the object is public, else a link signed with aws s3 presign."
    },
    Row(name: "the name of an object in Google Cloud Storage", schemes: ["gs"]) { bucket, key in
      "Use https://storage.googleapis.com/\(bucket)/\(ObjectAddress.encoded(key)) if the object is public, else a link signed with gcloud storage sign-url."
    },
    Row(name: "the name of an object in Aliyun OSS", schemes: ["oss"]) { bucket, key in
      store("https://\(bucket).oss-REGION.aliyuncs.com", key, "ossutil presign")
    },
    Row(name: "the name of an object in Tencent COS", schemes: ["cos", "cosn"]) { bucket, key in
      store("https://\(bucket).cos.REGION.myqcloud.com", key, "coscli signurl")
    },
    Row(name: "the name of a file in Backblaze B2", schemes: ["b2"]) { bucket, key in
      store("https://f00N.backblazeb2.com/file/\(bucket)", key, "the b2 tool")
    },
    Row(name: "the name of an object in Cloudflare R2", schemes: ["r2"]) { _, _ in
      "Use the bucket's public address, or a link that is signed for its S3 endpoint with aws s3 presign."
    },
    Row(name: "the name of a blob in Azure", schemes: ["az", "azure"]) { container, key in
      store("https://ACCOUNT.blob.core.windows.net/\(container)", key, "az storage blob generate-sas")
    },
    Row(name: "the name of a blob in Azure", schemes: ["wasb", "wasbs", "abfs", "abfss"]) { place, key in
      // CONTAINER@ACCOUNT.blob.core.windows.net
      let (container, host) = URLParts.split(place, at: "@")
      let account = (host ?? "ACCOUNT.blob.core.windows.net").replacing(".dfs.", with: ".blob.")
      return store("https://\(account)/\(container)", key, "az storage blob generate-sas")
    },
    Row(name: "the name of a file at Hugging Face", schemes: ["hf"]) { first, rest in
      var segments = [first] + rest.split(separator: "/").map(String.init)
      // Models have no word in front; spaces and data sets do.
      let repository = ["datasets", "spaces"].contains(first) ? 3 : 2
      guard segments.count > repository else { return ShareTable.byPath }
      segments.insert(contentsOf: ["resolve", "main"], at: repository)
      let path = ObjectAddress.encoded(segments.joined(separator: "/"))
      return "Use https://huggingface.co/\(path) if the repository is public. \(ShareTable.byPath)"
    },
    Row(name: "the name of an object in Huawei OBS", schemes: ["obs"]) { bucket, key in
      store("https://\(bucket).obs.REGION.myhuaweicloud.com", key, "obsutil sign")
    },
    Row(name: "the name of an object in Volcengine TOS", schemes: ["tos"]) { bucket, key in
      store("https://\(bucket).tos-REGION.volces.com", key, "tosutil")
    },
    Row(name: "the name of an object in Baidu BOS", schemes: ["bos"]) { bucket, key in
      store("https://\(bucket).REGION.bcebos.com", key, "bcecmd")
    },
    Row(name: "an address in Arweave", schemes: ["ar"]) { id, _ in
      "Use a gateway, such as https://arweave.net/\(id). \(ShareTable.byPath)"
    },
    Row(name: "an address in IPFS", schemes: ["ipfs", "ipns"]) { id, path in
      let file = path.isEmpty ? "" : "/" + ObjectAddress.encoded(path)
      return
        "Use a gateway, such as https://ipfs.io/ipfs/\(id)\(file). \(ShareTable.byPath)"
    },
    Row(name: "the name of an object in Kingsoft's store", schemes: ["ks3"]) { bucket, key in
      store("https://\(bucket).ks3-REGION.ksyuncs.com", key, "ks3util")
    },
    Row(name: "the name of an object in MinIO", schemes: ["minio"]) { bucket, key in
      store("https://HOST/\(bucket)", key, "mc share download")
    },
    Row(name: "the name of an object in OpenStack Swift", schemes: ["swift"]) { place, key in
      store("https://HOST/v1/ACCOUNT/\(URLParts.split(place, at: ".").0)", key, "swift tempurl")
    },
    Row(name: "the name of a file in Hadoop", schemes: ["hdfs", "viewfs", "webhdfs"]) { _, _ in
      ShareTable.byPath
    },
    Row(name: "a file inside Databricks", schemes: ["dbfs"]) { _, _ in ShareTable.byPath },
    Row(name: "a file on this machine, or on one beside it", schemes: ["file"]) { server, path in
      let name = URLParts.decoded(path)
      // Windows' paths begin with a letter and a colon.
      let isWindows = name.dropFirst().hasPrefix(":")
      let whole = (isWindows ? "" : "/") + name
      return ["", "localhost", "~"].contains(server)
        ? "Name the file by its path, \(server == "~" ? "~" : "")\(whole): it will be uploaded."
        : "Copy the file from the server \(server) to this machine, and name it by its path: it will be uploaded."
    },
    Row(
      name: "an address of another protocol",
      schemes: [
        "ftp", "ftps", "sftp", "scp", "smb", "cifs", "afp", "rsync", "rtmp", "rtmps", "rtmpe", "rtsp",
        "rtsps", "mms",
        "mmsh", "srt", "rist", "udp", "tcp", "rtp", "ws", "wss", "nfs", "webdav", "webdavs", "dav", "davs",
        "ssh", "git",
        "svn", "gopher", "gemini", "gsiftp", "ndi", "webrtc", "hls", "dash", "telnet", "ldap",
      ]
    ) { _, _ in ShareTable.byPath },
    Row(
      name: "the name of a thing in a network of its own",
      schemes: ["swarm", "bzz", "hyper", "dat", "sia", "storj", "freenet", "i2p", "onion", "dweb"]
    ) { _, _ in ShareTable.byPath },
  ]
}
