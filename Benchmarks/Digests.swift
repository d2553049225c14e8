import Foundation
import LipSyncBase

/// The digest that every download and every proof goes through, in pieces of 1 MB.
enum Digests {
  static func run(_ scratch: Scratch) async throws {
    let path = scratch.folder.appendingPathComponent("digest.bin").path
    let piece = Data((0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    for _ in 0..<256 { try file.write(contentsOf: piece) }
    try file.close()
    var entrants = [
      Rounds.Entrant(name: "Digest (libcrypto)") {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        var digest = Digest()
        while let data = try file.read(upToCount: 1 << 20), !data.isEmpty {
          data.withUnsafeBytes { digest.update($0) }
        }
        return String(hex(digest.value()).prefix(12))
      }
    ]
    for (name, arguments) in [("openssl", ["dgst", "-sha256", "-r"]), ("sha256sum", [])] {
      guard let peer = Peer.find(name) else { continue }
      entrants.append(
        Rounds.Entrant(name: name) {
          String(decoding: try peer.run(arguments + [path]).prefix(12), as: UTF8.self)
        })
    }
    try await Rounds(title: "SHA-256 of a file of 256 MB", entrants: entrants).run()
  }
}
