import Foundation
import LipSyncTransfer
import TestSupport

/// A file brought home, hashed and checked by us; by curl, which only writes it.
enum Downloads {
  static func run(_ scratch: Scratch) async throws {
    var bytes = [UInt8](repeating: 0, count: 256 << 20)
    for index in stride(from: 0, to: bytes.count, by: 997) { bytes[index] = UInt8(truncatingIfNeeded: index) }
    try await race("download of 256 MB, unlimited", bytes, faults: [], scratch)
    try await race(
      "download of 16 MB at 20 MB/s", Array(bytes.prefix(16 << 20)),
      faults: [.latency(milliseconds: 40), .rate(bytesPerSecond: 20_000_000)], scratch)
  }

  private static func race(
    _ title: String, _ bytes: [UInt8], faults: [OriginFault], _ scratch: Scratch
  ) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/file.bin", bytes, faults: faults)
    let url = origin.url("/file.bin")
    let target = scratch.folder.appendingPathComponent("download.bin").path
    let client = HTTPClient(policy: .privateAllowed)
    var entrants = [
      Rounds.Entrant(name: "Transfer's download") {
        origin.forget()
        let summary = try await client.download(Request(url: url, totalTimeout: nil), to: target)
        guard summary.bytes == bytes.count else { throw BenchError("\(summary.bytes) bytes came") }
        return "with SHA-256 and length check"
      }
    ]
    if let curl = Peer.find("curl") {
      entrants.append(
        Rounds.Entrant(name: "curl -o") {
          origin.forget()
          try curl.run(["-sS", "--fail", "-o", target, url])
          return ""
        })
    }
    try await Rounds(title: title, entrants: entrants).run()
    try? FileManager.default.removeItem(atPath: target)
  }
}
