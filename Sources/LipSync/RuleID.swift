/// The stable id of a rule, `family.slug`; what each means stands in `Rules.all`.
///
/// Any text can be one: a new rule breaks nobody's switch, and the rule of a newer version, or of your own, keeps its name
/// wherever it passes through.
public struct RuleID: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// The text, as in `link.expired`.
  public let rawValue: String

  /// Any text.
  public init(_ rawValue: String) { self.rawValue = rawValue }
  /// Any text.
  public init(rawValue: String) { self.init(rawValue) }

  /// Whether it is in the catalogue of this version.
  public var isKnown: Bool { Rules.rule(self) != nil }

  /// The text.
  public var description: String { rawValue }

  /// By the alphabet.
  public static func < (a: RuleID, b: RuleID) -> Bool { a.rawValue < b.rawValue }
}

// One row of the catalogue each, with its sentence.
extension RuleID {
  /// There is no file at the path.
  public static let fileMissing = RuleID("file.missing")
  /// The path leads to a directory, a device or a pipe.
  public static let fileNotAFile = RuleID("file.not-a-file")
  /// The file exists but cannot be read.
  public static let fileUnreadable = RuleID("file.unreadable")
  /// A report could not be written beside the result that it is about.
  public static let fileNotWritten = RuleID("file.not-written")

  /// The URL is malformed, or has a user name and password in it.
  public static let linkBadURL = RuleID("link.bad-url")
  /// The host has no address, nobody answers there, or the connection breaks.
  public static let linkUnreachable = RuleID("link.unreachable")
  /// The host gives no answer, or too little of it, within the time allowed.
  public static let linkTimeout = RuleID("link.timeout")
  /// The host's certificate is not to be trusted, or TLS cannot be agreed on.
  public static let linkTLS = RuleID("link.tls")
  /// The host answers with an HTTP status that says no.
  public static let linkHTTPStatus = RuleID("link.http-status")
  /// The redirects are too many, lead nowhere, in circles, or from https to http or another scheme.
  public static let linkRedirect = RuleID("link.redirect")
  /// The bytes are a web page: a preview, a login, a consent page or a soft 404.
  public static let linkHTMLPage = RuleID("link.html-page")
  /// The bytes are an HLS or DASH playlist, which names media but is none.
  public static let linkPlaylist = RuleID("link.playlist")
  /// The bytes are an error message in XML or JSON.
  public static let linkErrorDocument = RuleID("link.error-document")
  /// The bytes are an archive or a document, such as ZIP, RAR or PDF.
  public static let linkArchive = RuleID("link.archive")
  /// The bytes are text, such as a Git LFS pointer.
  public static let linkText = RuleID("link.text")
  /// There are no bytes at all.
  public static let linkEmpty = RuleID("link.empty")
  /// The host is loopback, private or link-local: the service's servers cannot reach it.
  public static let linkPrivateAddress = RuleID("link.private-address")
  /// The link's signature has expired, or is not valid yet.
  public static let linkExpired = RuleID("link.expired")
  /// The link's signature expires before the service can be expected to have fetched the file.
  public static let linkExpiresSoon = RuleID("link.expires-soon")
  /// Real media is served under a Content-Type that fetchers reject.
  public static let linkContentType = RuleID("link.content-type")
  /// The host ignores byte ranges, so a broken download starts over.
  public static let linkNoRanges = RuleID("link.no-ranges")
  /// The host does not tell the length, so a cut download cannot be noticed.
  public static let linkNoLength = RuleID("link.no-length")
  /// The host answers byte ranges with other bytes than were asked for.
  public static let linkBadRanges = RuleID("link.bad-ranges")
  /// The host takes long to begin to answer, or sends so slowly that fetchers may give up.
  public static let linkSlow = RuleID("link.slow")
  /// The link is a share link; its direct form is known.
  public static let linkSharePage = RuleID("link.share-page")
  /// The link works for one address, cookie, referer or user agent only.
  public static let linkClientBound = RuleID("link.client-bound")
  /// Nothing was fetched, because the network was to be left alone.
  public static let linkNotFetched = RuleID("link.not-fetched")

  /// It is media of a known kind, but too broken to be opened.
  public static let mediaUnreadable = RuleID("media.unreadable")
  /// The bytes are of no kind of media that is known here.
  public static let mediaNotMedia = RuleID("media.not-media")
  /// Bytes are missing: the file ends before what it speaks of.
  public static let mediaTruncated = RuleID("media.truncated")
  /// The media is encrypted (DRM).
  public static let mediaEncrypted = RuleID("media.encrypted")
  /// No decoder is known for the container or codec.
  public static let mediaUnsupported = RuleID("media.unsupported")
  /// Reading the file took longer than allowed.
  public static let mediaTimeout = RuleID("media.timeout")
  /// The video has no moving picture: it is audio only, or a still image.
  public static let mediaNoVideoStream = RuleID("media.no-video-stream")
  /// The audio has no audio stream.
  public static let mediaNoAudioStream = RuleID("media.no-audio-stream")
  /// The length stated in the header differs from the true one by more than a frame or 50 ms; an error where the header leaves out a length that it has a place for.
  public static let mediaDurationMisstated = RuleID("media.duration-misstated")
  /// The exact length could not be established.
  public static let mediaDurationUncertain = RuleID("media.duration-uncertain")
  /// The distance between frames varies, which lets lip sync drift.
  public static let mediaVariableFrameRate = RuleID("media.variable-frame-rate")
  /// The picture is turned by metadata only, which some services ignore.
  public static let mediaRotation = RuleID("media.rotation")
  /// The picture is high dynamic range; results often look washed out.
  public static let mediaHDR = RuleID("media.hdr")
  /// It is longer than the service's upload guide allows.
  public static let mediaTooLong = RuleID("media.too-long")
  /// It is larger than the service's upload guide allows.
  public static let mediaTooLarge = RuleID("media.too-large")
  /// The audio is silent: there is nothing to sync lips to.
  public static let mediaSilentAudio = RuleID("media.silent-audio")
  /// The picture never changes: there is nothing to sync.
  public static let mediaFrozenVideo = RuleID("media.frozen-video")
  /// The picture is black: there is no face to sync.
  public static let mediaBlackVideo = RuleID("media.black-video")
  /// More than a second of the audio is silent before the first sound or behind the last.
  public static let mediaSilentEnds = RuleID("media.silent-ends")
  /// The audio is quiet: its loudness is below -36 LUFS, where speech has about -23.
  public static let mediaQuietAudio = RuleID("media.quiet-audio")
  /// The audio reaches full scale, where it is usually distorted.
  public static let mediaClippedAudio = RuleID("media.clipped-audio")
  /// The sample rate is below 16,000 Hz, which loses what lips are read from, or above 48,000.
  public static let mediaSampleRate = RuleID("media.sample-rate")
  /// There are more than two audio channels, and which of them carries the speech is not known.
  public static let mediaChannels = RuleID("media.channels")
  /// The first picture comes more than 100 ms after the clock of the file begins.
  public static let mediaLatePicture = RuleID("media.late-picture")
  /// The picture has transparency, which the result will not have.
  public static let mediaAlpha = RuleID("media.alpha")
  /// There is more than one stream of the kind that is used.
  public static let mediaSeveralStreams = RuleID("media.several-streams")

  /// The video is shorter than the audio; a warning where the playback type chosen by hand does not fit.
  public static let playbackVideoShorter = RuleID("playback.video-shorter")
  /// The video is longer than the audio; a warning where the playback type chosen by hand does not fit.
  public static let playbackVideoLonger = RuleID("playback.video-longer")
  /// The highest estimate exceeds the credits that are left.
  public static let creditsInsufficient = RuleID("credits.insufficient")
  /// The highest estimate exceeds the ceiling that was set.
  public static let creditsOverCeiling = RuleID("credits.over-ceiling")
  /// The quota fell by another amount than the result's length costs, with no other job known of.
  public static let creditsChargeDiffers = RuleID("credits.charge-differs")
  /// The service failed the task.
  public static let taskFailed = RuleID("task.failed")
  /// Nothing was sent: no playback type can be chosen for sources of unknown length.
  public static let taskNotCreated = RuleID("task.not-created")

  /// The download ended before the stated length.
  public static let resultIncomplete = RuleID("result.incomplete")
  /// The result does not decode to its end.
  public static let resultUnreadable = RuleID("result.unreadable")
  /// The reported, measured and expected lengths disagree.
  public static let resultDurationMismatch = RuleID("result.duration-mismatch")
  /// The result's audio is not the audio that was sent.
  public static let resultAudioMismatch = RuleID("result.audio-mismatch")
  /// The result's audio is shifted against the audio that was sent; a warning for a small shift.
  public static let resultAudioOffset = RuleID("result.audio-offset")
  /// The result's audio runs slower or faster than the audio that was sent; a warning for little.
  public static let resultAudioDrift = RuleID("result.audio-drift")
  /// The sound is missing for a while in the middle of the result.
  public static let resultAudioDropout = RuleID("result.audio-dropout")
  /// The head or tail of the audio is missing from the result.
  public static let resultAudioCut = RuleID("result.audio-cut")
  /// The result's picture is not the video that was sent.
  public static let resultPictureMismatch = RuleID("result.picture-mismatch")
  /// The result was not made with the playback type that was asked for.
  public static let resultPlaybackMismatch = RuleID("result.playback-mismatch")
  /// The result's picture runs late or early against the schedule of its playback type.
  public static let resultPictureOffset = RuleID("result.picture-offset")
  /// The result's picture is the video that was sent, and no part of it was worked on.
  public static let resultUnedited = RuleID("result.unedited")
  /// Nothing moves in the edited region while the sound goes on.
  public static let resultStillMouth = RuleID("result.still-mouth")
  /// The result's picture has lost much of its fine detail, outside the edited region too.
  public static let resultSofter = RuleID("result.softer")
  /// The result's colours are off, outside the edited region too.
  public static let resultColourShifted = RuleID("result.colour-shifted")
  /// The last picture stands still before the result ends.
  public static let resultTailFrozen = RuleID("result.tail-frozen")
  /// The result's audio and video end apart.
  public static let resultAVUneven = RuleID("result.av-uneven")
  /// The cover does not decode as an image.
  public static let coverUnreadable = RuleID("cover.unreadable")
  /// The cover is black or of one colour.
  public static let coverBlank = RuleID("cover.blank")
  /// The cover is not a picture of this result.
  public static let coverForeign = RuleID("cover.foreign")
  /// The cover has another shape than the result's picture.
  public static let coverAspect = RuleID("cover.aspect")

  /// A rule that is to be left out is not in the catalogue.
  public static let ruleUnknown = RuleID("rule.unknown")
}
