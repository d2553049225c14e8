/// What a signature's times mean for a job that is created now, and whose sources are fetched some time later.
struct ExpiryJudge {
  /// The moment of the check.
  let now: UnixTime
  /// How long after now the service may still fetch the source, in seconds.
  let horizon: Int64
  /// The host's clock, once it is known.
  var clock = HostClock()
  /// Whether the host was seen to serve the file.
  var isServed = false

  /// The rules that fire.
  func findings(_ signed: SignedURL, about subject: Subject) -> [Finding] {
    var findings: [Finding] = []
    if let flaw = signed.flaw {
      findings.append(
        Finding(
          .linkHTTPStatus, about: subject,
          "The link's signature (\(signed.family)) \(flaw), so the host can be expected to refuse it.",
          remedy: "Sign the link again.", severity: .warning, evidence: [("family", .string(signed.family))]))
    }
    if let finding = time(signed, about: subject) { findings.append(finding) }
    return findings
  }

  private func time(_ signed: SignedURL, about subject: Subject) -> Finding? {
    let now = clock.time(at: now)
    var evidence: [JSON.Member] = [
      ("family", .string(signed.family)), ("expires_at", .optional(signed.expiresAt?.iso8601)),
      ("host_clock_ahead_seconds", .int(clock.ahead)),
    ]
    if let start = signed.validFrom, start - now > signed.startsEarly {
      evidence.append(("valid_from", .string(start.iso8601)))
      let message =
        "The link's signature (\(signed.family)) is valid only from \(start.iso8601) on, in "
        + "\(URLJudge.span(start - now))."
      // What is served before its time is served by a host that does not mind.
      return dead(
        message, signed, subject, evidence, severity: isServed ? .warning : .error,
        remedy: "Wait until then, or set the clock of the machine that signs and sign again.")
    }
    guard let end = signed.expiresAt else {
      return signed.endIsUnknown
        ? Finding(
          .linkExpiresSoon, about: subject,
          "The link (\(signed.family)) ends some time that the URL does not tell: unknown whether it lives until the "
            + "service fetches the file.", severity: .info, evidence: evidence)
        : nil
    }
    if signed.isInMilliseconds {
      return Finding(
        .linkExpiresSoon, about: subject,
        "The link's expiry (\(signed.family)) is written in milliseconds, but hosts expect seconds.",
        remedy: "Sign the link again with its expiry in seconds.", evidence: evidence)
    }
    let left = end - now
    evidence.append(("seconds_left", .int(left)))
    guard left > -signed.livesOn else {
      let message =
        "The link's signature (\(signed.family)) expired at \(end.iso8601), \(URLJudge.span(-left)) ago."
      return dead(
        message, signed, subject, evidence, severity: isServed && !signed.isCertain ? .warning : .error)
    }
    guard left > 0 else { return lingering(signed, end, -left, subject, evidence) }
    let atMost = Self.reservation(signed)
    if let longest = signed.longestAhead, left > longest + HostClock.tolerance {
      return Finding(
        .linkExpiresSoon, about: subject,
        "The link's signature (\(signed.family)) ends \(URLJudge.span(left)) from now (\(end.iso8601)); the host takes "
          + "\(URLJudge.span(longest)) at most, and calls others wrong (SignatureDoesNotMatch) sooner or later.",
        remedy: "Sign the link again for \(URLJudge.span(longest)) at most.", evidence: evidence)
    }
    guard left < horizon else {
      return signed.mayDieEarlier
        ? Finding(
          .linkExpiresSoon, about: subject,
          "The link's signature (\(signed.family)) expires in \(URLJudge.span(left)) (\(end.iso8601))\(atMost): "
            + "when that is, is unknown.", severity: .info, evidence: evidence)
        : nil
    }
    return Finding(
      .linkExpiresSoon, about: subject,
      "The link's signature (\(signed.family)) expires in \(URLJudge.span(left)) (\(end.iso8601))\(atMost); the "
        + "service may fetch the file up to \(URLJudge.span(horizon)) after the job is created.\(clock.remark)",
      evidence: evidence)
  }

  /// What keeps an end from being the very end, as a clause behind it.
  private static func reservation(_ signed: SignedURL) -> String {
    if signed.mayDieEarlier { return " at the latest, and earlier if the session that signed it ends" }
    return signed.livesOn > 0
      ? " at the earliest, and later if its host is set to let it live on from then" : ""
  }

  /// A moment that is over, in a link that lives on from there for a time that only its host knows.
  private func lingering(
    _ signed: SignedURL, _ moment: UnixTime, _ ago: Int64, _ subject: Subject, _ evidence: [JSON.Member]
  ) -> Finding {
    Finding(
      .linkExpiresSoon, about: subject,
      "The link (\(signed.family)) was signed at \(moment.iso8601), \(URLJudge.span(ago)) ago, and lives from then on for as long "
        + "as its host is set to, which the URL does not tell: unknown whether it lives until the service fetches the file.",
      remedy: "Create a fresh link right before the job, or upload the file.",
      severity: isServed ? .info : .warning, evidence: evidence)
  }

  /// A signature out of its time is an error whoever serves it meanwhile; but where only the look of a field speaks of an
  /// end, a host that serves the file knows better.
  private func dead(
    _ message: String, _ signed: SignedURL, _ subject: Subject, _ evidence: [JSON.Member],
    severity: Severity, remedy: String? = nil
  ) -> Finding {
    var text = message + clock.remark
    if isServed {
      text +=
        " The host serves the file all the same, perhaps from a cache; whether the service gets it is unknown."
    }
    return Finding(
      .linkExpired, about: subject, text, remedy: remedy, severity: severity, evidence: evidence)
  }
}
