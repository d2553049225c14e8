import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// What costs nothing is repeated, waited for and uploaded.
@Suite struct ClientReadTests {
  @Test("Status, lookup and quota ask the right questions")
  func requests() async throws {
    try await withService { request, _ in
      switch request.path.dropFirst(2).joined(separator: "/") {
      case "user/remaining_quota": .data(#"{"remaining_quota":99.52000000000001}"#)
      case "lip_sync_video": .refusal(17003)
      default: .data(#"{"task_id":"a b","status":"processing","data":null,"error":null}"#)
      }
    } _: { service, client, _ in
      let seen1 = try await client.remainingQuota().text
      #expect(seen1 == "99.52")
      let seen2 = try await client.status(taskID: "a b").status
      #expect(seen2 == .processing)
      let seen3 = try await client.latest(videoURL: "v", audioURL: "a", playbackType: .normal)
      #expect(seen3 == nil)
      #expect(service.requests.allSatisfy { $0.header("X-Api-Key") == "key-of-the-test" })
      #expect(service.requests[1].path == ["open", "v2", "lip_sync_video", "a b"])
    }
  }

  @Test("Reads are repeated after a fault, a junk answer, a lost answer and a rate limit")
  func repeats() async throws {
    try await withService { _, before in
      switch before {
      case 0: .disconnect
      case 1: .refusal(50000)
      case 2: .text("<html>", type: "text/html", status: 200)
      default: .data(#"{"status":"success"}"#)
      }
    } _: { service, client, pace in
      let seen4 = try await client.status(taskID: "t").status
      #expect(seen4 == .success)
      #expect(service.requests.count == 4 && pace.pauses.count == 3)
    }
    try await withService(attempts: 2) { _, _ in
      .refusal(50000)
    } _: { service, client, _ in
      let error = await #expect(throws: ServiceError.self) { try await client.status(taskID: "t") }
      #expect(error?.code == .serverFault && error?.serviceCode == 50000)
      #expect(service.requests.count == 2)
    }
  }

  @Test("What will not change is not repeated", arguments: [10105, 10104, 18025, 40000, 4711])
  func noRepeat(code: Int) async throws {
    try await withService { _, _ in
      .refusal(code)
    } _: { service, client, pace in
      let error = await #expect(throws: ServiceError.self) { try await client.status(taskID: "t") }
      #expect(error?.serviceCode == code && error?.exitCode == .service)
      #expect(service.requests.count == 1 && pace.pauses.isEmpty)
    }
  }

  @Test("A service that sends requests elsewhere is not followed: the key goes to it alone")
  func keyStaysHome() async throws {
    let other = try await ScriptedService.start { _, _ in .data(#"{"status":"success"}"#) }
    let target = other.baseURL
    try await withService { _, _ in
      .json(.null, status: 302, headers: [("Location", target + "/elsewhere")])
    } _: { service, client, _ in
      let error = await #expect(throws: ServiceError.self) { try await client.status(taskID: "t") }
      #expect(error?.code == .refused && error?.remedy.contains("base URL") == true)
      #expect(error?.settings == [.baseURL])
      #expect(service.requests.count == 1)
    }
    #expect(other.requests.isEmpty)
    await other.stop()
  }

  @Test("A wait tells each state, rides out trouble and ends with the task")
  func wait() async throws {
    try await withService(attempts: 1) { _, before in
      switch before {
      case 0: .data(#"{"status":"pending"}"#)
      case 1: .refusal(50000)
      case 2: .data(#"{"status":"thinking"}"#)
      case 3: .data(#"{"status":"processing"}"#)
      default: .data(#"{"status":"failed","error":{"message":"m"}}"#)
      }
    } _: { service, client, pace in
      let states = Mutex<[String]>([])
      let task = try await client.wait(taskID: "t", timeout: .seconds(600), justCreated: true) { task in
        states.withLock { $0.append(task.status.rawValue) }
      }
      #expect(task.status == .failed && task.failure?.exitCode == .taskFailed)
      #expect(states.withLock { $0 } == ["pending", "thinking", "processing", "failed"])
      #expect(pace.pauses == [5, 5, 5, 5, 5].map { Duration.seconds($0) })
      #expect(service.requests.count == 5)
    }
  }

  @Test("The states of a task are a sequence that ends with the task, or throws what the wait throws")
  func states() async throws {
    try await withService(attempts: 1) { _, before in
      .data(#"{"status":"\#(["pending", "processing", "thinking", "success"][min(before, 3)])"}"#)
    } _: { _, client, _ in
      var seen: [String] = []
      for try await task in client.states(of: "t") { seen.append(task.status.rawValue) }
      #expect(seen == ["pending", "processing", "thinking", "success"])
    }
    try await withService(attempts: 1) { _, _ in
      .refusal(10105)
    } _: { _, client, _ in
      await #expect(throws: ServiceError.self) { for try await _ in client.states(of: "t") {} }
    }
    try await withService(attempts: 1) { _, _ in
      .data(#"{"status":"processing"}"#)
    } _: { service, client, _ in
      for try await _ in client.states(of: "t") { break }
      #expect(service.requests.count >= 1)
    }
  }

  @Test("A task that is over is known after one look")
  func finished() async throws {
    try await withService { _, _ in
      .data(#"{"status":"success","data":{"result_url":"http://127.0.0.1:9/r.mp4"}}"#)
    } _: { service, client, pace in
      let seen5 = try await client.wait(taskID: "t").status
      #expect(seen5 == .success)
      #expect(service.requests.count == 1 && pace.pauses.isEmpty)
    }
  }

  @Test("A wait that is over says how to go on, and with which task")
  func gaveUp() async throws {
    try await withService { _, _ in
      .data(#"{"status":"processing"}"#)
    } _: { _, client, pace in
      let error = await #expect(throws: ServiceError.self) {
        try await client.wait(taskID: "t-9", timeout: .seconds(100), justCreated: true)
      }
      #expect(error?.code == .gaveUp && error?.exitCode == .gaveUp && error?.taskID == "t-9")
      #expect(error?.message.contains("100 s") == true && error?.message.contains("processing") == true)
      #expect(error?.remedy.contains("wait for it again by its id") == true)
      #expect(pace.pauses.reduce(.zero, +) == .seconds(100))
    }
    try await withService { _, _ in
      .data(#"{"status":"processing"}"#)
    } _: { service, client, pace in
      let error = await #expect(throws: ServiceError.self) {
        try await client.wait(
          taskID: "t", schedule: PollSchedule(interval: .seconds(60)), timeout: .milliseconds(500))
      }
      #expect(error?.code == .gaveUp && error?.message.contains("within 0.5 s") == true)
      #expect(service.requests.count == 2 && pace.pauses == [.milliseconds(500)])
    }
  }

  @Test(
    "A wait ends in time at a service whose answers come byte by byte", .timeLimit(.minutes(1)),
    arguments: [true, false])
  func dribble(hasAnswered: Bool) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/open/v2/lip_sync_video/t") { request, wire in
      if hasAnswered, origin.requests.count == 1 {
        let body = #"{"code":0,"data":{"status":"processing"}}"#
        _ = wire.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body)
        return
      }
      guard wire.send("HTTP/1.1 200 OK\r\n") else { return }
      while wire.send("X-A: 1\r\n"), wire.nap(milliseconds: 100) {}
    }
    let client = ServiceClient(
      ServiceConfiguration(baseURL: "http://127.0.0.1:\(origin.port)", apiKey: Redacted("key-of-the-test")),
      client: HTTPClient(policy: .privateAllowed))
    let start = ContinuousClock.now
    let error = await #expect(throws: ServiceError.self) {
      try await client.wait(
        taskID: "t", schedule: PollSchedule(interval: .milliseconds(100)), timeout: .seconds(1))
    }
    #expect(error?.code == .gaveUp && error?.taskID == "t", "\(String(describing: error))")
    #expect(error?.message.contains(hasAnswered ? "processing" : "could not be read") == true)
    #expect(.now - start < .seconds(20))
  }

  @Test("A pause that would outlast the wait is not begun")
  func pauseWithinWait() async throws {
    try await withService { _, _ in
      .refusal(50000)
    } _: { service, client, pace in
      let error = await #expect(throws: ServiceError.self) {
        try await client.wait(taskID: "t", timeout: .seconds(3))
      }
      #expect(error?.code == .gaveUp)
      #expect(pace.pauses.reduce(.zero, +) <= .seconds(3) + Defaults.lastLook, "\(pace.pauses)")
    }
  }

  @Test("An answer that tells of another task is not taken for the one asked for")
  func anotherTask() async throws {
    try await withService { _, _ in
      .data(#"{"task_id":"t-2","status":"success","data":{"result_url":"https://r/v.mp4"}}"#)
    } _: { _, client, _ in
      let error = await #expect(throws: ServiceError.self) { try await client.status(taskID: "t-1") }
      #expect(error?.code == .badAnswer && error?.message.contains("t-2") == true)
      // The service may write an id in its own way.
      let same = try await client.status(taskID: "T-2")
      #expect(same.status == .success)
    }
  }

  @Test("A task that is over at the last moment is not given up")
  func lastLook() async throws {
    try await withService { _, before in
      .data(before < 4 ? #"{"status":"processing"}"# : #"{"status":"success"}"#)
    } _: { _, client, pace in
      let schedule = PollSchedule(interval: .seconds(8))
      let task = try await client.wait(taskID: "t", schedule: schedule, timeout: .seconds(30))
      #expect(task.status == .success)
      #expect(pace.pauses == [8, 8, 8, 6].map { Duration.seconds($0) })
    }
  }

  @Test("An id that the service does not know ends a wait, unless the task was just made")
  func notFound() async throws {
    try await withService { _, before in
      before < 2 ? .refusal(10104) : .data(#"{"status":"success"}"#)
    } _: {
      _, client, _ in
      let error = await #expect(throws: ServiceError.self) { try await client.wait(taskID: "t") }
      #expect(error?.code == .notFound)
      let task = try await client.wait(taskID: "t", justCreated: true)
      #expect(task.status == .success)
    }
  }

  @Test("A wait ends when it is cancelled, as interrupted")
  func cancelled() async throws {
    try await withService { _, _ in
      .data(#"{"status":"processing"}"#)
    } _: { _, client, _ in
      let real = ServiceClient(client.configuration, client: client.client)
      let (states, seen) = AsyncStream<Void>.makeStream()
      let waiting = Task { () -> ServiceError? in
        do throws(ServiceError) {
          _ = try await real.wait(taskID: "t") { _ in seen.yield() }
          return nil
        } catch {
          return error
        }
      }
      for await _ in states { break }
      waiting.cancel()
      let error = await waiting.value
      #expect(error?.code == .cancelled && error?.exitCode == .interrupted)
    }
  }

  @Test("An upload announces, stores with the same type and without the key, and reports progress")
  func upload() async throws {
    let directory = try TemporaryDirectory()
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = try directory.write(bytes, as: "clip one.mp4")
    let stored = directory.file("stored")
    let base = Mutex("")
    try await withService { request, before in
      if request.method == "PUT" {
        return before == 0
          ? .text("expired", type: "text/xml", status: 403)
          : .store(path: stored, stated: nil, limit: .max) { _ in }
      }
      let url = base.withLock { $0 }
      return .data(
        #"{"sign_url":"\#(url)/bucket?sig=\#(before)","asset_url":"https://cdn/x-\#(before).mp4"}"#)
    } _: { service, client, _ in
      base.withLock { $0 = service.baseURL }
      let progress = Mutex<[Int64]>([])
      let asset = try await client.upload(path: path) { sent, total in
        #expect(total == 300_000)
        progress.withLock { $0.append(sent) }
      }
      #expect(asset == "https://cdn/x-1.mp4")
      #expect(try directory.read("stored") == bytes)
      #expect(progress.withLock { $0.last } == 300_000)
      let announcement = try #require(JSON(parsing: service.requests[0].body ?? []))
      #expect(announcement["filename"]?.stringValue == "clip one.mp4")
      #expect(announcement["content_type"]?.stringValue == "video/mp4")
      #expect(announcement["file_size"]?.intValue == 300_000)
      let puts = service.requests.filter { $0.method == "PUT" }
      #expect(puts.map { $0.query["sig"] } == ["0", "1"])
      #expect(puts.allSatisfy { $0.header("Content-Type") == "video/mp4" && $0.header("X-Api-Key") == nil })
    }
  }

  @Test("A storage that says no is not asked for ever", arguments: [403, 413, 500])
  func refusedUpload(status: Int) async throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write([1, 2, 3], as: "a.wav")
    let base = Mutex("")
    try await withService(attempts: 3) { request, _ in
      if request.method == "PUT" { return .text("no", type: "text/plain", status: status) }
      return .data(#"{"sign_url":"\#(base.withLock { $0 })/bucket","asset_url":"https://cdn/a"}"#)
    } _: { service, client, _ in
      base.withLock { $0 = service.baseURL }
      let error = await #expect(throws: ServiceError.self) { try await client.upload(path: path) }
      #expect(error?.exitCode == .service && error?.status == status)
      #expect(service.count("PUT", "bucket") == [403: 2, 413: 1, 500: 3][status])
    }
  }

  @Test("A file that cannot be sent is said before anything is")
  func badFiles() async throws {
    let directory = try TemporaryDirectory()
    let empty = try directory.write([], as: "empty.mp4")
    try await withService { _, _ in
      .refusal(1)
    } _: { service, client, _ in
      for path in [empty, directory.path, directory.file("missing.mp4")] {
        let error = await #expect(throws: ServiceError.self) { try await client.upload(path: path) }
        #expect(error?.code == .file && error?.exitCode == .failedCheck && error?.subject == path)
      }
      #expect(service.requests.isEmpty)
    }
  }
}
