internal import LipSyncTransfer

/// An address that the service names: of a result, a cover, or a place to upload to. What comes over the wire is never a path on
/// this machine, and never takes a job that began under TLS out of it.
enum NamedAddress {
  /// Why an address cannot be used; nil for one that can.
  ///
  /// - Parameter base: the service's own base URL.
  static func objection(to text: String, from base: String) -> String? {
    guard let address = try? WebAddress(text) else { return "which is not an http or https URL" }
    let isSecure = base.lowercased().hasPrefix("https:")
    return isSecure && address.scheme == "http"
      ? "which gives up TLS, though the service is asked over it" : nil
  }
}

extension ServiceClient {
  /// Refuses an answer that names an address which cannot be used.
  ///
  /// - Throws: a `ServiceError` with code `.badAnswer`.
  func demandUsable(_ addresses: [(field: String, url: String?)], _ call: ServiceCall) throws(ServiceError) {
    for (field, url) in addresses {
      guard let url, let objection = NamedAddress.objection(to: url, from: configuration.baseURL) else {
        continue
      }
      throw ServiceError(
        .badAnswer, operation: call.operation, subject: call.subject,
        message:
          "the answer names \u{201c}\(ServiceReply.shown(shortened(url), key: configuration.apiKey))\u{201d} as its \(field), "
          + "\(objection). Nothing was fetched from there.",
        remedy:
          "Check that no proxy in front of the service rewrites its answers; report it to the service's support if it persists.",
        serviceCode: 0)
    }
  }

  /// The same of a task.
  func demandUsable(_ task: LipSyncTask, _ call: ServiceCall) throws(ServiceError) {
    try demandUsable([("result_url", task.resultURL), ("cover_url", task.coverURL)], call)
  }
}
