/// The digests and checksums that servers offer, strongest first.
enum Checksum: String, Sendable, CaseIterable {
  case sha512, sha256, sha1, md5
  /// CRC-64/NVME, as `x-amz-checksum-crc64nvme`.
  case crc64nvme
  /// CRC-64/XZ, which the clouds that send it call ECMA.
  case crc64ecma
  /// CRC-32C (Castagnoli).
  case crc32c
  case crc32

  /// Its length in bytes.
  var size: Int {
    switch self {
    case .sha512: 64
    case .sha256: 32
    case .sha1: 20
    case .md5: 16
    case .crc64nvme, .crc64ecma: 8
    case .crc32c, .crc32: 4
    }
  }

  /// Whether it is a cryptographic digest, which makes a CRC redundant.
  var isHash: Bool { size >= 16 }

  /// Computes it over bytes that come in pieces.
  func begin() -> any ChecksumState {
    switch self {
    case .sha512: HashState(.sha512)
    case .sha256: HashState(.sha256)
    case .sha1: HashState(.sha1)
    case .md5: HashState(.md5)
    case .crc64nvme: CRC(polynomial: 0x9A6C_9329_AC4B_C9B5, bytes: 8)
    case .crc64ecma: CRC(polynomial: 0xC96C_5795_D787_0F42, bytes: 8)
    case .crc32c: CRC(polynomial: 0x82F6_3B78, bytes: 4)
    case .crc32: CRC(polynomial: 0xEDB8_8320, bytes: 4)
    }
  }
}

/// A checksum in progress.
protocol ChecksumState {
  mutating func update(_ bytes: UnsafeRawBufferPointer)
  /// The value, most significant byte first.
  func value() -> [UInt8]
}

private struct HashState: ChecksumState {
  private var digest: Digest

  init(_ function: Digest.Function) { digest = Digest(function) }

  mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }
  func value() -> [UInt8] { digest.value() }
}

/// A reflected CRC that starts from all ones and ends inverted (Williams, "A painless guide to CRC", 1993).
private struct CRC: ChecksumState {
  private let table: [UInt64]
  private let bytes: Int
  private let ones: UInt64
  private var register: UInt64

  init(polynomial: UInt64, bytes: Int) {
    self.bytes = bytes
    ones = bytes == 8 ? .max : 0xFFFF_FFFF
    register = ones
    table = (0..<256).map { index in
      (0..<8).reduce(UInt64(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
    }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var register = register
    table.withUnsafeBufferPointer { table in
      for byte in bytes { register = table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ register >> 8 }
    }
    self.register = register
  }

  func value() -> [UInt8] {
    let last = register ^ ones
    return (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: last >> UInt64($0 * 8)) }
  }
}
