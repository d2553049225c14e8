extension Job {
  /// Asks which credits are left: what is found out, or why it is not, goes into the request.
  ///
  /// The figure is advice: the service refuses what the account cannot pay. Asked first, it costs a wrong key no upload.
  /// - Throws: what would keep the job from being sent too, and, where a ceiling was set, any failure.
  func askForCredits(_ request: inout CheckRequest) async throws(ServiceError) {
    do {
      request.quota = try await service.remainingQuota()
    } catch {
      guard request.ceiling == nil, error.leavesCreditsUnknown else { throw error }
      request.quotaTrouble = error.message
    }
  }
}
