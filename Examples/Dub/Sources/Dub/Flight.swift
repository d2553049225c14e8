import LipSync
import LipSyncTransfer

/// Checks a pair and, if it passes, does the whole job, paid for once; nil if it does not pass.
func flight(
  video: String, audio: String, into directory: String, service: ServiceConfiguration, policy: AddressPolicy,
  journal: any Journal
) async throws -> JobReport? {
  let inspector = Inspector(client: HTTPClient(policy: policy))
  let request = CheckRequest(video: Source(video), audio: Source(audio))

  let check = await Preflight.check(request, inspector: inspector)
  for finding in check.findings { print(finding.severity, finding.rule, finding.message, finding.remedy) }
  guard check.verdict != .fail, let type = check.chosen, let credits = check.credits else { return nil }
  print("\(type.rawValue) for \(credits.text) credits")

  let job = Job(at: service, inspector: inspector, journal: journal)
  return try await job.run(request, into: directory)
}
