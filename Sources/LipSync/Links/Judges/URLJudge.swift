internal import LipSyncTransfer

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
    if let pasted = PastedLink.read(url) {
      outcome.findings.append(pasted.finding(url, about: subject))
      outcome.signed = pasted.corrected.flatMap(SignedURL.read)
      outcome.isHopeless = !pasted.mayWork
      guard pasted.mayWork else { return outcome }
    }
    let address: WebAddress
    do throws(TransferError) {
      address = try WebAddress(url)
    } catch {
      outcome.findings += [SourceFault.finding(error, about: subject, remedy: OtherScheme.remedy(url))]
      outcome.isHopeless = true
      return outcome
    }
    if let objection = policy.objection(to: address) {
      outcome.findings.append(
        Finding(
          .linkPrivateAddress, about: subject, "\(objection), so the service's servers cannot reach it.",
          evidence: [("host", .string(address.host))]))
      outcome.isHopeless = true
    }
    outcome.share = ShareLink.read(url)
    outcome.signed = outcome.signed ?? SignedURL.read(url)
    if let finding = CutSignature.finding(url, about: subject) { outcome.findings.append(finding) }
    outcome.findings += SpellingJudge.findings(url, address, about: subject)
    if let signed = outcome.signed {
      outcome.findings += expiry.findings(signed, about: subject)
      if let address = signed.boundTo {
        outcome.findings.append(
          Finding(
            .linkClientBound, about: subject,
            "The link (\(signed.family)) works for the address \(address) only, not for the service's servers.",
            evidence: [("family", .string(signed.family)), ("bound_to", .string(address))]))
      }
    }
    if let finding = BoundHost.finding(url, about: subject) { outcome.findings.append(finding) }
    return outcome
  }

  /// What the times of signatures mean at the moment of the check.
  var expiry: ExpiryJudge { ExpiryJudge(now: now, horizon: horizon) }

  /// What a share link means, once it is known whether the bytes are media; nil where it does no harm.
  ///
  /// - Parameters:
  ///   - url: the share link itself.
  ///   - isFixed: whether the direct form was taken in its place.
  ///   - isGood: what a look at the direct form found; nil where there was none.
  static func sharePage(
    _ share: ShareLink, about subject: Subject, served: Served?, from url: String? = nil,
    isFixed: Bool = false,
    isGood: Bool? = nil
  ) -> Finding? {
    // A table knows less than the bytes.
    guard served != .media else { return nil }
    guard let direct = share.directURL else {
      return Finding(
        .linkSharePage, about: subject, "The link leads to a page of \(share.host), not to the file itself.",
        remedy: share.advice, evidence: [("host", .string(share.host)), ("direct_url", .null)])
    }
    let evidence: [JSON.Member] = [
      ("host", .string(share.host)), ("direct_url", .string(direct)),
      ("direct_url_is_good", isGood.map { .bool($0) } ?? .null),
    ]
    if isFixed {
      return Finding(
        .linkSharePage, about: subject,
        "The link led to a page of \(share.host) and was replaced: \(shortened(url ?? "")) -> \(direct).",
        remedy: "Nothing is left to be done; use the direct form from now on.", severity: .info,
        evidence: evidence)
    }
    // Where only the path looks like a share link, and nobody has looked at the bytes, it is no more than a hint.
    let severity: Severity = share.isCertain || served != nil ? .error : .warning
    let look =
      isGood.map {
        $0
          ? " The direct form was looked at, and is good."
          : " The direct form was looked at, too, and is no better."
      }
      ?? ""
    return Finding(
      .linkSharePage, about: subject,
      "The link leads to a page of \(share.host), not to the file itself, which is at \(direct).\(look)",
      remedy: isGood == false
        ? "Share the file with everybody who has the link, or name it by its path, so that it is uploaded."
        : "Use \(direct) instead, or have it taken in the link's place.", severity: severity,
      evidence: evidence,
      settings: isGood == false ? [] : [.fixesLinks])
  }

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
