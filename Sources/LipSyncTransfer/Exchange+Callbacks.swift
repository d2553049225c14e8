internal import CCurl
internal import Platform

extension Exchange {
  /// Makes libcurl call this exchange: the handle must be out of use before the exchange is released.
  func setCallbacks(_ easy: EasyHandle) throws(TransferError) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    try easy.check(ccurl_set_header_writer(easy.raw, takeHeader, context), "CURLOPT_HEADERFUNCTION")
    try easy.check(ccurl_set_body_writer(easy.raw, takeBody, context), "CURLOPT_WRITEFUNCTION")
    try easy.check(ccurl_set_body_reader(easy.raw, giveBody, context), "CURLOPT_READFUNCTION")
    try easy.check(ccurl_set_body_seeker(easy.raw, seekBody, context), "CURLOPT_SEEKFUNCTION")
    try easy.check(ccurl_set_socket_opener(easy.raw, openSocket, context), "CURLOPT_OPENSOCKETFUNCTION")
    try easy.check(ccurl_set_request_guard(easy.raw, guardRequest, context), "CURLOPT_PREREQFUNCTION")
  }
}

private func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange? {
  context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
}

private func takeHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return exchange(context)?.receive(header: line) == true ? size * count : ccurl_write_error
}

private func takeBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  exchange(context)?.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
    ?? ccurl_write_error
}

private func giveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  exchange(context)?.give(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
    ?? ccurl_read_abort
}

private func seekBody(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
  guard origin == SEEK_SET, let exchange = exchange(context) else { return CURL_SEEKFUNC_CANTSEEK }
  exchange.seek(to: Int64(offset))
  return CURL_SEEKFUNC_OK
}

private func openSocket(
  _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
  _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let address, let exchange = exchange(context) else { return ccurl_socket_bad }
  return exchange.open(address)
}

private func guardRequest(
  _ context: UnsafeMutableRawPointer?, _ remote: UnsafeMutablePointer<CChar>?,
  _ local: UnsafeMutablePointer<CChar>?, _ remotePort: Int32, _ localPort: Int32
) -> Int32 {
  guard let remote, exchange(context)?.allowsRequest(to: String(cString: remote)) == true else {
    return CURL_PREREQFUNC_ABORT
  }
  return CURL_PREREQFUNC_OK
}
