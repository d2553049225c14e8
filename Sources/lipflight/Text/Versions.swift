internal import LipSync
internal import LipSyncLedger
internal import LipSyncMedia
internal import LipSyncTransfer

/// `lipflight --version --verbose`: what this program is made of.
enum Versions {
  static var text: String {
    let ffmpeg = FFmpegVersion.loaded
    let rows = [
      ("FFmpeg", "\(ffmpeg.text) (\(FFmpegVersion.licence))"), ("libcurl", TransferLibrary.version),
      ("SQLite", LedgerLibraries.sqlite), ("libpq", LedgerLibraries.postgres),
      ("workers", "confined by \(Confinement.words)"), ("schemas", "version \(DocumentKind.check.version)"),
    ]
    let lines = rows.map { padded($0.0, to: 8) + $0.1 }
    return ([Product.name] + lines + ffmpeg.concerns.map(sentence)).joined(separator: "\n")
  }

  /// What a published fault of this FFmpeg means here.
  static func sentence(_ advisory: FFmpegVersion.Advisory) -> String {
    "FFmpeg \(FFmpegVersion.loaded.text) is older than the fix of \(advisory.id) in \(advisory.part), unless the "
      + "distribution has mended it under this number. \(advisory.mitigation) Update FFmpeg all the same."
  }
}
