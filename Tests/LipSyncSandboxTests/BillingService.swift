import Foundation
import LipSync
import LipSyncTransfer
import Synchronization
import TestSupport

@testable import LipSync
@testable import LipSyncSandbox

/// A service that misbehaves at creates, and counts what it would bill. Its clock is the test's.
final class BillingService: Sendable {
  /// How a create is treated.
  struct Deed: Sendable {
    var answer: APIAnswer
    var bills = true
    /// Until when status by inputs does not show the task, in seconds after the create.
    var hidden: Int64 = 0
  }

  /// How status by inputs is answered instead of by what is there; nil for that.
  typealias Lookup = @Sendable (_ before: Int) -> APIAnswer?

  private struct State {
    var tasks: [(id: String, inputs: [String], at: ContinuousClock.Instant)] = []
    var creates = 0
    var uploads: [String: Int64] = [:]
    var isForgetful = false
  }

  private let state = Mutex(State())
  private let deeds: [Deed]
  private let lookup: Lookup
  private let pace: TestPace
  private let directory: TemporaryDirectory
  /// Whether the quota shows what was billed at once.
  private let showsBill: Bool

  init(
    _ deeds: [Deed], showsBill: Bool = false, pace: TestPace, directory: TemporaryDirectory,
    lookup: @escaping Lookup = { _ in nil }
  ) {
    self.deeds = deeds
    self.showsBill = showsBill
    self.pace = pace
    self.directory = directory
    self.lookup = lookup
  }

  /// Knows none of its tasks any more; what they cost is gone.
  func forget() { state.withLock { $0.isForgetful = true } }

  var creates: Int { state.withLock { $0.creates } }
  var billed: Int { state.withLock { $0.tasks.count } }

  func answer(_ request: APIRequest, _ before: Int, at baseURL: String) -> APIAnswer {
    let last = request.path.last ?? ""
    switch (request.method, last) {
    case ("POST", "create_lip_sync_video"): return create(request)
    case ("POST", _):
      let size = JSON(parsing: request.body ?? [])?["file_size"]?.intValue ?? 0
      let name = state.withLock { state in
        state.uploads["u\(state.uploads.count)"] = size
        return "u\(state.uploads.count - 1)"
      }
      return .data(#"{"sign_url":"\#(baseURL)/storage/\#(name)","asset_url":"\#(baseURL)/files/\#(name)"}"#)
    case ("PUT", _):
      return .store(path: directory.file(last), stated: nil, limit: .max) { _ in }
    case (_, "remaining_quota"):
      return .data(#"{"remaining_quota":\#(showsBill ? 100 - billed : 100)}"#)
    case (_, "lip_sync_video"): return lookup(before) ?? latest(request)
    default:
      if let size = state.withLock({ $0.uploads[last] }) {
        return .text(
          "x", type: "application/octet-stream", status: 206,
          headers: [("Content-Range", "bytes 0-0/\(size)")])
      }
      return state.withLock { state in !state.isForgetful && state.tasks.contains { $0.id == last } }
        ? task(last) : .refusal(10104)
    }
  }

  private func create(_ request: APIRequest) -> APIAnswer {
    let body = JSON(parsing: request.body ?? []) ?? .null
    let inputs = ["video_url", "audio_url", "playback_type"].map { body[$0]?.stringValue ?? "" }
    let now = pace.pace.now()
    return state.withLock { state in
      defer { state.creates += 1 }
      guard state.creates < deeds.count else {
        state.tasks.append(("t\(state.creates)", inputs, now))
        return .data(#"{"task_id":"t\#(state.creates)","status":"pending"}"#)
      }
      let deed = deeds[state.creates]
      if deed.bills { state.tasks.append(("t\(state.creates)", inputs, now + .seconds(deed.hidden))) }
      return deed.answer
    }
  }

  private func latest(_ request: APIRequest) -> APIAnswer {
    let inputs = ["video_url", "audio_url", "playback_type"].map { request.query[$0] ?? "" }
    let now = pace.pace.now()
    let found = state.withLock { $0.tasks.last { $0.inputs == inputs && $0.at <= now } }
    return found.map { task($0.id) } ?? .refusal(10104)
  }

  private func task(_ id: String) -> APIAnswer { Self.task(id, at: pace.date) }

  /// A task that runs, and was created at a moment.
  static func task(_ id: String, at moment: UnixTime = .now) -> APIAnswer {
    .data(
      #"{"task_id":"\#(id)","status":"processing","created_at":\#(moment.seconds),"data":null,"error":null}"#
    )
  }
}
