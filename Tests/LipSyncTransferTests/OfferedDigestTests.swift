import TestSupport
import Testing

@testable import LipSyncTransfer

/// Digests that servers offer, over the bytes `123456789`, for which catalogues of CRCs give the values.
@Suite struct OfferedDigestTests {
  private static let bytes = Array("123456789".utf8)
  private static let sha256 = "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="

  @Test(arguments: [
    (Checksum.crc32, "cbf43926"), (.crc32c, "e3069283"), (.crc64ecma, "995dc9bbdf1939fa"),
    (.crc64nvme, "ae8b14860a799888"), (.md5, "25f9e794323b453885f5181f1b624d0b"),
    (.sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
    (.sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
  ])
  func checksumsHaveTheirCheckValues(checksum: Checksum, value: String) {
    #expect(hex(checksum.value(of: Self.bytes)) == value)
    #expect(value.count == 2 * checksum.size)
  }

  @Test(
    arguments: [
      ("Repr-Digest", "sha-256=:\(sha256):", "size+sha256"),
      ("Repr-Digest", "unixsum=:AAA=:, sha-256=:\(sha256):", "size+sha256"),
      ("Content-Digest", "sha-256=:\(sha256):", "size+sha256"),
      ("Digest", "SHA-256=\(sha256),MD5=JfnnlDI7RTiF9RgfG2JNCw==", "size+sha256+md5"),
      ("Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw==", "size+md5"),
      ("x-ms-blob-content-md5", "JfnnlDI7RTiF9RgfG2JNCw==", "size+md5"),
      ("x-goog-hash", "crc32c=4waSgw==", "size+crc32c"),
      ("x-goog-hash", "crc32c=4waSgw==,md5=JfnnlDI7RTiF9RgfG2JNCw==", "size+md5"),
      ("x-amz-checksum-sha256", sha256, "size+sha256"),
      ("x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEE=", "size+sha1"),
      ("x-amz-checksum-crc64nvme", "rosUhgp5mIg=", "size+crc64nvme"),
      ("x-amz-checksum-crc32", "y/Q5Jg==", "size+crc32"),
      ("x-oss-hash-crc64ecma", "11051210869376104954", "size+crc64ecma"),
      ("x-bz-content-sha1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441", "size+sha1"),
      ("ETag", "\"25f9e794323b453885f5181f1b624d0b\"", "size+etag-md5"),
      // Not of these bytes, or not said.
      ("ETag", "\"35f9e794323b453885f5181f1b624d0b\"", "size"),
      ("ETag", "\"25f9e794323b453885f5181f1b624d0b-2\"", "size"),
      ("x-amz-checksum-sha256", sha256 + "-3", "size"),
      ("x-bz-content-sha1", "none", "size"), ("x-goog-hash", "crc32c=", "size"), ("Digest", "", "size"),
    ] as [(String, String, String)])
  func whatIsOfferedIsChecked(name: String, value: String, verifiedBy: String) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    bench.origin.serve("/a", Self.bytes, faults: [.noValidators, .header(name, value)])
    let summary = try await bench.client.download(Request(url: bench.origin.url("/a")), to: folder.file("a"))
    #expect(summary.verifiedBy == verifiedBy)
  }

  @Test(arguments: [
    ("Repr-Digest", "sha-256=:\(sha256):"), ("Digest", "md5=JfnnlDI7RTiF9RgfG2JNCw=="),
    ("x-goog-hash", "crc32c=4waSgw=="), ("x-amz-checksum-crc32", "y/Q5Jg=="),
    ("Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="), ("x-oss-hash-crc64ecma", "11051210869376104954"),
  ])
  func bytesThatDoNotAgreeAreFetchedOnceMoreAndThenRefused(name: String, value: String) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    bench.origin.serve("/a", Array("123456780".utf8), faults: [.header(name, value)])
    let error = await failure { () throws(TransferError) in
      try await bench.client.download(Request(url: bench.origin.url("/a")), to: folder.file("a"))
    }
    #expect(error?.code == .badAnswer)
    #expect(error?.message.contains("its \(name.lowercased()) says") == true)
    #expect(bench.origin.requests.count == 2)
    #expect(try folder.contents() == [])
  }

  @Test func damageOnTheWayIsMended() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    let headers = [(name: "Repr-Digest", value: "sha-256=:\(Self.sha256):"), (name: "ETag", value: "\"v1\"")]
    bench.origin.serve("/a") { [origin = bench.origin] _ in
      let isFirst = origin.requests.count == 1
      return OriginReply(headers: headers, body: isFirst ? Array("123456799".utf8) : Self.bytes)
    }
    let summary = try await bench.client.download(Request(url: bench.origin.url("/a")), to: folder.file("a"))
    #expect(try folder.read("a") == Self.bytes)
    #expect(summary.verifiedBy == "size+sha256")
  }

  /// A digest of the message is not one of the object where the message is a piece of it.
  @Test func digestsOfAPieceAreNotHeldAgainstTheWhole() {
    let headers = [
      (name: "Content-MD5", value: "JfnnlDI7RTiF9RgfG2JNCw=="),
      (name: "Content-Range", value: "bytes 5-8/9"), (name: "Repr-Digest", value: "sha-256=:\(Self.sha256):"),
    ]
    let head = Response(status: 206, headers: headers, url: "http://a.example/")
    #expect(OfferedDigest.all(in: head).map(\.checksum) == [.sha256])
  }
}

extension Checksum {
  /// The value for bytes in memory.
  func value(of bytes: [UInt8]) -> [UInt8] {
    var state = begin()
    bytes.withUnsafeBytes { state.update($0) }
    return state.value()
  }
}
