import LipSyncTransfer

// DownloadChild URL PATH: one download, for tests that kill it. Prints what it came to.
let arguments = CommandLine.arguments
let client = HTTPClient(policy: .privateAllowed)
do throws(TransferError) {
  let request = Request(url: arguments[1], stallTimeout: .seconds(60))
  let policy = RetryPolicy(attempts: 4, base: .milliseconds(1))
  let summary = try await client.download(request, to: arguments[2], retry: policy)
  print(summary.verifiedBy)
} catch {
  print(error.code.rawValue, error)
}
