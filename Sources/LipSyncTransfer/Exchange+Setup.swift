internal import CCurl
internal import Logging

/// What a hop asks of libcurl.
extension Exchange {
  /// Sets up the handle for the next hop.
  func prepareHop() throws(TransferError) -> EasyHandle {
    let proxy = settings.proxies.proxy(for: walk.address)
    if let objection = objection(toNameBehind: proxy) {
      throw failure(.forbiddenAddress, "\(objection), which is not to be talked to")
    }
    head = HeaderBlock()
    state = HopState(proxy: proxy?.description, isLater: requests > 0)
    hasEnough = false
    lastActivity = .now
    requests += 1
    settings.logger.debug("\(name) \(walk.method.rawValue) \(shortened(walk.address.text))\(rangeText)")
    let easy: EasyHandle
    if let handle { easy = handle } else { easy = try EasyHandle.open() }
    handle = easy
    try easy.reset()
    try setTransport(easy)
    try setProxy(proxy, easy)
    try setRequest(easy)
    try setCallbacks(easy)
    return easy
  }

  private func setTransport(_ easy: EasyHandle) throws(TransferError) {
    try easy.set(CURLOPT_URL, walk.address.text)
    try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
    try easy.set(CURLOPT_NOSIGNAL, 1)
    try easy.check(ccurl_leave_lookups_behind(easy.raw), "CURLOPT_QUICK_EXIT")
    try easy.set(CURLOPT_FOLLOWLOCATION, 0)
    // An empty name switches the cookie engine on and reads no file.
    if request.keepsCookies { try easy.set(CURLOPT_COOKIEFILE, "") }
    // On a reused connection that is closed without an answer libcurl sends a request again by itself. A POST may have been
    // carried out, and paid for, by then: it gets a connection of its own.
    if walk.method == .post { try easy.set(CURLOPT_FRESH_CONNECT, 1) }
    try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
    try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
    try easy.set(CURLOPT_CERTINFO, 1)
    if let certificates = settings.certificates { try easy.set(CURLOPT_CAINFO, certificates) }
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(request.connectTimeout / .milliseconds(1))))
    if onlyHTTP1 { try easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)) }
  }

  /// Without a proxy none is used, whatever the environment says.
  private func setProxy(_ proxy: Proxy?, _ easy: EasyHandle) throws(TransferError) {
    try easy.set(CURLOPT_PROXY, proxy?.description ?? "")
    // Which hosts are excepted was decided here; libcurl would ask the environment.
    try easy.set(CURLOPT_NOPROXY, "")
    guard let proxy else { return }
    // Its answer to CONNECT is not the server's.
    try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if let certificates = settings.certificates { try easy.set(CURLOPT_PROXY_CAINFO, certificates) }
    for (option, secret) in [(CURLOPT_PROXYUSERNAME, proxy.user), (CURLOPT_PROXYPASSWORD, proxy.password)] {
      if let text = secret?.reveal({ $0 }) { try easy.set(option, text) }
    }
  }

  private func setRequest(_ easy: EasyHandle) throws(TransferError) {
    if walk.sendsBody, let length = upload?.length {
      upload?.rewind(to: 0)
      try easy.set(CURLOPT_UPLOAD, 1)
      try easy.set(CURLOPT_INFILESIZE_LARGE, offset: length)
    } else {
      try easy.set(CURLOPT_HTTPGET, 1)
    }
    try easy.set(CURLOPT_CUSTOMREQUEST, walk.method.rawValue)
    var headers = walk.headers
    func add(_ name: String, _ value: String) {
      if !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
        headers.append((name, value))
      }
    }
    add("User-Agent", settings.userAgent)
    add("Accept-Encoding", "identity")
    if let range = request.range { add("Range", "bytes=\(range.lowerBound)-\(range.upperBound)") }
    // A semicolon is libcurl's way to send an empty value; no Expect, which costs a second if nobody answers it.
    try easy.setHeaderLines(
      headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" } + ["Expect:"])
  }
}
