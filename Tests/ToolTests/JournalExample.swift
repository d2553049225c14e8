import LipSync
import LipSyncLedger
import LipSyncTransfer

/// Pays for a pair once, however often it is called and wherever it was cut off, and tells how its task goes; nil where the
/// pair is not fit to be sent.
func payOnce(
  video: String, audio: String, journal path: String, service: ServiceConfiguration, policy: AddressPolicy,
  schedule: PollSchedule = .advised
) async throws -> LipSyncTask? {
  let client = HTTPClient(policy: policy)
  let journal = try await SQLiteLedger.open(path)
  // All processes that share the journal keep to the service's rate limit together.
  let service = ServiceClient(service, client: client, gate: journal)
  let job = Job(
    service: service, inspector: Inspector(client: client, policy: policy), client: client, journal: journal)

  let report = try await job.submit(CheckRequest(video: Source(video), audio: Source(audio)))
  guard let submitted = report.task else { return nil }
  print(submitted.id, report.isReused ? "was paid for before" : "is paid for now")

  var task = submitted
  for try await state in service.states(of: submitted.id, schedule: schedule, justCreated: !report.isReused) {
    print(state.status)
    task = state
  }
  return task
}
