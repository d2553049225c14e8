internal import LipSyncMedia

/// How containers state their length, and why the statement is missing or wrong: as far as it is known.
struct HeaderHabit {
  /// Whether its header has a place for the length. A service that reads it there fails where it is empty; for the
  /// others every tool has to estimate.
  let statesLength: Bool
  /// The usual reason for an empty place.
  let whyNone: String
  /// What gives it a header that states the length; nil where a remux of the same kind does.
  var remedy: String?

  static func of(_ media: MediaInfo) -> HeaderHabit {
    // FFmpeg calls MPEG audio of all layers by the name of the third, which alone has such headers.
    if media.container == "mp3", ["mp1", "mp2"].contains(media.audio?.codec) { return moved("OUT.wav") }
    let names = media.container.split(separator: ",").map(String.init)
    return table.first { row in !row.names.isDisjoint(with: names) }?.habit
      ?? HeaderHabit(statesLength: false, whyNone: guessed)
  }

  private static let guessed = "Tools can only guess it from the bit rate."

  /// Of formats without a place for the length: another one that has it.
  private static func moved(_ command: String) -> HeaderHabit {
    HeaderHabit(
      statesLength: false, whyNone: guessed,
      remedy: "Put it into a format that states its length: ffmpeg -i IN \(command).")
  }

  /// Demuxers' names (`AVInputFormat.name`).
  private static let table: [(names: Set<String>, habit: HeaderHabit)] = [
    (
      ["matroska", "webm"],
      HeaderHabit(
        statesLength: true, whyNone: "Recordings made in a browser (MediaRecorder WebM) leave it out.")
    ),
    (
      ["mov", "mp4"],
      HeaderHabit(
        statesLength: true, whyNone: "Fragmented files omit it if the end was not yet known.")
    ),
    (
      ["wav", "w64", "aiff", "caf"],
      HeaderHabit(
        statesLength: true, whyNone: "The size was never filled in, as when it is written to a pipe.")
    ),
    (
      ["flac"],
      HeaderHabit(
        statesLength: true,
        whyNone: "The number of samples was never filled in, as when it is written to a pipe.",
        remedy: "Encode it again, which loses nothing and fills the number in: ffmpeg -i IN OUT.flac.")
    ),
    (
      ["avi", "flv", "asf"],
      HeaderHabit(statesLength: true, whyNone: "The recording was not closed properly.")
    ),
    (
      ["mp3"],
      HeaderHabit(
        statesLength: false,
        whyNone: "Its Xing header is missing or leaves it open; tools guess the length from the bit rate.")
    ),
    (["aac"], moved("-c copy OUT.m4a")),
    (["ac3", "eac3", "mpegts", "mpeg"], moved("-c copy OUT.mp4")),
    (["dts", "dtshd", "truehd"], moved("-c copy OUT.mka")),
    (["nut"], moved("-c copy OUT.mkv")),
    (["dv"], moved("-c copy OUT.mov")),
    (
      ["h264", "hevc", "mpegvideo", "m4v", "obu", "ivf", "vc1", "apng", "gif", "rm"],
      moved("OUT.mp4")
    ),
    (["loas"], moved("OUT.m4a")),
    (
      [
        "voc", "amr", "amrnb", "amrwb", "gsm", "g722", "g723_1", "g729", "aptx", "aptxhd", "sbc", "dfpwm",
        "rso", "iff",
      ], moved("OUT.wav")
    ),
  ]

  /// Why a header states another length than the true one; nil where it cannot be told.
  static func whyOther(_ media: MediaInfo, header: MediaTime, truth: MediaTime) -> String? {
    if media.isTruncated { return "The file is truncated." }
    if media.container == "mp3", header + MediaTime(1) < truth {
      return "The header is of the first of several files that were joined."
    }
    let isMP4 = media.container.contains("mp4")
    let isCoded = ["aac", "opus", "mp3", "vorbis"].contains(media.audio?.codec ?? "")
    // Ogg counts neither. Of others it is three frames of 1,024 or 1,152 samples at most.
    let most = MediaTime(3500, Int64(max(8000, media.audio?.sampleRate ?? 0)))
    if media.video == nil, isCoded, media.container != "ogg", truth < header, header - truth < most {
      return "The encoder's priming and padding are counted in."
    }
    return isMP4 && media.video != nil && truth < header
      ? "An edit list or late first picture is counted otherwise." : nil
  }
}
