import Foundation
import TestSupport

/// A result decoded to its end and held against what was sent, beside ffmpeg that only decodes.
enum Verification {
  static func run(_ scratch: Scratch) async throws {
    let result = try scratch.made(
      "result.mp4", seconds: 30,
      [
        "-vf", "scale=1280:720", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "-movflags",
        "+faststart",
      ])
    let sent = try scratch.made("sent.wav", seconds: 30, ["-vn"])
    let lipflight = try Peer.lipflight()
    guard let ffmpeg = Peer.find("ffmpeg") else { return }
    let entrants = [
      Rounds.Entrant(name: "lipflight verify RESULT") {
        try lipflight.run(["verify", result, "--json"], accepting: [0, 1])
        return "length, faults, hash"
      },
      Rounds.Entrant(name: "lipflight verify with video, audio") {
        try lipflight.run(
          ["verify", result, "--video", scratch.clip, "--audio", sent, "--json"], accepting: [0, 1])
        return "and sound, pictures, playback type"
      },
      Rounds.Entrant(name: "ffmpeg -f null") {
        try ffmpeg.run(["-v", "error", "-i", result, "-f", "null", "-"])
        return "faults"
      },
    ]
    try await Rounds(title: "verification of 30 s, 1280x720", entrants: entrants).run()
    try await fromOrigin(scratch, lipflight, ffmpeg)
    try memory(scratch, lipflight, ffmpeg)
  }

  /// Ten minutes in 1080p, held against a video and an audio as long.
  private static func memory(_ scratch: Scratch, _ lipflight: Peer, _ ffmpeg: Peer) throws {
    let short = try scratch.made(
      "twenty.mp4", seconds: 20,
      ["-vf", "scale=1920:1080", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac"])
    let result = scratch.folder.appendingPathComponent("ten-minutes.mp4").path
    let sent = scratch.folder.appendingPathComponent("ten-minutes.wav").path
    let looped = ["-v", "error", "-y", "-stream_loop", "29", "-i", short]
    try ffmpeg.run(looped + ["-c", "copy", "-movflags", "+faststart", result])
    try ffmpeg.run(["-v", "error", "-y", "-i", result, "-vn", sent])
    let runs: [(name: String, peer: Peer, arguments: [String])] = [
      ("lipflight verify RESULT", lipflight, ["verify", result, "--json"]),
      (
        "lipflight verify with video, audio", lipflight,
        ["verify", result, "--video", result, "--audio", sent, "--json"]
      ),
      ("ffmpeg -f null", ffmpeg, ["-v", "error", "-i", result, "-f", "null", "-"]),
    ]
    print("peak memory for 10 min, 1920x1080")
    for run in runs {
      let peak = try run.peer.peakMemory(run.arguments, accepting: [0, 1])
      let name = run.name.padding(toLength: 36, withPad: " ", startingAt: 0)
      print("  \(name)  \(peak.map { "\($0) MB" } ?? "not told here")")
    }
    print("")
  }

  /// From an origin that sends no faster than ffmpeg decodes: receiving, hashing and decoding are one pass here, and
  /// three steps for others.
  private static func fromOrigin(_ scratch: Scratch, _ lipflight: Peer, _ ffmpeg: Peer) async throws {
    let result = try scratch.made(
      "long-result.mp4", seconds: 60,
      [
        "-vf", "scale=1920:1080", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "-movflags",
        "+faststart",
      ])
    let decode = ["-v", "error", "-i", result, "-f", "null", "-"]
    let start = ContinuousClock.now
    try ffmpeg.run(decode)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: result)))
    let rate = Int(Double(bytes.count) / seconds)
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/result.mp4", bytes, type: "video/mp4", faults: [.rate(bytesPerSecond: rate)])
    let url = origin.url("/result.mp4")
    guard let curl = Peer.find("curl"), let ffprobe = Peer.find("ffprobe") else { return }
    let target = scratch.folder.appendingPathComponent("result-copy.mp4").path
    let download = ["-sS", "--fail", "-o", target, url]
    let entrants = [
      Rounds.Entrant(name: "lipflight verify URL") {
        try lipflight.run(["verify", url, "--allow-private", "--json"], accepting: [0, 1])
        return "received, hashed, decoded"
      },
      Rounds.Entrant(name: "curl -o") {
        try curl.run(download)
        return "received"
      },
      Rounds.Entrant(name: "ffmpeg -f null") {
        try ffmpeg.run(decode)
        return "decoded"
      },
      Rounds.Entrant(name: "curl, then ffmpeg, then ffprobe") {
        try curl.run(download)
        try ffmpeg.run(["-v", "error", "-i", target, "-f", "null", "-"])
        try ffprobe.run(["-v", "error", "-show_format", "-show_streams", target])
        return "received, then decoded"
      },
    ]
    let megabits = Double(rate) * 8 / 1_000_000
    try await Rounds(
      title: "verification of 60 s, 1920x1080, from a URL at \(Rounds.decimal(megabits, 1)) Mbit/s",
      entrants: entrants
    ).run()
  }
}
