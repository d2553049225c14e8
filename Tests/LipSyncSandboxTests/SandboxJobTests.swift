import LipSyncMediaReading
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// Whole jobs: upload, create, wait, fetch.
@Suite struct SandboxJobTests {
  @Test(
    "A job gives a result that lasts as long as the speech, with a cover, and costs what it should",
    arguments: PlaybackType.allCases)
  func job(type: PlaybackType) async throws {
    try await SandboxFixture.run { sandbox in
      let pair = try await sandbox.uploadPair()
      let before = try await sandbox.service.remainingQuota()
      let created = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: type)
      #expect(created.status == .pending)
      let task = try await sandbox.wait(created.id)
      #expect(task.status == .success, "\(task.errorMessage ?? "")")
      let completed = try #require(task.completedAt)
      #expect(completed >= (task.createdAt ?? .max))
      let result = try await sandbox.http.send(
        Request(url: try #require(task.resultURL), bodyLimit: 64 << 20))
      #expect(result.status == 200 && result.header("Content-Type") == "video/mp4")
      let info = try await onBlockingThread {
        try MediaInfo.probeBlocking(MemorySource(result.body, name: "result"))
      }
      let (length, reported) = (try #require(info.duration), try #require(task.reportedDuration))
      #expect((length - MediaTime(5, 2)).magnitude <= MediaTime(1, 25))
      #expect((length - reported).magnitude <= MediaTime(1, 1000))
      #expect(info.video?.width == 96 && info.audio != nil)
      let cover = try await sandbox.http.send(Request(url: try #require(task.coverURL)))
      #expect(cover.header("Content-Type") == "image/jpeg")
      let picture = try await onBlockingThread { try Thumbnail.read(MemorySource(cover.body, name: "cover")) }
      #expect(picture.width == 96 && picture.height == 64)
      let after = try await sandbox.service.remainingQuota()
      #expect(before.hundredths - after.hundredths == Credits(output: MediaTime(5, 2)).hundredths)
      let found = try await sandbox.service.latest(
        videoURL: pair.video, audioURL: pair.audio, playbackType: type)
      #expect(found?.id == task.id)
    }
  }

  @Test("What is no use as audio or video fails the task, in the service's kind of words")
  func uselessInputs() async throws {
    try await SandboxFixture.run { sandbox in
      let pair = try await sandbox.uploadPair(speech: MediaTime(1))
      let page = try await sandbox.service.upload(
        path: try sandbox.directory.write(Fixtures.page(), as: "page.mp4"))
      let quota = try await sandbox.service.remainingQuota()
      for (video, audio, kind) in [
        (pair.video, page, FailureCause.Kind.audioNotRead), (page, pair.audio, .videoNotRead),
        (pair.audio, pair.audio, .videoNotRead), (pair.video, "http://127.0.0.1:1/a.mp3", .audioNotRead),
      ] {
        let created = try await sandbox.service.create(
          videoURL: video, audioURL: audio, playbackType: .normal)
        let task = try await sandbox.wait(created.id)
        #expect(task.status == .failed && task.resultURL == nil && task.completedAt != nil)
        #expect(FailureCause(task.errorMessage).kind == kind, "\(task.errorMessage ?? "")")
        #expect(task.failure?.exitCode == .taskFailed)
      }
      let after = try await sandbox.service.remainingQuota()
      #expect(after == quota)
    }
  }

  @Test("The latest of several tasks for the same inputs is found, type by type")
  func latest() async throws {
    try await SandboxFixture.run {
      $0.faults = ["stuck-processing"]
    } _: { sandbox in
      let (video, audio) = ("http://127.0.0.1:1/v?a=1&b=ü", "http://127.0.0.1:1/a+b")
      func create(_ type: PlaybackType) async throws -> String {
        try await sandbox.service.create(videoURL: video, audioURL: audio, playbackType: type).id
      }
      func latest(_ type: PlaybackType) async throws -> String? {
        try await sandbox.service.latest(videoURL: video, audioURL: audio, playbackType: type)?.id
      }
      let first = try await create(.normal)
      let second = try await create(.normal)
      #expect(first != second)
      let found = try await latest(.normal)
      #expect(found == second)
      let none = try await latest(.normalReverse)
      #expect(none == nil)
    }
  }

  @Test("Tasks, uploads and quota survive a restart; what was not done is done then, on another port")
  func restart() async throws {
    let directory = try TemporaryDirectory()
    var id = ""
    var pair = (video: "", audio: "")
    try await SandboxFixture.run(directory) {
      $0.faults = ["stuck-processing"]
    } _: { sandbox in
      pair = try await sandbox.uploadPair(speech: MediaTime(1))
      id = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normalReverse
      ).id
    }
    var quota = Credits(hundredths: 0)
    var resultURL = ""
    try await SandboxFixture.run(directory) { sandbox in
      let task = try await sandbox.wait(id)
      #expect(task.status == .success, "\(task.errorMessage ?? "")")
      resultURL = try #require(task.resultURL)
      #expect(resultURL.hasPrefix(sandbox.server.baseURL))
      quota = try await sandbox.service.remainingQuota()
      #expect(quota.hundredths == 100_000 - 1)
    }
    try await SandboxFixture.run(directory) { sandbox in
      let task = try await sandbox.service.status(taskID: id)
      #expect(task.status == .success && task.resultURL?.hasPrefix(sandbox.server.baseURL) == true)
      let result = try await sandbox.http.send(Request(url: try #require(task.resultURL)))
      #expect(result.status == 200 && !result.body.isEmpty)
      let after = try await sandbox.service.remainingQuota()
      #expect(after == quota)
      let found = try await sandbox.service.latest(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normalReverse)
      #expect(found?.id == id)
    }
  }

  @Test("A real-time sandbox takes as long as its output lasts")
  func realtime() async throws {
    try await SandboxFixture.run {
      $0.renderSpeed = .realtime
    } _: { sandbox in
      let pair = try await sandbox.uploadPair(speech: MediaTime(3, 2))
      let start = ContinuousClock.now
      let created = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normalReverse)
      let task = try await sandbox.wait(created.id)
      #expect(task.status == .success)
      #expect(ContinuousClock.now - start >= .milliseconds(1500))
    }
  }

  @Test("A stop in the middle of a render leaves the task for the next start, and no half result")
  func stopWhileRendering() async throws {
    let directory = try TemporaryDirectory()
    var id = ""
    try await SandboxFixture.run(directory) {
      $0.renderSpeed = .realtime
    } _: { sandbox in
      let pair = try await sandbox.uploadPair(speech: MediaTime(90))
      id = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normalReverseByAudio
      ).id
      while try await sandbox.service.status(taskID: id).status == .pending {}
      #expect(try Self.record(id, in: directory).attempts == 1)
    }
    #expect(try Self.record(id, in: directory).attempts == 0)
    try await SandboxFixture.run(directory) {
      $0.faults = ["stuck-processing"]
    } _: { sandbox in
      let task = try await sandbox.service.status(taskID: id)
      #expect(!task.status.isTerminal)
    }
  }

  @Test("A task that the sandbox ended over three times is failed, so that it cannot end it for ever")
  func endedOver() async throws {
    let directory = try TemporaryDirectory()
    var ids: [String] = []
    try await SandboxFixture.run(directory) {
      $0.faults = ["stuck-processing"]
    } _: { sandbox in
      let pair = try await sandbox.uploadPair(speech: MediaTime(1))
      for _ in 0..<2 {
        ids.append(
          try await sandbox.service.create(
            videoURL: pair.video, audioURL: pair.audio, playbackType: .normal
          ).id)
      }
    }
    for (id, attempts) in zip(ids, [Int64(2), 3]) {
      var record = try Self.record(id, in: directory)
      record.attempts = attempts
      try DataDirectory.write(record.json, to: Self.path(id, in: directory))
    }
    try await SandboxFixture.run(directory) { sandbox in
      let again = try await sandbox.wait(ids[0])
      #expect(again.status == .success, "\(again.errorMessage ?? "")")
      let ended = try await sandbox.wait(ids[1])
      #expect(ended.status == .failed && ended.completedAt != nil)
      #expect(FailureCause(ended.errorMessage).kind == .retriesUsedUp, "\(ended.errorMessage ?? "")")
      #expect(ended.errorMessage?.contains("3 times") == true)
    }
  }

  private static func path(_ id: String, in directory: TemporaryDirectory) -> String {
    directory.file("data") + "/tasks/\(id).json"
  }

  private static func record(_ id: String, in directory: TemporaryDirectory) throws -> TaskRecord {
    try #require(DataDirectory.read(path(id, in: directory)).flatMap(TaskRecord.init))
  }

  @Test("Many jobs at once: none is lost, none is charged twice")
  func manyJobs() async throws {
    try await SandboxFixture.run {
      $0.workers = 3
    } _: { sandbox in
      let pair = try await sandbox.uploadPair(speech: MediaTime(1))
      let tasks = try await withThrowingTaskGroup(of: LipSyncTask.self) { group in
        for index in 0..<15 {
          group.addTask {
            let created = try await sandbox.service.create(
              videoURL: pair.video, audioURL: pair.audio, playbackType: PlaybackType.allCases[index % 3])
            return try await sandbox.wait(created.id)
          }
        }
        return try await group.reduce(into: [LipSyncTask]()) { $0.append($1) }
      }
      #expect(Set(tasks.map(\.id)).count == 15)
      #expect(tasks.allSatisfy { $0.status == .success })
      let quota = try await sandbox.service.remainingQuota()
      #expect(quota.hundredths == 100_000 - 15)
    }
  }

  @Test("Quota that is used up refuses a create with code 18020")
  func usedUp() async throws {
    try await SandboxFixture.run {
      $0.quota = Credits(hundredths: 0)
    } _: { sandbox in
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.create(
          videoURL: "http://h/v", audioURL: "http://h/a", playbackType: .normal)
      }
      #expect(error?.code == .credits && error?.serviceCode == 18020)
    }
  }

  @Test("The vendor's own runner: its calls, in its order, with its headers")
  func vendorRunner() async throws {
    try await SandboxFixture.run { sandbox in
      let platform = [(name: "x-api-platform", value: "openclaw")]
      var urls: [String] = []
      for (name, type, bytes) in [
        ("clip.mp4", "video/mp4", try Fixtures.video(width: 96, height: 64)),
        ("speech.wav", "audio/wav", try Fixtures.audio(seconds: MediaTime(1))),
      ] {
        let body = #"{"filename":"\#(name)","content_type":"\#(type)","file_size":\#(bytes.count)}"#
        let (_, json, _) = try await sandbox.ask(.post, "/v2/upload/asset", body, headers: platform)
        #expect(json["code"]?.intValue == 0)
        let put = try await sandbox.http.send(
          Request(
            .put, url: try #require(json["data"]?["sign_url"]?.stringValue),
            headers: [("Content-Type", type)],
            body: .bytes(bytes)))
        #expect((200..<300).contains(put.status))
        urls.append(try #require(json["data"]?["asset_url"]?.stringValue))
      }
      let query =
        "video_url=\(ServiceCall.encoded(urls[0]))&audio_url=\(ServiceCall.encoded(urls[1]))&playback_type=normal"
      let before = try await sandbox.ask(.get, "/v2/lip_sync_video?" + query, headers: platform).json
      #expect([10104, 17003].contains(before["code"]?.intValue))
      let body = #"{"video_url":"\#(urls[0])","audio_url":"\#(urls[1])","playback_type":"normal"}"#
      let created = try await sandbox.ask(.post, "/v2/create_lip_sync_video", body, headers: platform).json
      let id = try #require(created["data"]?["task_id"]?.stringValue)
      #expect(created["data"]?["status"]?.stringValue == "pending")
      _ = try await sandbox.wait(id)
      let done = try await sandbox.ask(.get, "/v2/lip_sync_video/" + id, headers: platform).json
      let data = try #require(done["data"])
      #expect(data["task_id"]?.stringValue == id && data["status"]?.stringValue == "success")
      #expect(data["data"]?["duration_seconds"]?.doubleValue.map { abs($0 - 1) < 0.041 } == true)
      let again = try await sandbox.ask(.get, "/v2/lip_sync_video?" + query, headers: platform).json
      #expect(again["data"]?["task_id"]?.stringValue == id)
    }
  }
}
