import Testing

@testable import LipSyncTransfer

@Suite struct WebAddressTests {
  /// As random as a token, and none.
  static let token = "kQ3vZx8mT1pL0sWc7RbY2nHd9JfGa4UeKq6MoXiB5tVz"

  @Test(arguments: [
    ("HTTP://Example.COM", "http://example.com/"),
    ("https://example.com:443/a?b#c", "https://example.com/a?b"),
    ("http://example.com:443/", "http://example.com:443/"),
    ("http://127.1/a", "http://127.0.0.1/a"),
    ("http://0x7f000001/", "http://127.0.0.1/"),
    ("http://[::1]:8080/", "http://[::1]:8080/"),
    ("http://a.example./b", "http://a.example./b"),
    ("http://a.example:/b", "http://a.example/b"),
    ("http://example。com/", "http://example.com/"),
    ("http://①②⑦。1/", "http://127.0.0.1/"),
    ("http://%31%32%37.0.0.1/", "http://127.0.0.1/"),
    ("http://bücher.example/", "http://xn--bcher-kva.example/"),
    ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
    ("http://a.example/ä b?q=ü x", "http://a.example/%C3%A4%20b?q=%C3%BC%20x"),
    ("http://a.example/100%.mp4", "http://a.example/100%25.mp4"),
    ("http://a.example/%41%2f", "http://a.example/%41%2f"),
    ("http://a.example/a/../b/./c", "http://a.example/b/c"),
    ("http://a.example/?", "http://a.example/"),
    ("http://a.example/?sig=a%2Bb%3D&x=%7E", "http://a.example/?sig=a%2Bb%3D&x=%7E"),
  ])
  func urlsHaveOneSpelling(text: String, canonical: String) throws {
    #expect(try WebAddress(text).text == canonical)
  }

  @Test(arguments: [
    "", "example.com/a", "ftp://example.com/", "file:///etc/passwd", "http://", "http://user:pw@example.com/",
    "http://user@example.com/", "http://exa mple.com/", "http://example.com:99999/",
    "http://a.example/\r\nX: y",
    "javascript:alert(1)", "data:text/html,x", "http://[::1/", "//example.com/", "http://256.1.1.1/",
    "http://4294967296/", "http://1.2.3.4.5/", "http://a.0x1f/", "http://a..example/", "http://.example/",
    "http://example.com:0/", "http://example.com%00.evil/", "http://example.com%2fevil/", "http://[v1.a]/",
    "http://\(String(repeating: "a", count: 64)).example/", "http://a.example:80:80/",
    "http://\(String(repeating: "a.", count: 130))example/", "http://evil.example\\@a.example/",
  ])
  func whatCannotBeUsedIsABadURL(text: String) {
    #expect {
      _ = try WebAddress(text)
    } throws: { ($0 as? TransferError)?.code == .badURL }
  }

  @Test func partsAreTaken() throws {
    let address = try WebAddress("https://Example.com:8443/a/b?c=d#e")
    #expect(address.scheme == "https")
    #expect(address.host == "example.com")
    #expect(address.port == 8443)
    #expect(address.path == "/a/b")
    #expect(address.query == "c=d")
    #expect(address.fragment == "e")
    #expect(address.origin == "https://example.com:8443")
    #expect(address.literal == nil)
    let literal = try WebAddress("http://[::1]/")
    #expect(literal.host == "::1")
    #expect(literal.literal?.description == "::1")
    #expect(literal.port == 80)
    #expect(literal.query == nil)
  }

  @Test(arguments: [
    ("/x", "https://a.example/x"), ("x", "https://a.example/b/x"), ("../x?y", "https://a.example/x?y"),
    ("?y", "https://a.example/b/c?y"), ("//b.example/z", "https://b.example/z"),
    ("http://c.example", "http://c.example/"), ("/ä b", "https://a.example/%C3%A4%20b"),
    ("/a b?u=http://x y", "https://a.example/a%20b?u=http://x%20y"),
    ("ä?u=http://x", "https://a.example/b/%C3%A4?u=http://x"),
    ("?ä b=x://y z", "https://a.example/b/c?%C3%A4%20b=x://y%20z"),
  ])
  func referencesAreResolved(reference: String, url: String) throws {
    #expect(try WebAddress("https://a.example/b/c?d#e").resolving(reference).text == url)
  }

  @Test(arguments: [
    ("https://a.example/b.mp4", "https://a.example/b.mp4"),
    ("https://a.example/b.mp4?dl=1", "https://a.example/b.mp4?dl=1"),
    ("https://a.example/b?X-Amz-Signature=abc", "https://a.example/b?…"),
    ("https://a.example/b?token=abc", "https://a.example/b?…"),
    ("https://a.example/b?sig=abc&dl=1", "https://a.example/b?…"),
    ("https://a.example/b?a=0123456789abcdef0", "https://a.example/b?…"),
    ("https://a.example/b?0123456789abcdef", "https://a.example/b?…"),
    ("https://u:p@a.example/b", "https://…@a.example/b"),
    ("https://a.example/b#key", "https://a.example/b#…"),
    ("https://t.example/file/bot123456:ABCDEFGHIJKLMNOP/a", "https://t.example/file/…/a"),
    ("https://t.example/eyJhbGciOiJIUzI1NiJ9.e30.x/m.mp4", "https://t.example/…/m.mp4"),
    ("https://b.example/bcdn_token=abc&expires=5/m.mp4", "https://b.example/…/m.mp4"),
    (
      "https://objectstorage.eu-frankfurt-1.oraclecloud.com/p/\(token)/n/ns/b/bucket/o/t.mp4",
      "https://objectstorage.eu-frankfurt-1.oraclecloud.com/p/…/n/ns/b/bucket/o/t.mp4"
    ),
    (
      "https://v5.airtableusercontent.com/v3/u/5/5/1795417200000/aB3/\(token)/\(token)",
      "https://v5.airtableusercontent.com/v3/u/5/5/1795417200000/aB3/…/…"
    ),
    (
      "https://m.example/api/v1/download-shared-object/aHR0cDov",
      "https://m.example/api/v1/download-shared-object/…"
    ),
    ("https://public.boxcloud.com/d/1/\(token)/download", "https://public.boxcloud.com/d/1/…/download"),
    ("https://a.files.1drv.com/y4mAbCdEfGhIjKlMnOpQr/t.mp4", "https://a.files.1drv.com/…/t.mp4"),
    // Names, hashes and identifiers stay.
    (
      "https://a.example/My-Great-Video-2024-Final-Version-For-Review-B/1/talk",
      "https://a.example/My-Great-Video-2024-Final-Version-For-Review-B/1/talk"
    ),
    (
      "https://a.example/0123456789abcdef0123456789abcdef0123456789abcdef",
      "https://a.example/0123456789abcdef0123456789abcdef0123456789abcdef"
    ),
    (
      "https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123/view",
      "https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123/view"
    ),
    ("https:/user:s3cret@h/x", "https:/…@h/x"), ("http:user:s3cret@h/x", "http:…@h/x"),
    ("https:\\\\user:s3cret@h", "https:\\\\…@h"), ("http://user:pa/ss@h", "http://…@h"),
    ("http://user:pa?ss@h/x", "http://…@h/x"), ("http://user:pa#ss@h/x", "http://…@h/x"),
    ("ftp://u:p@h/x", "ftp://…@h/x"), ("https://h:8080/@me/a@2x.png", "https://h:8080/@me/a@2x.png"),
    ("https://[::1]:80/@me", "https://[::1]:80/@me"),
    ("https://a.example/x.mp4 https://u:p@b.example/y", "https://a.example/x.mp4 https://…@b.example/y"),
    ("https://a.example/b?%73ig=abc", "https://a.example/b?…"),
    ("https://a.example/b?p=abc", "https://a.example/b?…"),
    ("https://a.example/b?k=abc", "https://a.example/b?…"),
    ("https://a.example/b?sid=1", "https://a.example/b?…"),
    ("https://a.example/b?access=abc", "https://a.example/b?…"),
    ("https://a.example/b?st=abc", "https://a.example/b?…"),
    ("data:video/mp4;base64,AAAA", "data:video/mp4;base64,…"), ("DATA:,x", "DATA:,…"),
    ("not a url", "not a url"), ("", ""), ("?", ""), ("a?token=b", "a?…"),
  ])
  func secretsAreCut(url: String, text: String) {
    #expect(shortened(url) == text)
  }

  @Test func longPathsAreCut() {
    let text = shortened("https://a.example/" + String(repeating: "b", count: 5000))
    #expect(text.count < 200)
  }
}
