internal import LipSyncTransfer

/// The one request that costs money. `PaymentExecutor` alone sends it, when the machine says so.
struct CreateCall: Sendable {
  private let client: ServiceClient
  private var call: ServiceCall

  init(_ client: ServiceClient, _ links: SentLinks, _ type: PlaybackType) {
    self.client = client
    call = ServiceCall(
      operation: .create, subject: shortened(links.video), method: .post, path: ["create_lip_sync_video"],
      body: .object([
        ("video_url", .string(links.video)), ("audio_url", .string(links.audio)),
        ("playback_type", .string(type.rawValue)),
      ]))
  }

  /// Waits until the service's limit leaves room for it.
  func admit() async throws(ServiceError) { try await client.admit(call) }

  /// Sends it in a task of its own, which no cancellation reaches: what it creates is paid for, so its answer is waited for.
  func send(timeout: Duration) async -> Result<LipSyncTask, ServiceError> {
    var call = call
    call.timeout = timeout
    return await Task { [client, call] () -> Result<LipSyncTask, ServiceError> in
      do throws(ServiceError) {
        let data = try await client.answer(to: call)
        guard let task = LipSyncTask(wire: data, key: client.configuration.apiKey) else {
          throw client.badData(call, "a task_id")
        }
        return .success(task)
      } catch {
        return .failure(error)
      }
    }.value
  }
}
