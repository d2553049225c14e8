import Foundation
import TestSupport

/// Facts of one file over HTTP, from an origin with latency and a limited rate that counts requests and bytes.
enum ProbeOverHTTP {
  /// A round trip within a continent, and 32 Mbit/s.
  static let faults: [OriginFault] = [.latency(milliseconds: 50), .rate(bytesPerSecond: 4_000_000)]

  static func run(_ scratch: Scratch) async throws {
    // One take, without the seams of a loop: there sound has lengths that only its own bytes tell.
    let take = ["-c:v", "libx264", "-preset", "veryfast", "-af", "asetpts=N/SR/TB", "-c:a", "aac"]
    for (name, arguments) in [
      ("front.mp4", take + ["-movflags", "+faststart"]), ("back.mp4", take),
      ("fragments.mp4", take + ["-movflags", "frag_keyframe+empty_moov"]), ("clip.mkv", take),
      ("recording.webm", ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-live", "1"]),
    ] {
      try await race(name, try scratch.made(name, seconds: 60, arguments), seconds: 60)
    }
    try await race(
      "speech.mp3", try scratch.made("speech.mp3", seconds: 300, ["-vn", "-b:a", "128k"]), seconds: 300)
  }

  private static func race(_ name: String, _ path: String, seconds: Int) async throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/" + name, bytes, type: "application/octet-stream", faults: faults)
    let url = origin.url("/" + name)
    let lipflight = try Peer.lipflight()
    var entrants = [
      Rounds.Entrant(name: "lipflight probe") {
        origin.forget()
        // A recording without a length is a finding.
        try lipflight.run(["probe", "--allow-private", "--json", url], accepting: [0, 1])
        return traffic(origin)
      }
    ]
    if let ffprobe = Peer.find("ffprobe") {
      let facts = ["-v", "quiet", "-of", "json", "-show_format", "-show_streams"]
      for (name, arguments) in [
        ("ffprobe", facts), ("ffprobe -count_packets", facts + ["-count_packets"]),
      ] {
        entrants.append(
          Rounds.Entrant(name: name) {
            origin.forget()
            try ffprobe.run(arguments + [url])
            return traffic(origin)
          })
      }
    }
    let size = Rounds.decimal(Double(bytes.count) / 1e6, 1)
    let title = "probe over HTTP, \(name) (\(seconds) s, \(size) MB; 50 ms before each answer, 4 MB/s)"
    try await Rounds(title: title, entrants: entrants).run()
  }

  private static func traffic(_ origin: Origin) -> String {
    "\(origin.requests.count) requests, \(origin.bytesSent / 1000) kB sent"
  }
}
