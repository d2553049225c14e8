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
  }
}
