import LipSyncMedia
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
    let digest = try await inspector.digest(of: .file(path: path), .audio)
    #expect(try await inspector.digest(of: .file(path: path), .audio) == digest)
    _ = try directory.write(try Fixtures.audio(seconds: MediaTime(2), seed: 2), as: "a.wav")
    let second = await inspector.examine(.file(path: path), as: .audio, deep: false)
    #expect(first.media?.audio?.duration == MediaTime(1) && second.media?.audio?.duration == MediaTime(2))
    #expect(try await inspector.digest(of: .file(path: path), .audio) != digest)
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
    let memory = SharedCache<String, Int>(ceiling: 2) { _ in 1 }
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
      #expect(memory.kept.count <= 2)
    }
  }

  @Test("what is kept is bounded by bytes, and what served last stays")
  func bounded() async {
    let memory = SharedCache<Int, Int>(ceiling: 1000) { $0 }
    @Sendable func value(_ key: Int, weight: Int) async {
      _ = await memory.value(of: key, serves: { _, _ in true }, make: { weight })
    }
    for key in 1...500 {
      await value(key, weight: 10)
      // One that all ask for.
      await value(0, weight: 10)
      #expect(memory.kept.weight <= 1000)
    }
    #expect(memory.kept.count <= 100 && memory.kept.weight == memory.kept.count * 10)
    let made = Count()
    for key in [0, 500, 1] {
      _ = await memory.value(of: key, serves: { _, _ in true }) {
        made.number.withLock { $0 += 1 }
        return 10
      }
    }
    #expect(made.number.withLock { $0 } == 1, "the first is forgotten, and it alone")
    // What is larger than all of them is not kept, and what does not serve is counted no more.
    await value(-1, weight: 2000)
    #expect(memory.kept.weight <= 1000)
    for _ in 0..<300 { _ = await memory.value(of: -2, serves: { _, _ in false }, make: { 10 }) }
    #expect(memory.kept.weight == memory.kept.count * 10)
  }

  @Test("a list of thousands is remembered in a megabyte, bytes of sources not at all")
  func list() async {
    let memory = InspectionMemory(age: .seconds(600), horizon: .zero, bytes: Defaults.rememberedOfList)
    for index in 0..<5000 {
      let source = Source.url("https://cdn.example.com/takes/\(index).mp4?signature=\(index)")
      _ = await memory.inspection(of: source, as: .video, deep: false) {
        SourceInspection(
          source: source, link: LinkInfo(served: .media),
          findings: [
            Finding(.linkContentType, about: .video, "octets"), Finding(.linkNoRanges, about: .video, "no"),
          ])
      }
    }
    #expect(memory.kept.weight <= Defaults.rememberedOfList && memory.kept.count > 200)
    #expect(SourceCache.room(for: []) == 0 && SourceCache.room(for: [1 << 30]) == 1)
    #expect(SourceCache.room(for: [40 << 20, 20 << 20, 30 << 20, 1 << 30]) == 3)
    #expect(SourceCache.room(for: Array(repeating: 1 << 20, count: 99)) == Defaults.keptSources)
  }

  @Test("who looks and does no more keeps no byte of a source")
  func noBytes() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/a.wav", try InspectorTests.long.get(), type: "audio/wav")
    for (inspector, again) in [
      (InspectorTests.inspector(), false), (InspectorTests.inspector().keepingNoBytes(), true),
    ] {
      _ = await look(inspector, origin.url("/a.wav"), .audio)
      origin.forget()
      let source = try inspector.open(.url(origin.url("/a.wav")))
      let count = try await onBlockingThread { [source] in
        var bytes = [UInt8](repeating: 0, count: 100)
        return try bytes.withUnsafeMutableBytes { try source.read(at: 0, into: $0, deadline: .none) }
      }
      #expect(count == 100 && origin.requests.isEmpty != again)
    }
  }
}

private final class Count: Sendable {
  let number = Mutex(0)
}
