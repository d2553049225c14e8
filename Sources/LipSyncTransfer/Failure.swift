internal import CCurl

/// How far a transfer had come when it failed: the meaning of a `CURLcode` depends on it.
struct HopState: Sendable {
  /// The proxy that it goes through.
  var proxy: String?
  /// Whether another hop came before it, which a server got.
  var isLater = false
  /// An address was connected to and passed the policy.
  var isConnected = false
  /// The head of the answer is complete.
  var hasHead = false
  /// The sink has asked for a pause; the next hop starts without.
  var isPaused = false
  /// Body bytes received.
  var received: Int64 = 0
  /// The Content-Length, if there is one.
  var length: Int64?
  /// When the request was sent.
  var asked: ContinuousClock.Instant?
  /// When the head of the answer was complete.
  var answered: ContinuousClock.Instant?
  /// Why an address was refused, if one was.
  var veto: String?
}

/// Turns a `CURLcode` into the kind of failure it stands for. A pure function; errors stashed by callbacks come first.
func transferError(
  _ code: CURLcode, text: String, state: HopState, subject: String, status: Int?, connectTimeout: Duration
) -> TransferError {
  func failure(
    _ kind: TransferError.Code, _ message: String, cause: (any Error)? = nil
  ) -> TransferError {
    TransferError(
      kind, subject: subject, message: message, status: status,
      neverSent: !state.isConnected && !state.isLater, cause: cause)
  }
  let came = "\(state.received)" + (state.length.map { " of \($0)" } ?? "") + " bytes"

  if let veto = state.veto, !state.isConnected {
    return failure(.forbiddenAddress, "\(veto), which must not be contacted")
  }
  let plain = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
  let said = state.proxy.map { "\(plain) (through the proxy \($0))" } ?? plain
  if let proxy = state.proxy, !state.isConnected, let trouble = proxyTrouble(code, plain) {
    return failure(trouble.code, "the proxy \(proxy) \(trouble.words)")
  }
  switch code {
  case CURLE_URL_MALFORMAT: return failure(.badURL, said)
  case CURLE_UNSUPPORTED_PROTOCOL where state.isConnected, CURLE_WEIRD_SERVER_REPLY,
    CURLE_BAD_CONTENT_ENCODING:
    return failure(.badAnswer, "the answer is not valid HTTP: \(said)")
  case CURLE_UNSUPPORTED_PROTOCOL: return failure(.badURL, said)
  case CURLE_COULDNT_RESOLVE_HOST: return failure(.unresolvable, "the host name has no address: \(said)")
  case CURLE_COULDNT_CONNECT: return failure(.unreachable, said)
  case CURLE_OPERATION_TIMEDOUT:
    return failure(.timeout, "no connection within \(connectTimeout.inSeconds) s: \(said)")
  case CURLE_PARTIAL_FILE where !state.hasHead:
    return failure(.unreachable, "the connection broke before an answer: \(said)")
  case CURLE_PARTIAL_FILE:
    // A body in chunks states no length, but it does state its end.
    return state.length == nil
      ? failure(
        .truncated, "the transfer broke off after \(came), before the body's own end", cause: BrokenTransfer()
      )
      : failure(.truncated, "the body ended after \(came), before its stated length")
  case CURLE_RECV_ERROR where state.hasHead, CURLE_HTTP2 where state.hasHead,
    CURLE_HTTP2_STREAM where state.hasHead:
    return failure(
      .truncated, "the connection broke after \(came) of the body: \(said)", cause: BrokenTransfer())
  case CURLE_GOT_NOTHING: return failure(.unreachable, "the server closed the connection without an answer")
  case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_HTTP3,
    CURLE_QUIC_CONNECT_ERROR:
    return failure(.unreachable, "the connection broke: \(said)")
  case CURLE_OUT_OF_MEMORY where state.isConnected && !state.hasHead:
    return failure(.tooLarge, "the response headers are larger than libcurl accepts")
  case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
    CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_SHUTDOWN_FAILED,
    CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
    CURLE_USE_SSL_FAILED,
    CURLE_SSL_CLIENTCERT:
    return failure(.tls, said)
  default: return failure(.fault, "libcurl error \(code.rawValue): \(said)")
  }
}

/// What a proxy did that no request came through; nil if it was something else.
private func proxyTrouble(_ code: CURLcode, _ text: String) -> (code: TransferError.Code, words: String)? {
  if code == CURLE_COULDNT_RESOLVE_PROXY { return (.unresolvable, "cannot be found: \(text)") }
  // libcurl before 7.87 says it as `Received HTTP code 407 from proxy after CONNECT`.
  let isRefused = text.contains("from proxy after CONNECT") || text.contains("CONNECT tunnel failed")
  guard isRefused || code == CURLE_PROXY else { return nil }
  let isLogin = text.contains("407")
  return (
    .unreachable,
    isLogin
      ? "demands a user and password, or refuses those that are set (HTTP 407)"
      : "does not let this request through: \(text)"
  )
}
