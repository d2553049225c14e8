import LipSyncBase
import Testing

/// Values that are published: NIST's for the digests, RFC 4231's for the code.
@Suite struct DigestTests {
  @Test(
    "Digests of published texts",
    arguments: [
      (Digest.Function.md5, "abc", "900150983cd24fb0d6963f7d28e17f72"),
      (.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (
        .sha512, "abc",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
      ),
    ])
  func published(function: Digest.Function, text: String, value: String) {
    var digest = Digest(function)
    digest.update(Array(text.utf8))
    #expect(hex(digest.value()) == value)
    #expect(digest.value().count == function.rawValue)
  }

  @Test("Bytes in pieces give what they give whole, and a copy goes on by itself")
  func pieces() {
    var digest = Digest()
    digest.update(Array("ab".utf8))
    var copy = digest
    digest.update(Array("c".utf8))
    copy.update(Array("d".utf8))
    #expect(hex(digest.value()) == Digest.sha256("abc"))
    #expect(hex(copy.value()) == Digest.sha256("abd"))
    // The value of what was added so far does not end the digest.
    digest.update(Array("d".utf8))
    #expect(hex(digest.value()) == Digest.sha256("abcd"))
  }

  @Test("An HMAC of RFC 4231, case 2, and comparison")
  func code() {
    let code = Digest.hmacSHA256(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(hex(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(Digest.areEqual(code, code))
    #expect(!Digest.areEqual(code, Array(code.dropLast())))
    for index in code.indices {
      var other = code
      other[index] ^= 0x80
      #expect(!Digest.areEqual(code, other) && !Digest.areEqual(other, code), "byte \(index)")
    }
  }
}
