import Media
import Synchronization
import TestSupport
import Testing

@testable import LipSync

/// What was found out of a source serves all jobs that name it.
@Suite("Remembered inspections") struct RememberedInspectionTests {
  @Test("twelve pairs of three videos and four audios at once take seven looks, not twenty-four")
  func oncePerSource() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let (clip, sound) = (try InspectorTests.clip.get(), try Fixtures.audio(seconds: MediaTime(3)))
    let videos = (0..<3).map { "/v\($0).mp4" }
    let audios = (0..<4).map { "/a\($0).wav" }
    for path in videos { origin.serve(path, clip, type: "video/mp4") }
    for path in audios { origin.serve(path, sound, type: "audio/wav") }
    // What one look at each takes.
    for path in videos { _ = await look(InspectorTests.inspector(), origin.url(path), .video) }
    for path in audios { _ = await look(InspectorTests.inspector(), origin.url(path), .audio) }
    let once = origin.requests.count
    origin.forget()
    let inspector = InspectorTests.inspector().remembering(for: .seconds(600))
    let reports = await withTaskGroup(of: CheckReport.self) { group in
      for video in videos {
        for audio in audios {
          let request = CheckRequest(video: .url(origin.url(video)), audio: .url(origin.url(audio)))
          group.addTask { await Preflight.check(request, inspector: inspector) }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(reports.count == 12 && reports.allSatisfy { $0.chosen == .normalReverseByAudio })
    let count = origin.requests.count
    #expect(count == once && once >= 7, "\(count) requests, \(once) for a look at each alone")
    // Of another kind it is another look.
    _ = await look(inspector, origin.url(videos[0]), .audio)
    #expect(origin.requests.count > once)
  }

  private func look(_ inspector: Inspector, _ url: String, _ subject: Subject) async -> SourceInspection {
    await inspector.examine(.url(url), as: subject, deep: false)
  }

  @Test("a file that changed is looked at anew, and so is its content")
  func changedFile() async throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(try Fixtures.audio(seconds: MediaTime(1)), as: "a.wav")
    let inspector = InspectorTests.inspector().remembering(for: .seconds(600))
    let first = await inspector.examine(.file(path: path), as: .audio, deep: false)
    let digest = try await inspector.digest(of: path, .audio)
    #expect(try await inspector.digest(of: path, .audio) == digest)
    _ = try directory.write(try Fixtures.audio(seconds: MediaTime(2), seed: 2), as: "a.wav")
    let second = await inspector.examine(.file(path: path), as: .audio, deep: false)
    #expect(first.media?.audio?.duration == MediaTime(1) && second.media?.audio?.duration == MediaTime(2))
    #expect(try await inspector.digest(of: path, .audio) != digest)
  }

  @Test("what serves: young, not about to expire; what was wrong serves for less long")
  func serving() {
    func serves(_ age: Duration, expires seconds: Int64? = nil, fails: Bool = false) -> Bool {
      var link = LinkInfo()
      link.expiresAt = seconds.map { UnixTime(10_000 + $0) }
      return InspectionMemory.serves(
        SourceInspection(
          source: .url("https://host/a"), link: link,
          findings: fails ? [Finding(.linkUnreachable, about: .video, "no")] : []),
        age: age, limit: .seconds(600), horizon: .seconds(1800), at: UnixTime(10_000))
    }
    #expect(serves(.seconds(599)) && !serves(.seconds(600)))
    #expect(serves(.zero, expires: 1800) && !serves(.zero, expires: 1799) && !serves(.zero, expires: -5))
    #expect(serves(.seconds(59), fails: true) && !serves(.seconds(60), fails: true))
  }

  @Test("who stops waiting takes the value from nobody; where all do, it is given up and made anew")
  func waiting() async throws {
    let memory = Recollection<String, Int>(limit: 2)
    let made = AsyncStream<Int>.makeStream()
    let count = Count()
    @Sendable func value() async -> Int {
      await memory.value(of: "a", serves: { _, _ in true }) {
        let number = count.number.withLock { count in
          count += 1
          return count
        }
        made.continuation.yield(number)
        // Ends with its cancellation alone, or by the gate.
        if number == 1 { while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) } }
        return number
      }
    }
    let (first, second) = (Task { await value() }, Task { await value() })
    var numbers = made.stream.makeAsyncIterator()
    #expect(await numbers.next() == 1)
    // Both wait by now, or come while it is made: the last to leave ends it.
    first.cancel()
    second.cancel()
    _ = (await first.value, await second.value)
    #expect(await value() >= 2)
    let again = await value()
    #expect(count.number.withLock { $0 } == again, "kept")
    for key in ["b", "c", "d"] {
      #expect(await memory.value(of: key, serves: { _, _ in true }, make: { 7 }) == 7)
    }
  }
}

private final class Count: Sendable {
  let number = Mutex(0)
}
