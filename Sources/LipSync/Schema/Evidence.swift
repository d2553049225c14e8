internal import LipSyncMedia

/// The keys of findings' evidence, and which rules give which. A test holds them against the sources, and every document
/// that a test makes against them.
package enum Evidence {
  /// Each key with what its value may be.
  package static let fields: [Field] = (links + media + results).map(\.optional)

  /// The keys that a rule may give; which of them it gives depends on what was seen.
  package static func keys(of rule: String) -> Set<String> { table[rule] ?? [] }

  /// The rules that may give a key, in the catalogue's order.
  package static func rules(giving key: String) -> [String] {
    Rules.all.map(\.id.rawValue).filter { keys(of: $0).contains(key) }
  }

  private static let table: [String: Set<String>] = {
    var table: [String: Set<String>] = [:]
    for (rules, keys) in rows {
      for rule in rules {
        table[rule.rawValue, default: []].formUnion(keys.split(separator: " ").map(String.init))
      }
    }
    return table
  }()

  /// Rules, and the keys that they give.
  private static let rows: [(rules: [RuleID], keys: String)] = [
    // What every failed transfer tells, and every failed read of media.
    (Array(SourceFault.transferRules.values), "url error status"),
    (Array(SourceFault.mediaRules.values) + [.linkTimeout], "error operation"),
    ([.linkTimeout, .mediaTimeout], "error timeout_seconds"),
    ([.fileMissing, .fileUnreadable, .fileNotAFile, .fileNotWritten], "path"),
    ([.linkBadURL], "url canonical corrected_url"),
    ([.linkUnreachable, .linkPrivateAddress], "host addresses"),
    ([.linkTLS], "certificate_ends_at seconds_left"),
    ([.linkHTTPStatus, .linkRedirect, .linkExpired, .linkClientBound], "url status code"),
    ([.linkHTTPStatus], "family"),
    (
      [.linkHTMLPage, .linkPlaylist, .linkErrorDocument, .linkArchive, .linkText, .linkEmpty],
      "served kind title code"
    ),
    ([.linkHTMLPage], "url"),
    ([.linkExpired, .linkExpiresSoon], "family expires_at host_clock_ahead_seconds valid_from seconds_left"),
    ([.linkContentType], "content_encoding content_type kind"),
    ([.linkNoRanges], "status index_is_last"),
    ([.linkBadRanges], "status content_range change"),
    ([.linkNoLength], "content_length"),
    ([.linkSlow], "first_byte_seconds bytes_per_second fetch_seconds"),
    ([.linkSharePage], "host direct_url direct_url_is_good"),
    ([.linkClientBound], "host family bound_to"),
    ([.mediaUnreadable], "codec container bytes frames header_seconds ended_by"),
    ([.mediaUnsupported], "codec container"),
    ([.mediaTruncated], "bytes duration_seconds"),
    ([.mediaNoVideoStream, .mediaNoAudioStream], "container image"),
    ([.mediaDurationMisstated], "header_seconds true_seconds cause"),
    ([.mediaVariableFrameRate], "frame_rate"),
    ([.mediaRotation], "rotation"),
    ([.mediaHDR], "dynamic_range"),
    ([.mediaAlpha], "pixel_format"),
    ([.mediaTooLong], "seconds limit_seconds"),
    ([.mediaTooLarge], "bytes limit_bytes"),
    ([.mediaLatePicture], "delay_seconds"),
    ([.mediaSeveralStreams], "streams used"),
    ([.mediaSampleRate], "sample_rate"),
    ([.mediaChannels], "channels"),
    ([.mediaSilentAudio, .mediaClippedAudio], "sample_peak_dbfs"),
    ([.mediaSilentEnds], "head_seconds tail_seconds"),
    ([.mediaQuietAudio], "loudness_lufs"),
    ([.mediaBlackVideo, .mediaFrozenVideo], "looked_at_seconds whole total_seconds parts"),
    ([.playbackVideoShorter, .playbackVideoLonger], "video_seconds audio_seconds recommended chosen"),
    ([.creditsInsufficient], "high quota"),
    ([.creditsOverCeiling], "high ceiling"),
    ([.creditsChargeDiffers], "charged due measured_seconds"),
    ([.taskFailed], "task_id error cause transient"),
    ([.resultIncomplete], "task_id bytes errors"),
    (
      [.resultDurationMismatch],
      "reported_seconds measured_seconds expected_low_seconds expected_high_seconds"
    ),
    (
      [.resultAudioMismatch, .resultAudioOffset, .resultAudioDrift, .resultAudioCut],
      "similarity offset_ms missing_head_ms missing_tail_ms"
    ),
    ([.resultAudioDrift], "drift_ppm"),
    ([.resultAudioDropout], "start_seconds seconds"),
    ([.resultPictureMismatch], "distance background_distance contrast"),
    ([.resultPlaybackMismatch], "requested detected reversals"),
    ([.resultPictureOffset], "picture_late_seconds"),
    ([.resultUnedited], "outside"),
    ([.resultStillMouth], "start_seconds end_seconds"),
    ([.resultSofter], "sharpness"),
    ([.resultColourShifted], "colour saturation"),
    ([.resultTailFrozen], "frozen_seconds video_seconds"),
    ([.resultAVUneven], "video_end_seconds audio_end_seconds"),
    ([.coverBlank], "contrast"),
    ([.coverForeign], "similarity result_seconds"),
    ([.coverAspect], "cover_aspect result_aspect"),
    ([.ruleUnknown], "rules"),
  ]
}
