internal import LipSyncTransfer
internal import Logging

/// The requests of a first look.
extension LinkInspector {
  /// A GET of the first bytes; without a range where the host refuses ranges.
  func firstLook(
    at url: String, until deadline: ContinuousClock.Instant, link: inout LinkInfo
  ) async throws(TransferError) -> (Response, asked: Int?, refusedRange: Int?) {
    let asked = Defaults.firstBytes
    let response = try await patiently(url, range: 0...Int64(asked) - 1, until: deadline, link: &link)
    let status = response.status
    guard Self.statusesOfRefusedRanges.contains(status), response.contentRange?.total != 0 else {
      return (response, asked, nil)
    }
    client.logger.debug("\(shortened(url)): HTTP \(status) for a range; asking without one")
    let whole = try await patiently(url, range: nil, until: deadline, link: &link)
    return (200..<300).contains(whole.status) || status == 416 ? (whole, nil, status) : (response, asked, nil)
  }

  /// Sends a request, and again where a failure may pass by itself and there is time.
  private func patiently(
    _ url: String, range: ClosedRange<Int64>?, until deadline: ContinuousClock.Instant, link: inout LinkInfo
  ) async throws(TransferError) -> Response {
    var attempt = 1
    while true {
      let result: Result<Response, TransferError>
      do throws(TransferError) {
        let response = try await client.send(
          request(url, range: range, until: deadline), onHead: second.begin)
        link.requests += response.requests
        link.bytesRead += response.bytesReceived
        result = .success(response)
      } catch {
        link.requests += error.requests
        link.bytesRead += error.bytesReceived
        result = .failure(error)
      }
      guard let pause = Self.pause(after: result, attempt: attempt), .now + pause < deadline,
        (try? await Task.sleep(for: pause)) != nil
      else { return try result.get() }
      attempt += 1
    }
  }

  private static func pause(after result: Result<Response, TransferError>, attempt: Int) -> Duration? {
    var (status, code, wait): (Int?, TransferError.Code?, Duration?) = (nil, nil, nil)
    switch result {
    case .success(let response):
      status = response.status
      wait = response.header("Retry-After").flatMap {
        RetryPolicy.retryAfter($0, now: UnixTime.now.seconds)
      }
    case .failure(let error): code = error.code
    }
    // Who asks for longer than that is not asked again in vain.
    if let wait, wait > Defaults.firstLookRetry.ceiling { return nil }
    return Defaults.firstLookRetry.delay(
      afterAttempt: attempt, status: status, error: code, retryAfter: wait, jitter: .random(in: 0...1))
  }

  /// Some hosts answer so to a range alone.
  private static let statusesOfRefusedRanges: Set<Int> = [400, 403, 405, 406, 416, 501]

  func request(
    _ url: String, range: ClosedRange<Int64>?, until deadline: ContinuousClock.Instant
  ) -> Request {
    let left = max(.milliseconds(1), deadline - .now)
    var request = Request(
      url: url, headers: [("Accept", "*/*"), ("Accept-Encoding", "identity")], range: range,
      bodyLimit: Defaults.firstBytes, connectTimeout: min(left, TransferDefaults.connectTimeout),
      stallTimeout: min(left, TransferDefaults.stallTimeout), totalTimeout: left)
    request.lead = .short
    return request
  }
}
