import Testing

@testable import LipSyncTransfer

@Suite struct RetryTests {
  private let policy = RetryPolicy(attempts: 4, base: .seconds(1), ceiling: .seconds(10))

  @Test(arguments: [
    (200, false), (301, false), (400, false), (401, false), (403, false), (404, false), (408, true),
    (410, false),
    (425, true), (429, true), (500, true), (501, false), (502, true), (503, true), (504, true),
  ])
  func transientStatusesAreTriedAgain(status: Int, again: Bool) {
    let delay = policy.delay(afterAttempt: 1, status: status, error: nil, retryAfter: nil, jitter: 1)
    #expect((delay != nil) == again)
    let asError = policy.delay(afterAttempt: 1, status: status, error: .status, retryAfter: nil, jitter: 1)
    #expect((asError != nil) == again)
  }

  @Test(arguments: TransferError.Code.allCases)
  func failuresOfTheConnectionAreTriedAgain(code: TransferError.Code) {
    let delay = policy.delay(afterAttempt: 1, status: 200, error: code, retryAfter: nil, jitter: 1)
    #expect((delay != nil) == [.unreachable, .timeout, .truncated].contains(code))
  }

  @Test func waitsDoubleUpToTheCeilingAndEnd() {
    let policy = RetryPolicy(attempts: 7, base: .seconds(1), ceiling: .seconds(10))
    let waits = (1...7).map {
      policy.delay(afterAttempt: $0, status: 503, error: nil, retryAfter: nil, jitter: 1)
    }
    #expect(waits == [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(10), .seconds(10), nil])
    #expect(policy.delay(afterAttempt: 3, status: 503, error: nil, retryAfter: nil, jitter: 0) == .seconds(2))
    #expect(
      RetryPolicy.none.delay(afterAttempt: 1, status: 503, error: nil, retryAfter: .zero, jitter: 0) == nil)
  }

  @Test func whatTheServerAsksForIsHeldWithinBounds() {
    func wait(_ asked: Duration) -> Duration? {
      policy.delay(afterAttempt: 1, status: 429, error: nil, retryAfter: asked, jitter: 0)
    }
    #expect(wait(.seconds(3)) == .seconds(3))
    #expect(wait(.zero) == .zero)
    #expect(wait(.seconds(-5)) == .zero)
    #expect(wait(.seconds(2_338_581_117)) == .seconds(10))
  }

  @Test(arguments: [
    ("120", Int64(120)), (" 7 ", 7), ("0", 0), ("Tue, 03 Jan 2023 00:00:10 GMT", 10),
    ("Tuesday, 03-Jan-23 00:00:10 GMT", 10), ("Tue Jan  3 00:00:10 2023", 10),
    ("Mon, 02 Jan 2023 00:00:00 GMT", 0),
    ("99999999999999999999", Int64(Int32.max)),
  ])
  func retryAfterIsSecondsOrADate(value: String, seconds: Int64) {
    #expect(RetryPolicy.retryAfter(value, now: 1_672_704_000) == .seconds(seconds))
  }

  @Test(arguments: ["", "-5", "soon", "1.5", "12abc"])
  func anythingElseIsNothing(value: String) {
    #expect(RetryPolicy.retryAfter(value, now: 0) == nil)
  }

  @Test func onlyStrongValidatorsGoWithARange() {
    func condition(_ headers: [(name: String, value: String)]) -> String? {
      Validators(Response(status: 200, headers: headers, url: ""), total: nil)
        .forIfRange(date: headers.first { $0.name == "Date" }?.value)
    }
    let then = ("Last-Modified", "Mon, 02 Jan 2023 00:00:00 GMT")
    #expect(condition([("ETag", "\"a\"")]) == "\"a\"")
    #expect(condition([("ETag", "W/\"a\""), then, ("Date", "Tue, 03 Jan 2023 00:00:00 GMT")]) == nil)
    #expect(condition([then, ("Date", "Mon, 02 Jan 2023 00:00:01 GMT")]) == then.1)
    #expect(condition([then, ("Date", "Mon, 02 Jan 2023 00:00:00 GMT")]) == nil)
    #expect(condition([then]) == nil)
    #expect(condition([]) == nil)
  }
}
