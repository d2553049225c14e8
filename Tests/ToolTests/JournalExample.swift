import LipSync
import LipSyncLedger
import LipSyncTransfer

/// Pays for a pair once, however often it is called and wherever it was cut off, and reports its task's progress; nil if the
/// pair fails its check.
func payOnce(
  video: String, audio: String, journal path: String, service: ServiceConfiguration, policy: AddressPolicy,
  schedule: PollSchedule = .advised
) async throws -> LipSyncTask? {
  let inspector = Inspector(client: HTTPClient(policy: policy))
  // All processes that share the journal keep to the service's rate limit together.
  let job = Job(at: service, inspector: inspector, journal: try await SQLiteLedger.open(path))

  let report = try await job.submit(CheckRequest(video: Source(video), audio: Source(audio)))
  guard let submitted = report.task else { return nil }
  print(submitted.id, report.isReused ? "was paid for before" : "is paid for now")

  var task = submitted
  let states = job.service.states(of: submitted.id, schedule: schedule, justCreated: !report.isReused)
  for try await state in states {
    print(state.status)
    task = state
  }
  return task
}
