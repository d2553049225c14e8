import Foundation
import TestSupport

/// A list of URL pairs, from an origin with latency: one `lipflight check --from` against a shell loop of curl and ffprobe
/// for each URL, eight pairs at a time. `LIPFLIGHT_BENCH_PAIRS=200,1000,5000` names other lengths than 1,000, `LIPFLIGHT_BENCH_ALONE`
/// leaves the shell loop out.
enum CheckLists {
  static let latency = 50
  /// Eight pairs of one host at once, two sources each.
  private static let concurrency = 16

  static func run(_ scratch: Scratch) async throws {
    let named = ProcessInfo.processInfo.environment["LIPFLIGHT_BENCH_PAIRS"] ?? "1000"
    for pairs in named.split(separator: ",").compactMap({ Int($0) }) { try await run(scratch, pairs: pairs) }
  }

  private static func run(_ scratch: Scratch, pairs: Int) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    for (path, file, type) in [
      ("/v.mp4", scratch.clip, "video/mp4"), ("/a.m4a", scratch.speech, "audio/mp4"),
    ] {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      origin.serve(path, bytes, type: type, faults: [.latency(milliseconds: latency)])
    }
    let list = scratch.folder.appendingPathComponent("pairs.csv")
    // No two URLs are alike: a source that comes again would not be looked at again.
    let rows = (0..<pairs).map { "\(origin.url("/v.mp4"))?n=\($0),\(origin.url("/a.m4a"))?n=\($0)\n" }
    try Data(("video,audio\n" + rows.joined()).utf8).write(to: list)
    let lipflight = try Peer.lipflight()
    var entrants = [
      Rounds.Entrant(name: "lipflight check --from") {
        origin.forget()
        let memory = try lipflight.peakMemory([
          "check", "--from", list.path, "--private-host", "127.0.0.1:\(origin.port)", "--quiet",
        ])
        let waits = Double(origin.requests.count * latency) / 1000
        return
          "\(origin.requests.count) requests, which wait for \(Rounds.decimal(waits / Double(concurrency), 1)) s, "
          + "\(concurrency) at a time; \(memory ?? Rounds.peakMemory) MB in the largest process"
      }
    ]
    let isAlone = ProcessInfo.processInfo.environment["LIPFLIGHT_BENCH_ALONE"] != nil
    if !isAlone, let shell = Peer.find("sh"), Peer.find("curl") != nil, Peer.find("ffprobe") != nil {
      let look =
        "for u in \"$1\" \"$2\"; do curl -sS -o /dev/null -r 0-65535 -w '%{http_code}\\n' \"$u\"; "
        + "ffprobe -v error -of json -show_format -show_streams \"$u\"; done"
      let loop =
        "tail -n +2 '\(list.path)' | tr ',' ' ' | xargs -P 8 -L 1 sh -c '\(look.replacingOccurrences(of: "'", with: "'\\''"))' sh > /dev/null"
      entrants.append(
        Rounds.Entrant(name: "curl and ffprobe, 8 at a time") {
          origin.forget()
          try shell.run(["-c", loop])
          return "\(origin.requests.count) requests"
        })
    }
    let title = "check of \(pairs) pairs of URLs (\(latency) ms before each answer)"
    try await Rounds(title: title, entrants: entrants, rounds: 1).run()
  }
}
