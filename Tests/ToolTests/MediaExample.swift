import LipSyncMediaReading

/// Prints what is in a file, and how long it really is.
func describe(_ path: String) async throws {
  let media = try await MediaInfo.probe(path: path)
  print(media.container, media.duration?.seconds ?? 0, media.isDurationExact ? "exactly" : "about")
  print(media.video?.codec ?? "no picture", media.audio?.codec ?? "no sound")
}
