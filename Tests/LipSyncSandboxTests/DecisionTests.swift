import LipSync
import LipSyncMedia
import TestSupport
import Testing

@testable import LipSyncSandbox

/// The sandbox's decisions that are functions of values.
@Suite struct DecisionTests {
  @Test(
    "Range headers of a body of 100 bytes",
    arguments: [
      (nil, ByteRange.whole), ("bytes=0-9", .part(0...9)), ("bytes=90-", .part(90...99)),
      ("bytes=-10", .part(90...99)), ("bytes=-1000", .part(0...99)), ("bytes=0-1000", .part(0...99)),
      ("BYTES=5-5", .part(5...5)), ("bytes=100-", .unsatisfiable), ("bytes=-0", .unsatisfiable),
      ("bytes=99999999999999999999-", .unsatisfiable), ("bytes=9-5", .whole), ("bytes=0-1,4-5", .whole),
      ("lines=0-1", .whole), ("bytes", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole),
      ("bytes=+1-2", .whole),
    ] as [(String?, ByteRange)])
  func ranges(header: String?, expected: ByteRange) {
    #expect(ByteRange(header: header, length: 100) == expected)
  }

  @Test("A range of an empty body")
  func emptyRange() {
    #expect(ByteRange(header: "bytes=0-", length: 0) == .unsatisfiable)
    #expect(ByteRange(header: "bytes=-5", length: 0) == .unsatisfiable)
    #expect(ByteRange(header: nil, length: 0) == .whole)
  }

  @Test("The rate limit slides over its window, key by key")
  func rateWindow() {
    var window = RateWindow(limit: 2, seconds: 60)
    #expect(window.request(key: "a", at: 100) == .allowed(remaining: 1))
    #expect(window.request(key: "a", at: 130) == .allowed(remaining: 0))
    #expect(window.request(key: "a", at: 140) == .refused(retryAfter: 20))
    #expect(window.request(key: "b", at: 140) == .allowed(remaining: 1))
    #expect(window.request(key: "a", at: 160) == .allowed(remaining: 0))
    #expect(window.request(key: "a", at: 161) == .refused(retryAfter: 29))
  }

  @Test("A burst is spent at once and comes back at the steady rate, key by key")
  func rateBucket() {
    var bucket = RateBucket(minute: 20, burst: 3)
    #expect(
      (0..<3).map { _ in bucket.request(key: "a", at: 100) } == [2, 1, 0].map { .allowed(remaining: $0) })
    #expect(bucket.request(key: "a", at: 100) == .refused(retryAfter: 3))
    #expect(bucket.request(key: "b", at: 100) == .allowed(remaining: 2))
    #expect(bucket.request(key: "a", at: 102) == .refused(retryAfter: 1))
    #expect(bucket.request(key: "a", at: 103) == .allowed(remaining: 0))
    // A rest fills it again, and no further; a clock that is set back takes nothing away.
    #expect(bucket.request(key: "a", at: Int64.max) == .allowed(remaining: 2))
    #expect(bucket.request(key: "a", at: 0) == .allowed(remaining: 1))
    var empty = RateBucket(minute: 0, burst: 0)
    #expect(empty.request(key: "a", at: 100) == .refused(retryAfter: 60))
  }

  @Test(
    "A rate is requests a minute, or those and a burst",
    arguments: [
      ("20", 20, true), ("20/30", 20, true), ("0", 0, true), ("1.5", 0, false), ("", 0, false),
      ("20/", 0, false),
      ("20/30/40", 0, false), ("-1", 0, false), ("99999999999", 0, false),
    ])
  func rates(text: String, limit: Int, isRate: Bool) throws {
    #expect(rateLimit(text).map(\.limit) == (isRate ? limit : nil))
    #expect((rateLimit(text) is RateBucket) == (isRate && text.contains("/")))
    if isRate {
      _ = try ActiveFaults(["rate-limit-old=" + text])
    } else {
      #expect(throws: SandboxError.self) { try ActiveFaults(["rate-limit-old=" + text]) }
    }
  }

  @Test("An upload's signature holds for one asset, one content type and one time")
  func signature() {
    let upload = SignedUpload(secret: Array("secret".utf8))
    let query = upload.query(asset: "a-1", contentType: "video/mp4", expires: 1000)
    let fields = Dictionary(
      uniqueKeysWithValues: query.split(separator: "&").map { pair in
        let halves = pair.split(separator: "=")
        return (String(halves[0]), String(halves[1]))
      })
    func refusal(
      asset: String = "a-1", type: String = "video/mp4", expires: String? = "1000", signature: String? = nil,
      now: Int64 = 999
    ) -> SignedUpload.Refusal? {
      upload.refusal(
        asset: asset, contentType: type, expires: expires, signature: signature ?? fields["signature"],
        now: now)
    }
    #expect(refusal() == nil)
    #expect(refusal(now: 1000) == .expired)
    #expect(refusal(asset: "a-2") == .wrongSignature)
    #expect(refusal(type: "video/webm") == .wrongSignature)
    #expect(refusal(expires: "2000") == .wrongSignature)
    #expect(refusal(expires: nil) == .wrongSignature)
    #expect(refusal(signature: String(repeating: "0", count: 64)) == .wrongSignature)
    #expect(refusal(signature: "é") == .wrongSignature)
    #expect(
      SignedUpload(secret: Array("other".utf8)).refusal(
        asset: "a-1", contentType: "video/mp4", expires: "1000", signature: fields["signature"], now: 999)
        == .wrongSignature)
  }

  @Test("Faults are read by name, with a value or their default; anything else says what there is")
  func faults() throws {
    let faults = try ActiveFaults(["lost-create-answer=2", "missing-cover", "task-failed"])
    #expect(faults.strikes(.lostCreateAnswer) && faults.strikes(.lostCreateAnswer))
    #expect(!faults.strikes(.lostCreateAnswer))
    #expect(faults.has(.missingCover) && !faults.has(.stuckProcessing))
    #expect(faults.value(.taskFailed) == "consume retry limit reached: audio duration fetch failed")
    for bad in ["nonsense", "missing-cover=1", "lost-create-answer=many", ""] {
      let error = #expect(throws: SandboxError.self) { try ActiveFaults([bad]) }
      #expect(error?.code == .fault)
    }
    let error = #expect(throws: SandboxError.self) { try ActiveFaults(["nonsense"]) }
    #expect(Fault.all.allSatisfy { error?.message.contains($0.name) == true })
    #expect(Set(Fault.all.map(\.name)).count == Fault.all.count)
  }

  @Test("Records come back from disk as they were")
  func records() throws {
    var task = TaskRecord(
      id: "t", number: 7, videoURL: "http://v/\"x", audioURL: "http://a/ü", playbackType: .normalReverse,
      createdAt: 5)
    #expect(TaskRecord(task.json) == task)
    task.status = .success
    task.duration = MediaTime(1001, 30000)
    (task.completedAt, task.charged, task.error, task.attempts) = (9, 48, "e", 2)
    #expect(TaskRecord(task.json) == task)
    #expect(TaskRecord(.object([])) == nil)
    var asset = AssetRecord(id: "a", filename: "x.mp4", contentType: "video/mp4", statedBytes: nil)
    asset.bytes = 3
    #expect(AssetRecord(asset.json) == asset)
  }

  @Test(
    "An upload's name cannot leave its place",
    arguments: [
      ("../../etc/passwd", "passwd"), ("..", "file"), ("", "file"), ("a b?c#d.mp4", "a_b_c_d.mp4"),
      ("/", "file"),
      (".hidden", "hidden"), ("C:\\x\\y.mov", "y.mov"), ("ü.wav", "_.wav"),
    ])
  func filenames(name: String, expected: String) {
    #expect(AssetRecord(id: "a", filename: name, contentType: "t", statedBytes: nil).filename == expected)
  }

  @Test("Own assets are told by their URL, whatever the port")
  func assetURLs() {
    #expect(InputFetcher.assetID(in: "http://127.0.0.1:81/files/assets/a-1/x.mp4") == "a-1")
    for other in [
      "http://127.0.0.1:81/files/results/a-1/x.mp4", "https://127.0.0.1:81/files/assets/a-1/x.mp4",
      "http://10.0.0.1:81/files/assets/a-1/x.mp4", "http://127.0.0.1:81/files/assets/../a-1/x.mp4", "",
    ] {
      #expect(InputFetcher.assetID(in: other) == nil)
    }
  }
}
