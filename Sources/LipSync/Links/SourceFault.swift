internal import Media
internal import Transfer

/// Errors of `Media` and `Transfer` as rules, by table.
enum SourceFault {
  /// The rule that a failed transfer fires.
  static let transferRules: [TransferError.Code: RuleID] = [
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
  static let mediaRules: [MediaError.Code: RuleID] = [
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
    .fault: .mediaUnreadable,
  ]

  /// What a failed transfer means for a source.
  ///
  /// - Parameter isReading: whether the first bytes came already, so that there is a host that speaks HTTP.
  static func finding(_ error: TransferError, about subject: Subject, isReading: Bool = false) -> Finding {
    let isMute = !isReading && [.badAnswer, .tooLarge].contains(error.code)
    let id = isMute ? .linkUnreachable : transferRules[error.code] ?? .linkUnreachable
    var evidence: [JSON.Member] = [("url", .string(error.subject)), ("error", .string(error.code.rawValue))]
    if let status = error.status { evidence.append(("status", .int(status))) }
    let isOverLimit = id == .mediaDurationUncertain
    return Finding(
      id, about: subject, sentence(error.subject, error.message),
      remedy: isOverLimit
        ? "Use a host that supports ranges, or name the file by its path, so that it is uploaded." : nil,
      severity: isOverLimit ? .warning : .error, evidence: evidence)
  }

  /// What an error of the media layer means for a source; one that carries a transfer's error is that.
  static func finding(_ error: any Error, about subject: Subject, isURL: Bool) -> Finding {
    if let error = error as? TransferError { return finding(error, about: subject, isReading: true) }
    guard let error = error as? MediaError else {
      return Finding(.mediaUnreadable, about: subject, "It could not be read: \(error).")
    }
    if let cause = error.cause as? TransferError { return finding(cause, about: subject, isReading: true) }
    let isLate = error.code == .deadline || error.code == .cancelled
    let id = isLate && isURL ? .linkTimeout : mediaRules[error.code] ?? .mediaUnreadable
    return Finding(
      id, about: subject, sentence(error.subject, error.message),
      evidence: [("error", .string(error.code.rawValue)), ("operation", .string(error.operation))])
  }

  /// `subject: message.`
  private static func sentence(_ subject: String, _ message: String) -> String {
    let text = "\(subject): \(message)"
    return text.hasSuffix(".") ? text : text + "."
  }
}
