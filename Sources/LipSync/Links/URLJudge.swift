internal import Transfer

/// What a URL itself shows, with no network: its host, its signature, whether it is a share link.
struct URLJudge {
  /// What was found out.
  struct Outcome {
    var findings: [Finding] = []
    var share: ShareLink?
    var signed: SignedURL?
    /// Whether a request would be pointless.
    var isHopeless = false
  }

  let policy: AddressPolicy
  /// The moment of the check.
  let now: UnixTime
  /// How long after now the service may still fetch the source, in seconds.
  let horizon: Int64

  func judge(_ url: String, about subject: Subject) -> Outcome {
    var outcome = Outcome()
    let address: WebAddress
    do throws(TransferError) {
      address = try WebAddress(url)
    } catch {
      outcome.findings = [SourceFault.finding(error, about: subject)]
      outcome.isHopeless = true
      return outcome
    }
    if let objection = policy.objection(toHost: address.host) {
      outcome.findings.append(
        Finding(
          .linkPrivateAddress, about: subject, "\(objection), so the service's servers cannot reach it.",
          evidence: [("host", .string(address.host))]))
      outcome.isHopeless = true
    }
    outcome.share = ShareLink.read(url)
    outcome.signed = SignedURL.read(url)
    if let signed = outcome.signed {
      outcome.findings += expiry(signed, about: subject)
      if let address = signed.boundTo {
        outcome.findings.append(
          Finding(
            .linkClientBound, about: subject,
            "The link (\(signed.family)) works for the address \(address) only, not for the service's servers.",
            evidence: [("family", .string(signed.family)), ("bound_to", .string(address))]))
      }
    }
    return outcome
  }

  /// What a signature's times mean for a job that is created now.
  func expiry(_ signed: SignedURL, about subject: Subject) -> [Finding] {
    var evidence: [JSON.Member] = [
      ("family", .string(signed.family)), ("expires_at", .optional(signed.expiresAt?.iso8601)),
    ]
    if let start = signed.validFrom, start - now > Self.clockTolerance {
      evidence.append(("valid_from", .string(start.iso8601)))
      return [
        Finding(
          .linkExpired, about: subject,
          "The link's signature (\(signed.family)) is valid only from \(start.iso8601) on, in "
            + "\(Self.span(start - now)).", evidence: evidence)
      ]
    }
    guard let end = signed.expiresAt else { return [] }
    if signed.isInMilliseconds {
      return [
        Finding(
          .linkExpiresSoon, about: subject,
          "The link's expiry (\(signed.family)) is written in milliseconds, where hosts read seconds.",
          remedy: "Sign the link again with its expiry in seconds.", evidence: evidence)
      ]
    }
    let left = end - now
    evidence.append(("seconds_left", .int(left)))
    let atMost = signed.mayDieEarlier ? " at the latest, and earlier if the session that signed it ends" : ""
    guard left > 0 else {
      return [
        Finding(
          .linkExpired, about: subject,
          "The link's signature (\(signed.family)) expired at \(end.iso8601), \(Self.span(-left)) ago.",
          evidence: evidence)
      ]
    }
    guard left < horizon else { return [] }
    return [
      Finding(
        .linkExpiresSoon, about: subject,
        "The link's signature (\(signed.family)) expires in \(Self.span(left)) (\(end.iso8601))\(atMost); the "
          + "service may fetch the file up to \(Self.span(horizon)) after the job is created.",
        evidence: evidence)
    ]
  }

  /// What a share link means, once it is known whether the bytes are media; nil where it does no harm.
  static func sharePage(_ share: ShareLink, about subject: Subject, served: Served?) -> Finding? {
    guard share.isCertain || served != .media else { return nil }
    guard let direct = share.directURL else {
      return Finding(
        .linkSharePage, about: subject, "The link leads to a page of \(share.host), not to the file itself.",
        remedy: share.advice, evidence: [("host", .string(share.host)), ("direct_url", .null)])
    }
    // Where only the path looks like a share link, and nobody has looked at the bytes, it is no more than a hint.
    let severity: Severity = share.isCertain || served != nil ? .error : .warning
    return Finding(
      .linkSharePage, about: subject,
      "The link leads to a page of \(share.host), not to the file itself, which is at \(direct).",
      remedy: "Use \(direct) instead.", severity: severity,
      evidence: [("host", .string(share.host)), ("direct_url", .string(direct))])
  }

  /// Clocks that differ by less than this are taken for the same.
  private static let clockTolerance: Int64 = 60

  /// `45 s`, `12 min`, `3 h 20 min`, `9 days`.
  static func span(_ seconds: Int64) -> String {
    switch seconds {
    case ..<120: "\(seconds) s"
    case ..<7200: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3600) h \(seconds / 60 % 60) min"
    default: "\(seconds / 86400) days"
    }
  }
}
