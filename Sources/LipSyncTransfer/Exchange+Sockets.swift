internal import CCurl
internal import Platform

/// Who may be reached: judged by name, at the socket, and again for each request.
extension Exchange {
  /// Why the place of this hop is out of bounds, as far as its URL shows. Behind a proxy no socket tells more: what a public host
  /// redirects to must not be written as a private address either.
  func objection(toNameBehind proxy: Proxy?) -> String? {
    guard settings.judgesNames else { return nil }
    if let objection = settings.policy.objection(to: walk.address) { return objection }
    guard proxy != nil else { return nil }
    if let literal = IPAddress(walk.address.host), let objection = objection(to: literal) { return objection }
    guard wasPublic else { return nil }
    return AddressPolicy.publicOnly.objection(toHost: walk.address.host).map {
      "\($0), and a public host redirects to it"
    }
  }

  func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    guard let wire = IPAddress(ccurl_address(address), length: Int(address.pointee.addrlen)) else {
      state.veto = "an address of family \(address.pointee.family) is neither IPv4 nor IPv6"
      return ccurl_socket_bad
    }
    // The proxy's own address is the operator's affair.
    if state.proxy == nil, let objection = objection(to: wire) {
      state.veto = objection
      return ccurl_socket_bad
    }
    // A name with private and public addresses is not trusted for the public ones either.
    if state.veto != nil, !settings.policy.allowsPrivate { return ccurl_socket_bad }
    #if canImport(Glibc)
      let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    #else
      let kind = address.pointee.socktype
    #endif
    let made = socket(address.pointee.family, kind, address.pointee.protocol)
    // Hints only: if one cannot be set, the connection still works.
    if request.lead != .usual { hint(made, Int32(IPPROTO_TCP), TCP_MAXSEG, 1460) }
    if request.lead == .shortest { hint(made, SOL_SOCKET, SO_RCVBUF, Int32(TransferDefaults.shortWindow)) }
    return made
  }

  func objection(to wire: IPAddress) -> String? {
    settings.policy.objection(to: wire, of: walk.address, isAfterPublic: wasPublic)
  }

  private func hint(_ socket: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  func allowsRequest(to address: String) -> Bool {
    lastActivity = .now
    guard state.proxy == nil else { return allowsProxied() }
    guard let wire = IPAddress(address) else {
      state.veto = "the address \(address) cannot be read"
      return false
    }
    if let objection = objection(to: wire) {
      state.veto = objection
      return false
    }
    if AddressClass(of: wire).kind == .global { wasPublic = true }
    remoteAddress = address
    state.isConnected = true
    state.asked = lastActivity
    return true
  }

  /// The tunnel stands, or the proxy takes the request: whose address it went to is not known.
  private func allowsProxied() -> Bool {
    if AddressPolicy.publicOnly.objection(toHost: walk.address.host) == nil { wasPublic = true }
    state.isConnected = true
    state.asked = lastActivity
    return true
  }
}
