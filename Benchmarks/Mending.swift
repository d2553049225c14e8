import Foundation
import LipSyncBase

/// Mends beside cp and ffmpeg doing the same, in turn: a copy into a new container, and pictures turned and encoded once.
enum Mending {
  static func run(_ scratch: Scratch) async throws {
    let lipflight = try Peer.lipflight()
    guard let ffmpeg = Peer.find("ffmpeg"), let cp = Peer.find("cp") else { return }
    let out = scratch.folder.appendingPathComponent("mended").path
    // A transport stream states no length.
    let stream = try scratch.made(
      "long.ts", seconds: 600,
      [
        "-vf", "scale=1280:720,fps=25,noise=alls=12:allf=t", "-af", "aresample=async=1", "-c:v", "libx264",
        "-preset", "ultrafast", "-b:v", "4M",
        "-c:a", "aac",
      ])
    try await Rounds(
      title: "remux of \(megabytes(stream)) MB, 600 s of a transport stream",
      entrants: [
        Rounds.Entrant(name: "lipflight mend") {
          try lipflight.run(["mend", stream, "-o", out, "--quiet"])
          return "looked at, copied, and what was made is checked"
        },
        Rounds.Entrant(name: "ffmpeg -c copy") {
          try ffmpeg.run(
            ["-v", "error", "-y", "-i", stream, "-c", "copy", "-movflags", "+faststart", out + "/peer.mp4"])
          return "not checked"
        },
        Rounds.Entrant(name: "cp") {
          try cp.run([stream, out + "/peer.ts"])
          return "the bytes alone"
        },
      ]
    ).run()

    let turned = try turned(scratch, ffmpeg)
    let encode = [
      "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-threads", "2", "-c:a", "copy", "-movflags",
      "+faststart",
    ]
    try await Rounds(
      title: "turning 30 s of 1280x720 into the pixels",
      entrants: [
        Rounds.Entrant(name: "lipflight mend") {
          try lipflight.run(["mend", turned, "-o", out, "--quiet"])
          return "encoded, decoded again and compared"
        },
        Rounds.Entrant(name: "ffmpeg, then decoded") {
          try ffmpeg.run(["-v", "error", "-y", "-i", turned] + encode + [out + "/peer.mp4"])
          try ffmpeg.run(["-v", "error", "-i", out + "/peer.mp4", "-f", "null", "-"])
          return "the same work: encoded, and all of it decoded"
        },
        Rounds.Entrant(name: "ffmpeg") {
          try ffmpeg.run(["-v", "error", "-y", "-i", turned] + encode + [out + "/peer.mp4"])
          return "encoded, not checked"
        },
      ]
    ).run()
  }

  /// A clip that says that it is to be turned.
  private static func turned(_ scratch: Scratch, _ ffmpeg: Peer) throws -> String {
    let plain = try scratch.made(
      "plain.mp4", seconds: 30,
      [
        "-vf", "scale=1280:720,fps=25,noise=alls=12:allf=t", "-af", "aresample=async=1", "-c:v", "libx264",
        "-preset", "veryfast", "-c:a", "aac",
      ])
    let path = scratch.folder.appendingPathComponent("turned.mp4").path
    try ffmpeg.run(
      ["-v", "error", "-y", "-i", plain, "-c", "copy", "-metadata:s:v", "rotate=90", path])
    return path
  }

  private static func megabytes(_ path: String) -> Int {
    Int((FileStatus(path: path)?.size ?? 0) / 1_000_000)
  }
}
