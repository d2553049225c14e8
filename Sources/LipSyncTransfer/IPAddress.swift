// The compiler may take CCurl, whose header includes theirs, for the module that defines the types of socket addresses.
internal import CCurl
internal import Platform

/// An IPv4 or IPv6 address: its bytes in network order.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
  /// Four bytes or sixteen.
  public let bytes: [UInt8]

  /// Takes four or sixteen bytes in network order; nil for any other count.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// Reads the dotted or colon notation of `inet_pton`; brackets and a zone (`%eth0`) are dropped.
  public init?(_ text: String) {
    var text = Substring(text)
    if text.first == "[", text.last == "]" { text = text.dropFirst().dropLast() }
    if let zone = text.firstIndex(of: "%") { text = text[..<zone] }
    var four = [UInt8](repeating: 0, count: 4)
    var sixteen = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, String(text), &four) == 1 {
      bytes = four
    } else if inet_pton(AF_INET6, String(text), &sixteen) == 1 {
      bytes = sixteen
    } else {
      return nil
    }
  }

  /// Reads a socket address of the Internet families; nil for any other.
  init?(_ address: UnsafePointer<sockaddr>, length: Int) {
    switch Int32(address.pointee.sa_family) {
    case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
      bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
      }
    case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
      bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
        withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
      }
    default: return nil
    }
  }

  /// Whether it is of IPv4.
  public var isIPv4: Bool { bytes.count == 4 }

  /// The notation of `inet_ntop`.
  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether the first `length` bits are those of `prefix`; false across families.
  func isWithin(_ prefix: IPAddress, _ length: Int) -> Bool {
    guard bytes.count == prefix.bytes.count else { return false }
    for (index, byte) in bytes.enumerated() {
      let bits = min(8, max(0, length - index * 8))
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
      if byte & mask != prefix.bytes[index] & mask { return false }
    }
    return true
  }
}
