import Testing

@testable import LipSync

@Suite("objects by bucket and key")
struct ObjectAddressTests {
  @Test(
    "the https form is one that works: keys encoded, buckets with dots in the path",
    arguments: [
      ("s3://bucket/take #2.mp4", "https://bucket.s3.amazonaws.com/take%20%232.mp4 "),
      ("s3://bucket/a?b+c&d/%20e.mp4", "https://bucket.s3.amazonaws.com/a%3Fb%2Bc%26d/%20e.mp4 "),
      ("s3://my.bucket.com/k.mp4", "https://s3.amazonaws.com/my.bucket.com/k.mp4 "),
      ("gs://bucket/my clip.mp4", "https://storage.googleapis.com/bucket/my%20clip.mp4 "),
      ("gs://bucket/caf\u{e9} 100%.mp4", "https://storage.googleapis.com/bucket/caf%C3%A9%20100%25.mp4 "),
    ])
  func remedies(url: String, address: String) throws {
    #expect(try #require(OtherScheme.remedy(url)).contains("Use \(address)"))
  }

  @Test(
    "the console's link, with and without dots",
    arguments: [
      (
        "https://eu-west-1.console.aws.amazon.com/s3/object/my.bucket.com?region=eu-west-1&prefix=a/t.mp4",
        "https://s3.eu-west-1.amazonaws.com/my.bucket.com/a/t.mp4"
      ),
      (
        "https://s3.console.aws.amazon.com/s3/object/bucket?region=eu-west-1&prefix=a/t.mp4",
        "https://bucket.s3.eu-west-1.amazonaws.com/a/t.mp4"
      ),
    ])
  func console(url: String, direct: String) { #expect(ShareLink.read(url)?.directURL == direct) }
}
