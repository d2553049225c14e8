internal import CCurl
internal import Dispatch
internal import Platform
internal import Synchronization

/// All addresses of a name, as the system's resolver gives them: a transfer connects to only one of them.
package enum HostLookup {
  /// The addresses, each once, in the resolver's order; none for a literal address, for a name without any, and if the
  /// resolver takes longer than `patience`. It cannot be interrupted, and is abandoned then.
  package static func addresses(of host: String, within patience: Duration) async -> [IPAddress] {
    guard IPAddress(host) == nil else { return [] }
    let answer = Answer()
    return await withCheckedContinuation { continuation in
      answer.set(continuation)
      DispatchQueue.global().async { answer.deliver(resolve(host)) }
      let end = DispatchTime.now() + .milliseconds(Int(patience / .milliseconds(1)))
      DispatchQueue.global().asyncAfter(deadline: end) { answer.deliver([]) }
    }
  }

  /// Resumes once, whoever comes first.
  private final class Answer: Sendable {
    private let waiting = Mutex<CheckedContinuation<[IPAddress], Never>?>(nil)

    func set(_ continuation: CheckedContinuation<[IPAddress], Never>) {
      waiting.withLock { $0 = continuation }
    }

    func deliver(_ addresses: [IPAddress]) {
      let continuation = waiting.withLock { held in
        defer { held = nil }
        return held
      }
      continuation?.resume(returning: addresses)
    }
  }

  private static func resolve(_ host: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var addresses: [IPAddress] = []
    var next = list
    while let entry = next {
      let length = Int(entry.pointee.ai_addrlen)
      if let name = entry.pointee.ai_addr, let address = IPAddress(name, length: length),
        !addresses.contains(address)
      {
        addresses.append(address)
      }
      next = entry.pointee.ai_next
    }
    return addresses
  }
}
