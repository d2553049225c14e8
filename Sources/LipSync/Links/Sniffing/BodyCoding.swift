internal import LipSyncTransfer

/// The coding that a host has put around a body, undone as far as it goes.
enum BodyCoding {
  /// The first bytes of what lies behind the coding.
  struct Body {
    var bytes: [UInt8]
    /// The `Content-Encoding`; nil where there is none.
    var coding: String?
    /// Whether `bytes` are what lies behind it.
    var isReadable = true
    /// A coding that is named, and that the bytes are not in: those who undo it fail.
    var falseCoding: String?
  }

  /// What HTTP libraries undo of their own accord; other names they pass over.
  private static let known: Set<String> = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress"]

  static func undo(_ response: Response, ceiling: Int = Defaults.firstBytes) -> Body {
    guard let coding = response.contentCoding else { return Body(bytes: response.body) }
    // Some hosts name a coding and send the bytes as they are.
    let plain = Sniff.of(response.body)
    if plain.served == .media {
      return Body(bytes: response.body, falseCoding: known.contains(coding) ? coding : nil)
    }
    if ["gzip", "x-gzip", "deflate"].contains(coding),
      let output = Inflate.decode(response.body, ceiling: ceiling)
    {
      return Body(bytes: output.bytes, coding: coding)
    }
    return Body(bytes: response.body, coding: coding, isReadable: false)
  }
}
