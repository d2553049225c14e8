import LipSync
import LipSyncTransfer
import Platform
import Testing

@testable import lipflight

/// What an operator's units go by: 64 is for the command to change, 75 for time to heal.
@Suite("What is worth another try ends in 75, and nothing else does", .timeLimit(.minutes(2)))
struct TryAgainTests {
  @Test(
    "A journal", arguments: JournalError.Code.allCases)
  func journal(_ code: JournalError.Code) {
    let error = JournalError(code, subject: "s", message: "m.")
    let isPassing = [.full, .unreachable, .busy].contains(code)
    #expect(Failure(error, interrupted: false).status == (isPassing ? .tryAgain : .usage))
    let create = ServiceError(
      .unreachable, operation: .create, subject: "s", message: "m.", remedy: "R.", cause: error)
    #expect(Failure(create, interrupted: false).status == (isPassing ? .tryAgain : .usage))
    let paid = JobInterruption(
      report: JobReport(task: LipSyncTask(id: "t-1", status: .processing)), cause: error)
    #expect(Failure(paid, interrupted: false).status == (isPassing ? .tryAgain : .usage))
  }

  @Test(
    "A file of the user's",
    arguments: [
      (ENOSPC, LipSync.ExitStatus.tryAgain), (EDQUOT, .tryAgain), (EACCES, .usage), (EROFS, .usage),
      (ENOENT, .usage),
    ])
  func file(_ code: Int32, _ status: LipSync.ExitStatus) throws {
    let error = POSIXError(try #require(POSIXErrorCode(rawValue: code)))
    #expect(Failure(error, interrupted: false).status == status)
    #expect(FileTrouble.status(code) == status)
  }

  @Test("A download and its disk")
  func download() {
    let status = { Failure(TransferError($0, subject: "s", message: "m"), interrupted: false).status }
    #expect(status(.diskFull) == .tryAgain && status(.file) == .usage && status(.unreachable) == .service)
    let full = CocoaError(.fileWriteOutOfSpace)
    #expect(Failure(full, interrupted: false).status == .tryAgain)
  }

  @Test("A database that is down")
  func database() async throws {
    let ledger = "postgres://u:s3cretpw@127.0.0.1:\(try closedPort())/jobs"
    let outcome = try await Tool.run("batch", "status", "--ledger", ledger, "--json")
    #expect(outcome.status == 75, "\(outcome.err)")
    #expect(outcome.err.contains("cannot be reached") && !outcome.err.contains("s3cretpw"))
  }
}
