internal import LipSyncTransfer

/// What the addresses of a link's host say, all of them together: a pure function of the resolver's answers.
struct AnswersJudge {
  let policy: AddressPolicy
  let subject: Subject

  /// The rule that fires; nil where the addresses are as they should be, or not known.
  func finding(_ host: String, _ addresses: [IPAddress]) -> Finding? {
    let evidence: [JSON.Member] = [
      ("host", .string(host)), ("addresses", .array(addresses.prefix(8).map { .string("\($0)") })),
    ]
    if let objection = policy.objection(toAnswers: addresses, of: host) {
      return Finding(
        .linkPrivateAddress, about: subject,
        "\(objection): the service's servers may be sent there, and many fetchers refuse such a name.",
        remedy: "Take the inner address out of the public DNS records, or use another host.",
        severity: policy.allowsPrivate ? .warning : .error, evidence: evidence)
    }
    guard !addresses.isEmpty, !addresses.contains(where: \.isIPv4) else { return nil }
    return Finding(
      .linkUnreachable, about: subject,
      "\(host) has no IPv4 address; fetchers whose network has no IPv6 cannot reach it.",
      remedy: "Give the host an IPv4 address (an A record), or use another host.", severity: .warning,
      evidence: evidence)
  }
}
