// The library as its users meet it: README's example on local files, checks side by side, and a wait that is cancelled.
// `scripts/example.sh` runs it against the sandbox. It imports no Foundation, and must not need one to be loaded.
import LipSync
import LipSyncTransfer

/// Ends with a reason where something is not as it should be.
func demand(_ isRight: Bool, _ what: String) {
  guard !isRight else { return }
  print("dub: \(what)")
  fatalError("the example failed")
}

let arguments = CommandLine.arguments
guard arguments.count == 5 else {
  fatalError("usage: Dub VIDEO AUDIO DIRECTORY BASE-URL")
}
let (video, audio, directory) = (arguments[1], arguments[2], arguments[3])
let service = ServiceConfiguration(baseURL: arguments[4], apiKey: Redacted("any"))
let policy = AddressPolicy.privateAllowed
let account = ServiceClient(service, client: HTTPClient(policy: policy))

// One: the whole job on local files, which are uploaded; one payment.
let before = try await account.remainingQuota()
let report = try await flight(
  video: video, audio: audio, into: directory, service: service, policy: policy, journal: NoJournal())
let after = try await account.remainingQuota()
demand(report?.exit == .passed, "the job did not pass: \(report?.json.prettyText ?? "it was refused")")
demand(report?.verification?.verdict == .pass, "the result was not proved")
let lost = before.hundredths - after.hundredths
demand(lost == report?.check?.credits?.low.hundredths, "the job cost \(lost) hundredths of a credit")

// Two: the same again in checks alone, 24 at once.
let verdicts = await withTaskGroup(of: Verdict.self) { group in
  for _ in 0..<24 {
    group.addTask {
      let inspector = Inspector(client: HTTPClient(policy: policy))
      let request = CheckRequest(video: Source(video), audio: Source(audio))
      return await Preflight.check(request, inspector: inspector).verdict
    }
  }
  var verdicts: [Verdict] = []
  for await verdict in group { verdicts.append(verdict) }
  return verdicts
}
demand(verdicts.count == 24 && verdicts.allSatisfy { $0 == .pass }, "checks at once: \(verdicts)")

// Three: a wait that is cancelled ends at once, as a cancellation does.
let waiting = Task {
  let inspector = Inspector(client: HTTPClient(policy: policy))
  let job = Job(at: service, inspector: inspector, journal: NoJournal())
  return try await job.wait(taskID: "no-such-task-yet", justCreated: true)
}
waiting.cancel()
do {
  _ = try await waiting.value
  demand(false, "a cancelled wait gave a task")
} catch is CancellationError {
} catch {
  demand(false, "a cancelled wait threw \(error)")
}
print(
  "dub: one job for \(report?.check?.credits?.text ?? "?") credits, proved; 24 checks at once; a wait cancelled"
)
