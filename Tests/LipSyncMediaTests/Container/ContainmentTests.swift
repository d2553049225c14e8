import CFFmpeg
import Platform
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Media reaches nothing but the bytes it is given.
@Suite struct ContainmentTests {
  @Test(
    "Playlists and lists are named as what they are, and nothing in them is fetched",
    arguments: [
      (name: "an HLS playlist", text: "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nURL\n#EXT-X-ENDLIST\n"),
      (name: "an HLS playlist", text: "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nURL\n"),
      (name: "a list of files", text: "ffconcat version 1.0\nfile 'URL'\n"),
      (
        name: "a session description",
        text:
          "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video PORT RTP/AVP 96\r\n"
      ),
    ])
  func lists(_ list: (name: String, text: String)) throws {
    let listener = try Listener()
    let error = try #require(throws: MediaError.self) {
      _ = try MediaInfo.probeBlocking(MemorySource(listener.fill(list.text), name: "clip.mp4"))
    }
    #expect(error.code == .notMedia)
    #expect(error.message.contains(list.name))
    #expect(error.subject == "clip.mp4")
    #expect(!listener.wasContacted)
  }

  @Test("A demuxer that does follow addresses is kept from it", arguments: ["hls", "concat"])
  func forced(_ name: String) throws {
    let listener = try Listener()
    let text =
      name == "hls"
      ? "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nURL\n#EXT-X-ENDLIST\n"
      : "ffconcat version 1.0\nfile 'URL'\n"
    let source = MemorySource(listener.fill(text), name: "list")
    let format = try #require(av_find_input_format(name))
    #expect(throws: MediaError.self) {
      let io = try SourceIO.open(source, faults: FaultLog(subject: "list", deadline: .none))
      try Demuxer.open(io, as: format).analyse()
    }
    #expect(!listener.wasContacted)
  }
}

/// A loopback socket that only notices whether somebody comes.
private final class Listener {
  private let descriptor: CInt
  let port: UInt16

  init() throws {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 4) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    try #require(code)
  }

  deinit { close(descriptor) }

  func fill(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Substring(text)
    for (word, value) in [("URL", "http://127.0.0.1:\(port)/inner.ts"), ("PORT", "\(port)")] {
      while let found = rest.firstRange(of: word) {
        rest = Substring(rest[..<found.lowerBound] + value + rest[found.upperBound...])
      }
    }
    bytes.append(contentsOf: rest.utf8)
    return bytes
  }

  /// A connection to a listening socket completes without accept, so none in the queue is none made.
  var wasContacted: Bool {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&poller, 1, 0) > 0
  }
}
