extension Rules {
  /// Every rule, in the order in which a job meets them.
  public static let all: [Rule] = [
    Rule(
      .fileMissing, .error, "There is no file at the path.",
      "Check the path; a URL has to start with http:// or https://."),
    Rule(
      .fileNotAFile, .error, "The path leads to a directory, a device or a pipe.",
      "Name a regular file."),
    Rule(
      .fileUnreadable, .error, "The file exists but cannot be read.",
      "Check its permissions and the disk it lies on."),
    Rule(
      .fileNotWritten, .warning, "A report could not be written beside the result that it is about.",
      "Make room or mend the directory, then fetch the task once more by its id: nothing is paid twice."
    ),

    Rule(
      .linkBadURL, .error, "The URL is malformed, or has a user name and password in it.",
      "Write a complete http(s) URL, with reserved characters percent-encoded and nothing before an @."),
    Rule(
      .linkUnreachable, .error, "The host has no address, nobody answers there, or the connection breaks.",
      "Check the host's name and that it can be reached from outside your network, or host the file elsewhere."
    ),
    Rule(
      .linkTimeout, .error, "The host gives no answer, or too little of it, within the time allowed.",
      "Use a faster host, such as a CDN, or allow more time.", settings: [.timeout]),
    Rule(
      .linkTLS, .error, "The host's certificate is not to be trusted, or TLS cannot be agreed on.",
      "Renew the certificate, serve its intermediate certificates too, or host the file elsewhere."),
    Rule(
      .linkHTTPStatus, .error, "The host answers with an HTTP status that says no.",
      "Open the URL in a private browser window; use a link that works there without a login."),
    Rule(
      .linkRedirect, .error,
      "The redirects are too many, lead nowhere, in circles, or from https to http or another scheme.",
      "Use the URL at the end of the redirects."),
    Rule(
      .linkHTMLPage, .error, "The bytes are a web page: a preview, a login, a consent page or a soft 404.",
      "Use the direct link to the file itself, one that starts a download in a private browser window."),
    Rule(
      .linkPlaylist, .error, "The bytes are an HLS or DASH playlist, which names media but is none.",
      "Export one MP4 file, and use its link."),
    Rule(
      .linkErrorDocument, .error, "The bytes are an error message in XML or JSON.",
      "Create a fresh link, and check that the object exists and may be read by everybody."),
    Rule(
      .linkArchive, .error, "The bytes are an archive or a document, such as ZIP, RAR or PDF.",
      "Unpack it, and use the link of the media file itself."),
    Rule(
      .linkText, .error, "The bytes are text, such as a Git LFS pointer.",
      "Use the link of the media file itself."),
    Rule(
      .linkEmpty, .error, "There are no bytes at all.",
      "Export or upload the file again."),
    Rule(
      .linkPrivateAddress, .error,
      "The host is loopback, private or link-local: the service's servers cannot reach it.",
      "Upload the file (name it by its path), or use a public host. For a service on your own premises, allow private "
        + "addresses.", settings: [.privateAddresses]),
    Rule(
      .linkExpired, .error, "The link's signature has expired, or is not valid yet.",
      "Create a fresh link, or use one that does not expire."),
    Rule(
      .linkExpiresSoon, .warning,
      "The link's signature expires before the service can be expected to have fetched the file.",
      "Create a link that lives for a day or longer, or upload the file."),
    Rule(
      .linkContentType, .warning, "Real media is served under a Content-Type that fetchers reject.",
      "Set the object's Content-Type, such as video/mp4 or audio/mpeg."),
    Rule(
      .linkNoRanges, .warning, "The host ignores byte ranges, so a broken download starts over.",
      "Use a host or CDN that supports ranges."),
    Rule(
      .linkNoLength, .warning, "The host does not tell the length, so a cut download cannot be noticed.",
      "Use a host that sends Content-Length."),
    Rule(
      .linkBadRanges, .error, "The host answers byte ranges with other bytes than were asked for.",
      "Use another host or CDN; this one corrupts resumed downloads."),
    Rule(
      .linkSlow, .warning,
      "The host takes long to begin to answer, or sends so slowly that fetchers may give up.",
      "Use a faster host, such as a CDN, or name the file by its path, so that it is uploaded."),
    Rule(
      .linkSharePage, .error, "The link is a share link; its direct form is known.",
      "Use the direct form."),
    Rule(
      .linkClientBound, .error, "The link works for one address, cookie, referer or user agent only.",
      "Use a link that works for everybody, or upload the file."),
    Rule(
      .linkNotFetched, .info, "Nothing was fetched, because the network was to be left alone.",
      "Look at it over the network before the job is paid for.", settings: [.offline]),

    Rule(
      .mediaUnreadable, .error, "It is media of a known kind, but too broken to be opened.",
      "Export it again, for example as MP4 (H.264, AAC), WAV or MP3."),
    Rule(
      .mediaNotMedia, .error, "The bytes are of no kind of media that is known here.",
      "Check that it is the right file, and export it again as MP4, WAV or MP3."),
    Rule(
      .mediaTruncated, .error, "Bytes are missing: the file ends before what it speaks of.",
      "Copy, upload or export the file again, completely."),
    Rule(
      .mediaEncrypted, .error, "The media is encrypted (DRM).",
      "Use a file without copy protection."),
    Rule(
      .mediaUnsupported, .error, "No decoder is known for the container or codec.",
      "Export it as MP4 (H.264, AAC), WAV or MP3."),
    Rule(
      .mediaTimeout, .error, "Reading the file took longer than allowed.",
      "Allow more time, or export the file again.", settings: [.timeout]),
    Rule(
      .mediaNoVideoStream, .error, "The video has no moving picture: it is audio only, or a still image.",
      "Name a file with a video stream; the video comes first, the audio second."),
    Rule(
      .mediaNoAudioStream, .error, "The audio has no audio stream.",
      "Name a file with an audio stream; the video comes first, the audio second."),
    Rule(
      .mediaDurationMisstated, .warning,
      "The length stated in the header differs from the true one by more than a frame or 50 ms; "
        + "an error where the header leaves out a length that it has a place for.",
      "Remux the file, which rewrites its header: ffmpeg -i IN -c copy OUT."),
    Rule(
      .mediaDurationUncertain, .info, "The exact length could not be established.",
      "Export the file as MP4, WAV or MP3 if the exact price matters."),
    Rule(
      .mediaVariableFrameRate, .warning, "The distance between frames varies, which lets lip sync drift.",
      "Re-encode at a constant rate: ffmpeg -i IN -vf fps=25 OUT.mp4."),
    Rule(
      .mediaRotation, .warning, "The picture is turned by metadata only, which some services ignore.",
      "Re-encode, which turns the pixels themselves: ffmpeg -i IN OUT.mp4."),
    Rule(
      .mediaHDR, .warning, "The picture is high dynamic range; results often look washed out.",
      "Convert it to BT.709 before it is sent."),
    Rule(
      .mediaTooLong, .warning, "It is longer than the service's upload guide allows.",
      "Cut it into parts."),
    Rule(
      .mediaTooLarge, .warning, "It is larger than the service's upload guide allows.",
      "Re-encode at a lower bit rate."),
    Rule(
      .mediaSilentAudio, .warning, "The audio is silent: there is nothing to sync lips to.",
      "Check that the right track was exported, and its volume."),
    Rule(
      .mediaFrozenVideo, .warning, "The picture never changes: there is nothing to sync.",
      "Use a video in which the speaker moves."),
    Rule(
      .mediaBlackVideo, .warning, "The picture is black: there is no face to sync.",
      "Check that the right video was exported."),
    Rule(
      .mediaSilentEnds, .info,
      "More than a second of the audio is silent before the first sound or behind the last.",
      "Cut the silence off if it is not meant: it is paid for, too."),
    Rule(
      .mediaQuietAudio, .info,
      "The audio is quiet: its loudness is below -36 LUFS, where speech has about -23.",
      "Raise its volume: ffmpeg -i IN -af loudnorm OUT."),
    Rule(
      .mediaClippedAudio, .info, "The audio reaches full scale, where it is usually distorted.",
      "Export it with a peak of -1 dB of full scale or less."),
    Rule(
      .mediaSampleRate, .info,
      "The sample rate is below 16,000 Hz, which loses what lips are read from, or above 48,000.",
      "Export it with 16,000 to 48,000 Hz; speech loses nothing."),
    Rule(
      .mediaChannels, .info,
      "There are more than two audio channels, and which of them carries the speech is not known.",
      "Mix it to mono or stereo: ffmpeg -i IN -ac 1 OUT."),
    Rule(
      .mediaLatePicture, .info,
      "The first picture comes more than 100 ms after the clock of the file begins.",
      "Cut the start, or re-encode: ffmpeg -i IN -vf setpts=PTS-STARTPTS OUT.mp4."),
    Rule(
      .mediaAlpha, .info, "The picture has transparency, which the result will not have.",
      "Put it on the background that it is to have."),
    Rule(
      .mediaSeveralStreams, .info, "There is more than one stream of the kind that is used.",
      "Export the one that is meant alone: ffmpeg -i IN -map 0:STREAM -c copy OUT."),

    Rule(
      .playbackVideoShorter, .info,
      "The video is shorter than the audio; a warning where the playback type chosen by hand does not fit.",
      "Leave the playback type to auto, or send a longer video."),
    Rule(
      .playbackVideoLonger, .info,
      "The video is longer than the audio; a warning where the playback type chosen by hand does not fit.",
      "Cut the video to the audio's length if the output has to end with the audio."),
    Rule(
      .creditsInsufficient, .error, "The highest estimate exceeds the credits that are left.",
      "Buy credits, or send shorter media."),
    Rule(
      .creditsOverCeiling, .error, "The highest estimate exceeds the ceiling that was set.",
      "Raise the ceiling, or send shorter media.", settings: [.ceiling]),
    Rule(
      .creditsChargeDiffers, .warning,
      "The quota fell by another amount than the result's length costs, with no other job known of.",
      "Look for jobs of other clients with the same account; else ask the service's support with the task id."
    ),
    Rule(
      .taskFailed, .error, "The service failed the task.",
      "Fix what the service's message names, then submit again."),
    Rule(
      .taskNotCreated, .error,
      "Nothing was sent: no playback type can be chosen for sources of unknown length.",
      "Name the playback type, or send sources whose lengths can be read.", settings: [.playbackType]),

    Rule(
      .resultIncomplete, .error, "The download ended before the stated length.",
      "Fetch it again by the task's id: that costs nothing."),
    Rule(
      .resultUnreadable, .error, "The result does not decode to its end.",
      "Fetch it again; if it stays so, ask the service's support with the task id."),
    Rule(
      .resultDurationMismatch, .error, "The reported, measured and expected lengths disagree.",
      "Look at the result's end before it is published; ask the service's support with the task id."),
    Rule(
      .resultAudioMismatch, .error, "The result's audio is not the audio that was sent.",
      "Check which audio the task was created with; do not publish the result."),
    Rule(
      .resultAudioOffset, .error,
      "The result's audio is shifted against the audio that was sent; a warning for a small shift.",
      "Shift the audio back, or submit again."),
    Rule(
      .resultAudioDrift, .error,
      "The result's audio runs slower or faster than the audio that was sent; a warning for little.",
      "Put the audio that was sent in place of the result's, or submit again."),
    Rule(
      .resultAudioDropout, .error, "The sound is missing for a while in the middle of the result.",
      "Listen there; put the audio that was sent in place of the result's, or submit again."),
    Rule(
      .resultAudioCut, .error, "The head or tail of the audio is missing from the result.",
      "Use another playback type, or a longer video, and submit again."),
    Rule(
      .resultPictureMismatch, .error, "The result's picture is not the video that was sent.",
      "Check which video the task was created with; do not publish the result."),
    Rule(
      .resultPlaybackMismatch, .error, "The result was not made with the playback type that was asked for.",
      "Check the task's playback type; ask the service's support with the task id."),
    Rule(
      .resultPictureOffset, .warning,
      "The result's picture runs late or early against the schedule of its playback type.",
      "Look whether the lips follow the sound; where they do not, submit again."),
    Rule(
      .resultUnedited, .info,
      "The result's picture is the video that was sent, and no part of it was worked on.",
      "Look whether the lips move; a face smaller than a few hundredths of the picture is not seen."),
    Rule(
      .resultStillMouth, .warning, "Nothing moves in the edited region while the sound goes on.",
      "Look at that stretch: the face may have been hidden or turned away; use another part of the video."),
    Rule(
      .resultSofter, .warning,
      "The result's picture has lost much of its fine detail, outside the edited region too.",
      "Look at it beside the source; if that is too soft, ask the service for a higher quality, or send a smaller video."
    ),
    Rule(
      .resultColourShifted, .warning, "The result's colours are off, outside the edited region too.",
      "Look at it beside the source; convert the source to BT.709, limited range and tagged so, and send that."
    ),
    Rule(
      .resultTailFrozen, .warning, "The last picture stands still before the result ends.",
      "Use normal_reverse_by_audio, or a longer video."),
    Rule(
      .resultAVUneven, .warning, "The result's audio and video end apart.",
      "Cut the result to the shorter of the two."),
    Rule(
      .coverUnreadable, .error, "The cover does not decode as an image.",
      "Take a picture from the result itself."),
    Rule(
      .coverBlank, .warning, "The cover is black or of one colour.",
      "Take a picture from the result itself."),
    Rule(
      .coverForeign, .warning, "The cover is not a picture of this result.",
      "Take a picture from the result itself."),
    Rule(
      .coverAspect, .warning, "The cover has another shape than the result's picture.",
      "Take a picture from the result itself; players put bars around this one, or cut it."),

    Rule(
      .ruleUnknown, .warning, "A rule that is to be left out is not in the catalogue.",
      "Correct its id, or do without it."),
  ]
}
