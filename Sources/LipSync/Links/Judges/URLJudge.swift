internal import LipSyncTransfer

/// What a URL itself shows, with no network: its host, its signature, whether it is a share link.
struct URLJudge {
  /// What was found out.
  struct Outcome {
    var findings: [Finding] = []
    var share: ShareLink?
    var signed: SignedURL?
    /// Those of the findings that a table says, and the bytes may say otherwise.
    var refutable: [Finding] = []
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
      // What is pasted badly is said already.
      if outcome.findings.isEmpty {
        outcome.findings.append(
          OtherScheme.finding(url, about: subject) ?? SourceFault.finding(error, about: subject))
      }
      outcome.isHopeless = true
      return outcome
    }
    if let objection = policy.objection(to: address) ?? ReservedName.objection(to: address, by: policy) {
      outcome.findings.append(
        Finding(
          .linkPrivateAddress, about: subject, "\(objection), so the service's servers cannot reach it.",
          evidence: [("host", .string(address.host))]))
      outcome.isHopeless = true
    }
    outcome.share = ShareLink.read(url)
    // Of what is wrapped the link inside is the one that ends.
    let inner = outcome.share.flatMap { $0.isWrapped ? $0.directURL : nil }
    outcome.signed = outcome.signed ?? SignedURL.read(inner ?? url)
    if let finding = CutSignature.finding(url, about: subject) { outcome.findings.append(finding) }
    if outcome.findings.isEmpty { outcome.findings += SpellingJudge.findings(url, address, about: subject) }
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
    if let finding = BoundHost.finding(url, about: subject) {
      outcome.findings.append(finding)
      // That somebody else is turned away is not refuted by bytes that come here.
      if finding.severity == .error { outcome.refutable = [finding] }
    }
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
    guard let direct = share.shownURL else {
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
    let sentences = words(share, direct, isGood: isGood)
    return Finding(
      .linkSharePage, about: subject, sentences.message, remedy: sentences.remedy, severity: severity,
      evidence: evidence, settings: isGood == false ? [] : [.fixesLinks])
  }

  /// What a share link means, and what to do.
  private static func words(
    _ share: ShareLink, _ direct: String, isGood: Bool?
  ) -> (message: String, remedy: String) {
    let (host, use) = (share.host, "Use \(direct) instead, or have it taken in the link's place.")
    let page = "The link leads to a page of \(host), not to the file itself"
    switch (share.isWrapped, isGood) {
    case (true, false):
      return (
        "The link is one of \(host) around \(direct), which was looked at, too, and is no better.",
        "Ask the sender for the link as it was sent, and see that it works for everybody."
      )
    case (true, _):
      return (
        "The link is one of \(host) around another one, \(direct)."
          + (isGood == true ? " That was looked at, and is good." : ""), use
      )
    case (false, false) where !share.isCertain:
      return (
        "The link leads to a page, as \(host) has them, not to the file itself. \(direct), where the file is there, was looked "
          + "at, too, and is no better.", ShareAdvice.opening(host)
      )
    case (false, false):
      return (
        page + ", which is at \(direct). The direct link was checked, too, and does not work either.",
        ShareAdvice.opening(host)
      )
    case (false, true):
      return (page + ", which is at \(direct). The direct link was checked and works.", use)
    case (false, nil):
      return (page + ", which \(share.isCertain ? "is" : "may be") at \(direct).", use)
    }
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
