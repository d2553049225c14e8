internal import CFFmpeg

extension FFmpegVersion {
  /// `av_version_info` of the libavutil that is loaded.
  package static var loaded: FFmpegVersion { FFmpegVersion(String(cString: av_version_info())) }

  /// `avutil_license` of the same: a build with GPL parts makes the whole program GPL when it is given away.
  package static var licence: String { String(cString: avutil_license()) }
}
