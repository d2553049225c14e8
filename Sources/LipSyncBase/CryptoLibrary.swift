internal import CCrypto

/// The library that digests are made by.
package enum CryptoLibrary {
  /// Its own words, of the one that is loaded: `OpenSSL 3.0.17 1 Jul 2025`; `CommonCrypto` on Apple's systems.
  package static var version: String { String(cString: ccrypto_version()) }
}
