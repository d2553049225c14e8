import LipSync
import LipSyncLedger
import LipSyncMediaReading
import LipSyncSandbox
import LipSyncTransfer

// The first examples of the DocC catalogues, which a test compares with these: what is printed there compiles.
enum FirstExamples {
  static func lipSync() async {
    let client = HTTPClient(policy: .publicOnly)
    let inspector = Inspector(client: client)
    let request = CheckRequest(video: Source("talking.mp4"), audio: Source("speech.m4a"))
    let check = await Preflight.check(request, inspector: inspector)
    for finding in check.findings { print(finding.rule, finding.message, finding.remedy) }
  }

  static func mediaValues() throws {
    let length = MediaTime(100, 25) + MediaTime(1, 3)
    print(length.numerator, length.denominator, length.seconds)
    let source = try FileSource(path: "talking.mp4")
    print(source.name, source.size ?? 0, "bytes")
    print(WorkerProgram.find() ?? "the program that reads media is not installed")
  }

  static func lipSyncMedia() async throws {
    let media = try await MediaInfo.probe(path: "talking.mp4")
    print(media.container, media.duration?.seconds ?? 0, media.isDurationExact)
    print(media.video?.codec ?? "no video", media.audio?.codec ?? "no audio")
    print("the header says", media.headerDuration?.seconds ?? 0)
    print("turned by", media.video?.rotation ?? 0, "degrees")
  }

  static func lipSyncTransfer() async throws {
    let client = HTTPClient(policy: .publicOnly)
    let request = Request(.get, url: "https://example.com/result.mp4")
    let summary = try await client.download(request, to: "result.mp4")
    print(summary.bytes, summary.sha256)
    print("checked against:", summary.verifiedBy)
  }

  static func lipSyncLedger(
    service: ServiceConfiguration, inspector: Inspector, request: CheckRequest
  ) async throws {
    let journal = try await LedgerPlace.open("journal.sqlite")
    let job = Job(at: service, inspector: inspector, journal: journal)
    let report = try await job.submit(request)
    print(report.task?.id ?? "not sent", report.isReused ? "was paid for before" : "is paid for now")
    for entry in try await journal.entries(limit: 10) { print(entry.id, entry.outlook) }
  }

  static func lipSyncSandbox(directory: String) async throws -> Credits? {
    let configuration = SandboxConfiguration(port: 0, dataDirectory: directory, faults: ["rate-limit"])
    let sandbox = try await SandboxServer.start(configuration)
    let service = ServiceConfiguration(baseURL: sandbox.baseURL, apiKey: Redacted("anything"))
    let quota = try await ServiceClient(service, client: HTTPClient(policy: .privateAllowed)).remainingQuota()
    await sandbox.stop()
    return quota
  }
}
