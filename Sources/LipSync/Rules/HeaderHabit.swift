internal import LipSyncMedia

/// How containers state their length, and why the statement is missing or wrong: as far as it is known.
struct HeaderHabit {
  /// Whether its header has a place for the length. A service that reads it there fails where it is empty; for the
  /// others every tool has to estimate.
  let statesLength: Bool
  /// The usual reason for an empty place.
  let whyNone: String

  static func of(_ container: String) -> HeaderHabit {
    table.first { row in container.split(separator: ",").contains { row.names.contains(String($0)) } }?.habit
      ?? HeaderHabit(statesLength: false, whyNone: "Tools can only guess it from the bit rate.")
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
        statesLength: true, whyNone: "Fragmented files leave it out where the end was not yet known.")
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
        whyNone: "The number of samples was never filled in, as when it is written to a pipe.")
    ),
    (
      ["avi", "flv", "asf"],
      HeaderHabit(statesLength: true, whyNone: "The recording was not closed properly.")
    ),
    (
      ["mp3"],
      HeaderHabit(
        statesLength: false, whyNone: "There is no Xing header; tools guess the length from the bit rate.")
    ),
  ]

  /// Why a header states another length than the true one; nil where it cannot be told.
  static func whyOther(_ media: MediaInfo, header: MediaTime, truth: MediaTime) -> String? {
    if media.isTruncated { return "The file is truncated." }
    let isMP4 = media.container.contains("mp4")
    let isCoded = ["aac", "opus", "mp3", "vorbis"].contains(media.audio?.codec ?? "")
    if media.video == nil, isCoded, truth < header, header - truth < MediaTime(1, 2) {
      return "The encoder's priming and padding are counted in."
    }
    return isMP4 && truth < header ? "An edit list or late first picture is counted otherwise." : nil
  }
}
