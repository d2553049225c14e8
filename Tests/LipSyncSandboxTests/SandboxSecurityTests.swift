import Foundation
import LipSyncBase
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox
@testable import LoopbackServer

/// What a sandbox does not let strangers do: other users of the machine, and pages in its user's browser.
@Suite("Sandbox: strangers")
struct SandboxSecurityTests {
  @Test("a request that was made to another name is refused before anything else, whatever key it has")
  func rebinding() async throws {
    try await SandboxFixture.run { sandbox in
      for (host, status) in [
        ("evil.example", 421), ("evil.example:8787", 421), ("127.0.0.1.evil.example", 421), ("", 421),
        ("localhost:8787", 200), ("127.0.0.1", 200), ("[::1]:8787", 200), ("LOCALHOST", 200),
      ] {
        let answer = try await sandbox.ask(
          .get, "/open/v2/user/remaining_quota", headers: [("Host", host)])
        #expect(answer.status == status, "\(host)")
      }
    }
  }

  @Test("nothing that a client has uploaded is shown as a page, and no browser is to guess")
  func noPages() async throws {
    try await SandboxFixture.run { sandbox in
      for (type, served) in [
        ("text/html", "application/octet-stream"), ("image/svg+xml", "application/octet-stream"),
        ("TEXT/HTML; charset=utf-8", "application/octet-stream"), ("video/mp4", "video/mp4"),
        ("audio/mpeg", "audio/mpeg"), ("image/png", "image/png"),
      ] {
        let announced = try await sandbox.ask(
          .post, "/open/v2/upload/asset", "{\"filename\":\"a\",\"content_type\":\"\(type)\",\"file_size\":4}")
        let place = try #require(announced.json["data"]?["sign_url"]?.stringValue)
        let url = try #require(announced.json["data"]?["asset_url"]?.stringValue)
        let put = try await sandbox.http.send(
          Request(.put, url: place, headers: [("Content-Type", type)], body: .bytes(Array("<b/>".utf8))))
        #expect(put.status == 200)
        let answer = try await sandbox.http.send(Request(.get, url: url))
        #expect(answer.header("Content-Type") == served, "\(type)")
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        #expect(answer.header("Content-Security-Policy")?.contains("sandbox") == true)
      }
    }
  }

  @Test("what is kept is its owner's alone, also what an earlier version has left open to all")
  func modes() async throws {
    let home = try TemporaryDirectory()
    let data = home.file("data")
    try FileManager.default.createDirectory(atPath: data + "/assets", withIntermediateDirectories: true)
    chmod(data + "/assets", 0o755)
    try await SandboxFixture.run(home) { sandbox in
      let pair = try await sandbox.uploadPair()
      _ = try await sandbox.ask(
        .post, "/open/v2/create_lip_sync_video",
        "{\"video_url\":\"\(pair.video)\",\"audio_url\":\"\(pair.audio)\",\"playback_type\":\"normal\"}")
    }
    var files = 0
    for case let name as String in try #require(FileManager.default.enumerator(atPath: data)) {
      let status = try #require(FileStatus(path: data + "/" + name))
      #expect(status.permissions == (status.kind == .directory ? 0o700 : 0o600), "\(name)")
      files += status.kind == .regular ? 1 : 0
    }
    #expect(files >= 5)
  }

  @Test("what ended long ago goes, then the oldest until the rest fits; what is in use stays")
  func upkeep() {
    let items = [
      Upkeep.Item(id: "old", bytes: 1, moment: 0), Upkeep.Item(id: "a", bytes: 40, moment: 900),
      Upkeep.Item(id: "b", bytes: 40, moment: 950), Upkeep.Item(id: "c", bytes: 40, moment: 990),
    ]
    #expect(Upkeep(age: 500, bytes: 1000).removed(of: items, at: 1000) == ["old"])
    #expect(Upkeep(age: 500, bytes: 80).removed(of: items, at: 1000) == ["old", "a"])
    #expect(Upkeep(age: 500, bytes: 0).removed(of: items, at: 1000) == ["old", "a", "b", "c"])
    #expect(Upkeep(age: 1000, bytes: 121).removed(of: items, at: 1000).isEmpty)
  }

  @Test("a task that is too old is gone with its files when the sandbox starts again")
  func cleaned() async throws {
    let home = try TemporaryDirectory()
    var url = ""
    try await SandboxFixture.run(home) { sandbox in url = try await sandbox.uploadPair().video }
    let id = try #require(url.split(separator: "/").dropLast().last.map(String.init))
    let bytes = home.file("data/assets/\(id).bin")
    #expect(FileStatus(path: bytes) != nil)
    try await SandboxFixture.run(home) {
      $0.upkeep = Upkeep(age: -1, bytes: .max)
    } _: { sandbox in
      #expect(FileStatus(path: bytes) == nil)
      let path = "/" + url.split(separator: "/").dropFirst(2).joined(separator: "/")
      let answer = try await sandbox.ask(.get, path)
      #expect(answer.status == 404)
    }
  }

  @Test("the data of a sandbox that was killed is removed, that of one that runs is not")
  func abandoned() throws {
    let home = try TemporaryDirectory()
    for name in ["dead", "alive"] {
      try PrivateFiles.makeDirectory(home.file(name))
      try PrivateFiles.write(Array("x".utf8), to: home.file(name + "/lock"))
    }
    try PrivateFiles.makeDirectory(home.file("beginning"))
    let held = try DirectoryLock(home.file("alive/lock"))
    SandboxServer.removeAbandoned(in: home.path)
    #expect(FileStatus(path: home.file("dead")) == nil)
    #expect(FileStatus(path: home.file("alive")) != nil && FileStatus(path: home.file("beginning")) != nil)
    held.release()
  }
}
