internal import LipSyncTransfer

/// What an answer means that says no.
extension AnswerJudge {
  /// Statuses that a signature out of its time explains.
  static let statusesOfExpiry: Set<Int> = [400, 401, 403, 404, 410]

  func refusal(_ sniff: Sniff) -> Finding {
    if let known = knownRefusal(sniff) ?? lostSignature(sniff) { return known }
    let meaning = StatusMeaning.of(response.status)
    let challenge = response.header("cf-mitigated") == "challenge" || sniff.kind == "bot wall"
    let reason = sniff.served == .errorDocument || PageSniff.isReason(sniff.kind) ? sniff : nil
    // Without an error of the host's own, a redirect's status means that it is one.
    let leadsNowhere = [301, 302, 303, 307, 308].contains(response.status) && sniff.served != .errorDocument
    var message = answers + ". "
    message +=
      challenge
      ? "It asks for a human, so the service's servers are turned away too."
      : leadsNowhere
        ? "That is a redirect, and it names no place to go to (there is no Location)."
        : reason?.sentence ?? meaning.sentence
    // What a host says in plain text may be more to the point, or not.
    if reason == nil, !challenge, sniff.served == .text, let words = sniff.sentence { message += " \(words)" }
    if let title = sniff.title { message += " Its page is titled \u{201c}\(title)\u{201d}." }
    if let wait = response.header("Retry-After") { message += " It asks to wait (Retry-After: \(wait))." }
    return Finding(
      leadsNowhere ? .linkRedirect : .linkHTTPStatus, about: subject, message,
      remedy: leadsNowhere
        ? "Use the URL of the file itself, or another host."
        : challenge ? PageSniff.wallRemedy : reason.map(remedy) ?? meaning.remedy, evidence: evidence(sniff))
  }

  private var answers: String {
    "\(host) answers \(response.status) \(StatusMeaning.of(response.status).phrase)"
  }

  private func evidence(_ sniff: Sniff) -> [JSON.Member] {
    [
      ("url", .string(shortened(response.url))), ("status", .int(response.status)),
      ("code", .optional(sniff.code)),
    ]
  }

  /// What to do about a reason; one that is not known has nothing to do with what its status usually means.
  private func remedy(_ reason: Sniff) -> String {
    if let known = reason.remedy { return known }
    guard reason.served == .errorDocument, let code = reason.code, Int(code) == nil else {
      return StatusMeaning.of(response.status).remedy
    }
    return
      "Look up what \(host) means by \u{201c}\(code)\u{201d}, or name the file by its path, so that it is uploaded."
  }

  /// A refusal of which the host's own words say more than its status.
  private func knownRefusal(_ sniff: Sniff) -> Finding? {
    guard let refusal = sniff.refusal, Self.statusesOfExpiry.contains(response.status) else { return nil }
    let words = sniff.sentence.map { " " + $0 } ?? ""
    return switch refusal {
    case .expired:
      Finding(
        .linkExpired, about: subject, "\(answers), and says that the link has expired.\(words)",
        remedy: sniff.remedy, evidence: evidence(sniff))
    case .otherAddress:
      Finding(
        .linkClientBound, about: subject,
        "\(answers), and says that the link was made for another address.\(words)",
        remedy: sniff.remedy, evidence: evidence(sniff))
    case .referer:
      Finding(
        .linkClientBound, about: subject,
        "\(answers), and says that it goes by the page that a request comes from (Referer).\(words)",
        remedy: sniff.remedy, evidence: evidence(sniff))
    }
  }

  /// A signed link that led to a place without a signature, which refuses.
  private func lostSignature(_ sniff: Sniff) -> Finding? {
    guard let askedURL, let asked = URLParts(askedURL), !response.redirects.isEmpty,
      Self.statusesOfExpiry.contains(response.status), let last = URLParts(response.url),
      asked.query?.isEmpty == false, last.query ?? "" == "", asked.segments.last == last.segments.last,
      SignedURL.read(askedURL) != nil || CutSignature.isSigned(asked), SignedURL.read(response.url) == nil
    else { return nil }
    return Finding(
      .linkHTTPStatus, about: subject,
      "\(answers). A redirect to \(shortened(response.url)) lost the link's signature (all behind the ?).",
      remedy: "Sign a link for \(last.host), or have the host's redirect keep the query.",
      evidence: evidence(sniff))
  }
}
