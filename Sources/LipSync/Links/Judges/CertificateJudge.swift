internal import LipSyncTransfer

/// What the end of a host's certificate means for a job whose sources are fetched some time later.
struct CertificateJudge {
  let now: UnixTime
  /// How long after now the service may still fetch the source, in seconds.
  let horizon: Int64

  /// A certificate that ends sooner than this is worth a word: those who renew by machine do it earlier.
  static let soon: Int64 = 7 * 86400

  /// The rule that fires; nil where there is time, or no certificate.
  func finding(_ response: Response, about subject: Subject) -> Finding? {
    guard let end = response.certificateEnd.map(UnixTime.init) else { return nil }
    let left = end - now
    guard left < max(horizon, Self.soon), left > 0 else { return nil }
    let isInTheWay = left < horizon
    let host = URLParts(response.url)?.host ?? "The host"
    return Finding(
      .linkTLS, about: subject,
      "The certificate of \(host) ends in \(URLJudge.span(left)) (\(end.iso8601))"
        + (isInTheWay
          ? "; the service may fetch the file up to \(URLJudge.span(horizon)) after the job is created."
          : "."),
      remedy: "Have the certificate renewed.", severity: isInTheWay ? .warning : .info,
      evidence: [("certificate_ends_at", .string(end.iso8601)), ("seconds_left", .int(left))])
  }
}
