internal import LipSyncTransfer
internal import Synchronization

/// The look of another client that sets out as soon as the first look has the head of its answer, beside the body: it
/// takes a round trip, and so adds none.
///
/// Not sooner: a link that works once is for the first look.
final class EarlyLook: Sendable {
  /// What it found.
  struct Answer: Sendable {
    var range: ClosedRange<Int64>
    var response: Response?
    var cost: SecondLook.Outcome
  }

  private let second: SecondLook
  private let begun = Mutex<Task<Answer, Never>?>(nil)

  init(_ second: SecondLook) { self.second = second }

  /// Sets out where a head promises that ranges work and that there is more than the first one. Called on the client's
  /// thread.
  func begin(_ head: Response) {
    guard head.status == 206, let answered = head.contentRange, let first = answered.bytes,
      first.lowerBound == 0, let total = answered.total, total > first.upperBound + 1,
      let range = Witness.place(in: first.count)
    else { return }
    begun.withLock { [second] begun in
      guard begun == nil else { return }
      begun = Task { await second.ask(range) }
    }
  }

  /// What it found; nil where it never set out.
  var answer: Answer? {
    get async {
      guard let task = begun.withLock(\.self) else { return nil }
      return await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }

  /// Calls it back; nil where it never set out.
  func cancel() async -> Answer? {
    begun.withLock { $0?.cancel() }
    return await answer
  }
}
