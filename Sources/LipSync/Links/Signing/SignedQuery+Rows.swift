/// Ways of signing that differ in names alone: data, and one reader for all of them.
extension SignedQuery {
  /// How an end is written.
  enum Unit { case seconds, milliseconds, hexadecimal, secondsOrDate }

  /// Where an end stands.
  enum Place {
    case field(String)
    /// The segment behind one of that name, or that many behind it.
    case segment(behind: String, by: Int = 1)
  }

  struct Row {
    let family: String
    /// Hosts, and whole domains where written with a leading dot; empty for any host.
    var hosts: [String] = []
    let end: Place
    var unit = Unit.seconds
    /// The fields that have to be there, too.
    var needs: [String] = []
    /// Where that is documented, or where links of the kind were seen.
    let source: String

    var reader: Family {
      Family { query in
        guard query.isAt(hosts), query.has(needs), let text = query.text(at: end),
          let end = SignedQuery.end(text, unit)
        else { return nil }
        var signed = SignedURL(family, expiresAt: end)
        // Names that anybody may use say less than a host's or a vendor's own.
        signed.isCertain = !hosts.isEmpty
        return signed
      }
    }
  }

  static let rows: [Row] = [
    Row(
      family: "Google Cloud CDN", end: .field("expires"), needs: ["keyname", "signature"],
      source: "docs.cloud.google.com/cdn/docs/using-signed-urls"),
    Row(
      family: "Swift temporary URL", end: .field("temp_url_expires"), unit: .secondsOrDate,
      needs: ["temp_url_sig"],
      source: "docs.openstack.org/swift/latest/api/temporary_url_middleware.html"),
    Row(
      family: "Aliyun OSS V2", end: .field("x-oss-expires"), needs: ["x-oss-signature"],
      source: "help.aliyun.com, signature version 2: x-oss-expires is a moment"),
    Row(
      family: "Tencent VOD", end: .field("t"), unit: .hexadecimal, needs: ["sign"],
      source: "cloud.tencent.com/document/product/266/14047"),
    Row(
      family: "Notion", end: .field("expirationtimestamp"), unit: .milliseconds, needs: ["signature"],
      source: "links of file.notion.so"),
    Row(
      family: "Airtable", hosts: [".airtableusercontent.com"], end: .segment(behind: "u", by: 3),
      unit: .milliseconds, source: "support.airtable.com, attachment URLs: about 2 hours"),
    Row(
      family: "Yandex Disk", hosts: [".disk.yandex.ru", ".disk.yandex.net", ".disk.yandex.com"],
      end: .segment(behind: "disk", by: 2), unit: .hexadecimal, source: "links of downloader.disk.yandex.ru"),
    Row(
      family: "iCloud", hosts: [".icloud-content.com"], end: .field("e"),
      source: "links of cvws.icloud-content.com"),
    Row(
      family: "LinkedIn", hosts: [".licdn.com"], end: .field("e"), needs: ["t"],
      source: "links of dms.licdn.com"),
  ]

  /// Hosts whose links end some time that they do not tell, by host and the first words of the path.
  private static let silent: [(family: String, hosts: [String], path: String)] = [
    ("Oracle pre-authenticated request", [".oraclecloud.com"], "/p/"),
    ("Box download", ["public.boxcloud.com"], "/d/"),
    ("OneDrive download", [".files.1drv.com"], "/"),
    ("Replicate", ["replicate.delivery", ".replicate.delivery"], "/"),
    ("tmpfiles.org", ["tmpfiles.org"], "/dl/"), ("Litterbox", ["litter.catbox.moe"], "/"),
    ("Gradio's share", [".gradio.live"], "/"),
  ]

  static let withoutEnd = Family { query in
    silent.first { query.isAt($0.hosts) && query.parts.path.hasPrefix($0.path) }.map { unknown($0.family) }
  }

  // MARK: reading a row

  private func isAt(_ hosts: [String]) -> Bool {
    hosts.isEmpty || hosts.contains { $0.hasPrefix(".") ? parts.host.hasSuffix($0) : parts.host == $0 }
  }

  private func text(at place: Place) -> String? {
    switch place {
    case .field(let name): return fields[name]
    case .segment(let name, let count):
      guard let index = segments.firstIndex(of: name), index + count < segments.count else { return nil }
      return segments[index + count]
    }
  }

  /// A moment as a field holds it; nil for numbers that are none, such as versions and durations.
  static func end(_ text: String, _ unit: Unit) -> UnixTime? {
    switch unit {
    case .seconds: Int64(text).flatMap { plausible.contains($0) ? UnixTime($0) : nil }
    case .milliseconds: Int64(text).flatMap { plausible.contains($0 / 1000) ? UnixTime($0 / 1000) : nil }
    case .hexadecimal:
      text.utf8.count == 8
        ? Int64(text, radix: 16).flatMap { plausible.contains($0) ? UnixTime($0) : nil } : nil
    case .secondsOrDate: end(text, .seconds) ?? UnixTime(iso8601: text)
    }
  }

  /// From 2001 to 2286: ten digits.
  private static let plausible: ClosedRange<Int64> = 1_000_000_000...9_999_999_999
}
