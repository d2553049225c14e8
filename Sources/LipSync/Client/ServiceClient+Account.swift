/// What the service tells of the account that a key belongs to.
package struct AccountReport: Sendable {
  /// The base URL, or what the journal calls the service.
  package let service: String
  /// The path before each endpoint under which the service answered.
  package let prefix: String
  /// What the journal calls the account: a hash of the key.
  package let account: String
  /// Who it is, where the service tells.
  package let name: String?
  /// Their address, where the service tells.
  package let email: String?
  /// The credits left; nil where the service does not tell.
  package let credits: Credits?
  /// Seconds that the service's clock is ahead of this machine's; nil where it does not tell.
  package let clockAhead: Int64?
  /// What could not be found out, and why.
  package let troubles: [String]
}

extension ServiceClient {
  /// Asks whose key it is and which credits are left.
  ///
  /// - Throws: where no answer is the service's, or it refuses the key.
  package func accountReport() async throws(ServiceError) -> AccountReport {
    var troubles: [ServiceError] = []
    var credits: Credits?
    do { credits = try await remainingQuota() } catch { troubles.append(error) }
    var person: JSON?
    // Who does not let the key in, or is not there, does not do so for the second question.
    if troubles.allSatisfy(\.leavesCreditsUnknown) {
      let call = ServiceCall(operation: .account, subject: "whoami", path: ["user", "whoami"])
      do { person = try await repeating(call) } catch { troubles.append(error) }
    }
    if !prefixes.isProven || !troubles.allSatisfy(\.leavesCreditsUnknown), let first = troubles.first {
      throw first
    }
    func text(_ name: String) -> String? {
      person?[name]?.stringValue.flatMap {
        $0.isEmpty ? nil : ServiceReply.shown($0, key: configuration.apiKey)
      }
    }
    return AccountReport(
      service: account.service, prefix: prefixes.current, account: account.account, name: text("username"),
      email: text("email"), credits: credits, clockAhead: clock.ahead,
      troubles: troubles.map { "\($0.subject): \($0.message)" })
  }
}

extension ServiceError {
  /// Whether an answer to the question for the credits says no more than that they are not known: a job may go on without.
  var leavesCreditsUnknown: Bool {
    switch code {
    case .notFound, .serverFault, .badAnswer, .rateLimited, .parameter: true
    // A code that is not known; a redirect would come for a create, too.
    case .refused: serviceCode != nil
    default: false
    }
  }
}
