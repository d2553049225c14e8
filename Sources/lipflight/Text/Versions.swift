internal import LipSync
internal import LipSyncBase
internal import LipSyncLedger
internal import LipSyncMedia
internal import LipSyncTransfer

/// `lipflight --version --verbose`: what this program is made of.
enum Versions {
  static var text: String {
    let (reader, concerns) = Self.reader
    let rows = [
      ("FFmpeg", reader), ("libcurl", TransferLibrary.version), ("crypto", CryptoLibrary.version),
      ("SQLite", LedgerLibraries.sqlite), ("libpq", LedgerLibraries.postgres),
      ("workers", "confined by \(Confinement.words)"), ("schemas", "version \(DocumentKind.check.version)"),
    ]
    let lines = rows.map { padded($0.0, to: 8) + $0.1 }
    return ([Product.name] + lines + concerns).joined(separator: "\n")
  }

  /// The FFmpeg of the program that reads media, and what is known against it.
  private static var reader: (String, [String]) {
    do {
      let hello = try Examiners.hello()
      return (
        "\(hello.ffmpeg.text) (\(hello.licence))", hello.ffmpeg.concerns.map { sentence($0, hello.ffmpeg) }
      )
    } catch { return ("unknown: \(error)", []) }
  }

  /// What a published fault of an FFmpeg means here.
  static func sentence(_ advisory: FFmpegVersion.Advisory, _ version: FFmpegVersion) -> String {
    "FFmpeg \(version.text) is older than the fix of \(advisory.id) in \(advisory.part), unless the "
      + "distribution has mended it under this number. \(advisory.mitigation) Update FFmpeg all the same."
  }
}
