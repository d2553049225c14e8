import TestSupport
import Testing

@testable import LipSync

/// Misbehaviours of hosts, by name, and what an inspection has to find: the rows of the table behind `HostileOriginTests`.
struct Hostility: Sendable, CustomTestStringConvertible {
  /// Whether more bytes come than the length that is stated, and then the connection's end.
  var goesOnAndCloses: Bool {
    guard case .file(_, _, let faults) = resource else { return false }
    return faults.contains { if case .claimedLength = $0 { true } else { false } }
  }

  /// What lies at the URL.
  enum Resource: Sendable {
    case file(File, type: String, faults: [OriginFault])
    /// With other faults for each request.
    case moody(File, @Sendable (OriginRequest) -> [OriginFault])
    case reply(OriginReply)
    case raw(@Sendable (OriginRequest, OriginWire) -> Void)
  }

  /// Files to serve, made once.
  enum File: Sendable { case clip, longClip, sound, largeSound, largeClip, indexLast, nothing }

  let name: String
  let resource: Resource
  let rules: [String]
  /// What the first finding says, in part.
  var says = ""
  /// The most severe finding's severity; nil where there is none.
  var isRefused = true
  /// Whether it would go on for ever: it is given a second, and ends by itself.
  var isEndless = false

  var testDescription: String { name }
}

extension Hostility {
  /// A file with faults.
  static func file(
    _ name: String, _ faults: [OriginFault], _ rules: [String], _ file: File = .clip,
    type: String = "video/mp4",
    says: String = "", isRefused: Bool = true, isEndless: Bool = false
  ) -> Hostility {
    Hostility(
      name: name, resource: .file(file, type: type, faults: faults), rules: rules, says: says,
      isRefused: isRefused, isEndless: isEndless)
  }

  /// The same answer to every request.
  static func body(
    _ name: String, _ body: String, _ rules: [String], status: Int = 200, type: String = "video/mp4",
    headers: [(String, String)] = [], says: String = "", isRefused: Bool = true
  ) -> Hostility {
    bytes(
      name, Array(body.utf8), rules, status: status, type: type, headers: headers, says: says,
      isRefused: isRefused)
  }

  static func bytes(
    _ name: String, _ body: [UInt8], _ rules: [String], status: Int = 200, type: String = "video/mp4",
    headers: [(String, String)] = [], says: String = "", isRefused: Bool = true
  ) -> Hostility {
    Hostility(
      name: name,
      resource: .reply(OriginReply(status: status, headers: [("Content-Type", type)] + headers, body: body)),
      rules: rules, says: says, isRefused: isRefused)
  }

  /// Bytes on the wire, whatever they are.
  static func raw(
    _ name: String, _ rules: [String], says: String = "", isRefused: Bool = true, isEndless: Bool = false,
    _ answer: @escaping @Sendable (OriginRequest, OriginWire) -> Void
  ) -> Hostility {
    Hostility(
      name: name, resource: .raw(answer), rules: rules, says: says, isRefused: isRefused, isEndless: isEndless
    )
  }

  static func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
  }

  static let head = "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n"

  static let all = ranges + lengths + limits + redirects + clients + served
}

/// Compressed bytes that are many times as long undone.
enum Bomb {
  /// gzip of some bytes and of one byte many times: deflate blocks of fixed codes (RFC 1951, 3.2.6), each repeating it
  /// 258 times over and over.
  static func gzip(_ first: [UInt8] = [], repeating byte: UInt8, count: Int) -> [UInt8] {
    var bits = Bits()
    let head = first + [byte]
    bits.put(0, 1)
    bits.put(0, 2)
    bits.align()
    bits.bytes += [
      UInt8(head.count & 255), UInt8(head.count >> 8), ~UInt8(head.count & 255), ~UInt8(head.count >> 8),
    ]
    bits.bytes += head
    bits.put(1, 1)
    bits.put(1, 2)
    // Length 258 is code 285 (11000101 in eight bits), distance 1 is code 0 in five.
    // Eight of them are thirteen bytes, the same ones over and over: the second eight are copied.
    for _ in 0..<16 {
      bits.put(0b1010_0011, 8)
      bits.put(0, 5)
    }
    let again = bits.bytes.suffix(13)
    bits.bytes += repeatElement(again, count: count / (258 * 8)).joined()
    bits.put(0, 7)
    bits.align()
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + bits.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
  }

  private struct Bits {
    var bytes: [UInt8] = []
    private var held: UInt32 = 0
    private var count = 0

    /// Puts bits, the lowest first.
    mutating func put(_ value: UInt32, _ bits: Int) {
      held |= value << UInt32(count)
      count += bits
      while count >= 8 {
        bytes.append(UInt8(held & 255))
        held >>= 8
        count -= 8
      }
    }

    mutating func align() { if count > 0 { put(0, 8 - count) } }
  }
}
