internal import CCrypto

/// A message digest under way: bytes in pieces of any size, then the value. A copy continues independently.
///
/// OpenSSL's `EVP_DigestInit_ex` and its family (libcrypto); CommonCrypto on Apple's systems.
package struct Digest: Sendable {
  /// The functions that are known, with the length of their values in bytes.
  package enum Function: Int, Sendable {
    case md5 = 16
    case sha1 = 20
    case sha256 = 32
    case sha512 = 64

    fileprivate var code: ccrypto_function {
      switch self {
      case .md5: ccrypto_md5
      case .sha1: ccrypto_sha1
      case .sha256: ccrypto_sha256
      case .sha512: ccrypto_sha512
      }
    }
  }

  private let function: Function
  private var state: State

  /// Begins a digest.
  package init(_ function: Function = .sha256) {
    self.function = function
    state = State(adopting: ccrypto_digest_new(function.code))
  }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    if !isKnownUniquelyReferenced(&state) { state = state.copy() }
    state.update(bytes)
  }

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The value of what was added so far; more may be added afterwards.
  package func value() -> [UInt8] { state.copy().final(count: function.rawValue) }

  /// The SHA-256 of bytes.
  package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = Digest(.sha256)
    digest.update(bytes)
    return digest.value()
  }

  /// The SHA-256 of a text's UTF-8, in lower-case hexadecimal digits.
  package static func sha256(_ text: String) -> String { hex(sha256(Array(text.utf8))) }

  /// The HMAC-SHA256 of bytes under a key (RFC 2104).
  package static func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    var value = [UInt8](repeating: 0, count: Function.sha256.rawValue)
    demand(ccrypto_hmac_sha256(key, key.count, bytes, bytes.count, &value) == 1)
    return value
  }

  /// Whether two values are equal, in constant time.
  package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// libcrypto fails only if memory runs out or a system policy forbids the function; a made-up value would be
  /// worse than ending the program.
  fileprivate static func demand(_ isDone: Bool) { precondition(isDone, "libcrypto has no such digest") }

  /// Owns the context of the C library.
  private final class State: @unchecked Sendable {
    // sound because only a digest that is its sole owner changes it; all others copy it first
    private let context: OpaquePointer

    init(adopting context: OpaquePointer?) {
      guard let context else { preconditionFailure("libcrypto has no such digest") }
      self.context = context
    }

    deinit { ccrypto_digest_free(context) }

    func copy() -> State { State(adopting: ccrypto_digest_copy(context)) }
    func update(_ bytes: UnsafeRawBufferPointer) {
      demand(ccrypto_digest_update(context, bytes.baseAddress, bytes.count) == 1)
    }
    func final(count: Int) -> [UInt8] {
      var value = [UInt8](repeating: 0, count: count)
      demand(ccrypto_digest_final(context, &value) == 1)
      return value
    }
  }
}
