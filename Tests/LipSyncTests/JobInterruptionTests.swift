import LipSyncMedia
import LipSyncTransfer
import Testing

@testable import LipSync

/// What counts as the cancellation of a job: a pure function.
@Suite struct JobInterruptionTests {
  private static func service(_ code: ServiceError.Code, _ operation: ServiceError.Operation) -> ServiceError
  {
    ServiceError(code, operation: operation, subject: "s", message: "m", remedy: "r")
  }

  @Test("Whatever was being done, a cancellation is one; other errors stay what they are")
  func causes() {
    let cancellations: [any Error] = [
      CancellationError(), Self.service(.cancelled, .wait), Self.service(.cancelled, .upload),
      TransferError(.cancelled, subject: "s", message: "m"),
      MediaError(.cancelled, operation: "read", subject: "s", message: "m"),
    ]
    for error in cancellations { #expect(JobInterruption.cause(error) is CancellationError, "\(error)") }
    let others: [any Error] = [
      Self.service(.gaveUp, .wait), TransferError(.timeout, subject: "s", message: "m"),
      JournalError(.busy, subject: "s", message: "m"),
    ]
    for error in others { #expect(!(JobInterruption.cause(error) is CancellationError), "\(error)") }
  }

  @Test("Cut off from the answer to a create, it may have paid, and says so")
  func inDoubt() {
    let error = JobInterruption.cause(Self.service(.cancelled, .create)) as? ServiceError
    #expect(error?.code == .cancelled && error?.mayHavePaid == true)
  }
}
