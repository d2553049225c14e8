internal import LipSyncMedia
internal import LipSyncTransfer

/// Errors of `LipSyncMedia` and `LipSyncTransfer` as rules, by table.
enum SourceFault {
  /// The rule that a failed transfer fires.
  static let transferRules: [TransferError.Code: Rule] = [
    .badURL: .linkBadURL,
    .unresolvable: .linkUnreachable,
    .unreachable: .linkUnreachable,
    .forbiddenAddress: .linkPrivateAddress,
    .timeout: .linkTimeout,
    .tls: .linkTLS,
    .redirect: .linkRedirect,
    .truncated: .mediaTruncated,
    .tooLarge: .mediaDurationUncertain,
    .badAnswer: .linkBadRanges,
    .status: .linkHTTPStatus,
    .file: .fileUnreadable,
    .diskFull: .fileUnreadable,
    .cancelled: .linkTimeout,
    .fault: .linkUnreachable,
  ]

  /// The rule that unreadable media fires.
  static let mediaRules: [MediaError.Code: Rule] = [
    .notMedia: .mediaNotMedia,
    .malformed: .mediaUnreadable,
    .unsupported: .mediaUnsupported,
    .truncated: .mediaTruncated,
    .encrypted: .mediaEncrypted,
    .noSuchStream: .mediaUnreadable,
    .read: .fileUnreadable,
    .write: .mediaUnreadable,
    .deadline: .mediaTimeout,
    .cancelled: .mediaTimeout,
    .crashed: .mediaUnreadable,
    .fault: .mediaUnreadable,
  ]

  /// What a failed transfer means for a source.
  ///
  /// - Parameter isReading: whether the first bytes came already, so that there is a host that speaks HTTP.
  static func finding(
    _ error: TransferError, about subject: Subject, isReading: Bool = false, remedy: String? = nil
  ) -> Finding {
    let isMute = !isReading && [.badAnswer, .tooLarge].contains(error.code)
    let isBroken = error.cause is BrokenTransfer
    let id = isMute || isBroken ? .linkUnreachable : transferRules[error.code] ?? .linkUnreachable
    var evidence: [JSON.Member] = [("url", .string(error.subject)), ("error", .string(error.code.rawValue))]
    if let status = error.status { evidence.append(("status", .int(status))) }
    let isOverLimit = id == .mediaDurationUncertain
    let known = redirectRemedy(error.cause) ?? tlsRemedy(error) ?? statusRemedy(error, isReading: isReading)
    return Finding(
      id, about: subject, sentence(error.subject, error.message + lateRefusal(error, isReading: isReading)),
      remedy: remedy ?? known
        ?? (isOverLimit
          ? "Use a host that supports ranges, or name the file by its path, so that it is uploaded."
          : isBroken
            ? "Try again; if it breaks each time, upload the file to the host again, or use another host."
            : nil),
      severity: isOverLimit ? .warning : .error, evidence: evidence)
  }

  /// What OpenSSL says of a certificate, and what to do about it.
  private static let certificates: [(words: String, remedy: String)] = [
    (
      "local issuer certificate",
      "Have the host send its intermediate certificates too (fullchain): browsers fetch a missing one by themselves, servers "
        + "do not. A certificate of a private authority is not trusted by others."
    ),
    ("has expired", "Renew the certificate, or host the file elsewhere."),
    ("not yet valid", "Check the clocks of the host and of this machine."),
    ("self-signed", "Use a certificate of a public authority, or host the file elsewhere."),
    (
      "no alternative certificate subject name",
      "Use the host's name that the certificate is for, or have this one added to it."
    ),
    ("wrong version number", "The port does not speak TLS: write http://, or the port that does."),
  ]

  private static func tlsRemedy(_ error: TransferError) -> String? {
    guard error.code == .tls else { return nil }
    return certificates.first { error.message.contains($0.words) }?.remedy
  }

  private static let busy: Set<Int> = [429, 503]

  /// What a refusal means that comes after the first bytes; empty for other failures.
  private static func lateRefusal(_ error: TransferError, isReading: Bool) -> String {
    guard isReading, error.code == .status, let status = error.status, status < 500 || busy.contains(status)
    else { return "" }
    let phrase = " \(StatusMeaning.of(status).phrase), after it had sent the first bytes: "
    return phrase
      + (busy.contains(status)
        ? "it is asked too often"
        : "the link works only once, or for a short while, or the host keeps programs out")
  }

  private static func statusRemedy(_ error: TransferError, isReading: Bool) -> String? {
    guard isReading, error.code == .status, let status = error.status else { return nil }
    return busy.contains(status) || status >= 500
      ? StatusMeaning.of(status).remedy
      : "Create a link that can be fetched more than once, or name the file by its path, so that it is uploaded."
  }

  private static func redirectRemedy(_ cause: (any Error)?) -> String? {
    switch cause as? RedirectFault {
    case .circle, .tooMany:
      "Open the URL in a private browser window: if it goes round there as well, the host has to put it right; if not, it "
        + "wants a cookie, so use another link."
    case .downgrade: "Use an https link all the way, such as the URL at the end of the redirects with https."
    case .unusable:
      "Use a link that leads to http or https, or name the file by its path, so that it is uploaded."
    case nil: nil
    }
  }

  /// What an error of the media layer means for a source; one that carries a transfer's error is that.
  static func finding(_ error: any Error, about subject: Subject, isURL: Bool) -> Finding {
    if let error = error as? TransferError { return finding(error, about: subject, isReading: true) }
    guard let error = error as? MediaError else {
      return Finding(.mediaUnreadable, about: subject, "It could not be read: \(error).")
    }
    if let cause = error.cause as? TransferError { return finding(cause, about: subject, isReading: true) }
    // What FFmpeg says is right, and means little to those who do not know the format.
    let isWithoutIndex = error.code == .truncated && error.message.contains("moov atom not found")
    let isLate = error.code == .deadline || error.code == .cancelled
    if error.code == .crashed { return crash(error, about: subject) }
    let id = isLate && isURL ? .linkTimeout : mediaRules[error.code] ?? .mediaUnreadable
    if let late = error.cause as? MediaWorkers.Lateness {
      return Finding(
        id, about: subject, sentence(error.subject, error.message),
        evidence: [("error", "overdue"), ("timeout_seconds", .number(late.limit.inSeconds))])
    }
    return Finding(
      id, about: subject,
      sentence(
        error.subject,
        isWithoutIndex
          ? "it ends before its index (moov), so nothing of it can be played (\(error.message))"
          : error.message),
      evidence: [("error", .string(error.code.rawValue)), ("operation", .string(error.operation))])
  }

  /// A file that a decoder died of.
  private static func crash(_ error: MediaError, about subject: Subject) -> Finding {
    let ending = (error.cause as? ProcessEnding)?.words
    return Finding(
      .mediaUnreadable, about: subject, sentence(error.subject, error.message),
      remedy:
        "Do not send it: export it again as MP4 (H.264, AAC), WAV or MP3. A file that crashes a decoder is worth "
        + "a report to Lipflight and FFmpeg.",
      evidence: [("error", "crash"), ("ended_by", .optional(ending))])
  }

  /// `subject: message.`
  private static func sentence(_ subject: String, _ message: String) -> String {
    let text = "\(subject): \(message)"
    return text.hasSuffix(".") ? text : text + "."
  }
}
