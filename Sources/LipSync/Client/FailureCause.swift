/// What a failed task's message means.
///
/// The service gives a free sentence without a code, so causes are told by what the sentence contains.
package struct FailureCause: Sendable, Equatable {
  /// The kinds of cause.
  package struct Kind: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The audio could not be fetched, or its length could not be read.
    package static let audioNotRead = Kind(.audioNotRead)
    /// The video could not be fetched or read.
    package static let videoNotRead = Kind(.videoNotRead)
    /// The service's queue tried as often as it may.
    package static let retriesUsedUp = Kind(.retriesUsedUp)
    /// The credits did not do any more when it came to the task.
    package static let creditsUsedUp = Kind(.creditsUsedUp)
    /// The message is not one that is known here, or there is none.
    package static let unknown = Kind(.unknown)

    /// Beneath, so that within the package one that nobody has decided about does not compile.
    package enum Known: String, CaseIterable {
      case audioNotRead = "audio_not_read"
      case videoNotRead = "video_not_read"
      case retriesUsedUp = "retries_used_up"
      case creditsUsedUp = "credits_used_up"
      case unknown
    }

    package let known: Known
    private init(_ known: Known) { self.known = known }

    /// All of this version.
    package static var allCases: [Kind] { Known.allCases.map { Kind($0) } }
    /// Its stable name.
    package var rawValue: String { known.rawValue }
    /// Its stable name.
    package var description: String { rawValue }
  }

  /// The kind of cause.
  package let kind: Kind
  /// Which input it is about, where the message says so.
  package let subject: Subject?
  /// What the message means.
  package let sentence: String
  /// What to do.
  package let remedy: String
  /// Whether the same job may succeed without a change. Trying again is a new payment all the same.
  package let isTransient: Bool

  private struct Row {
    var contains: [String]
    var cause: FailureCause
  }

  private init(_ kind: Kind, _ subject: Subject?, _ sentence: String, _ remedy: String, isTransient: Bool) {
    self.kind = kind
    self.subject = subject
    self.sentence = sentence
    self.remedy = remedy
    self.isTransient = isTransient
  }

  /// The first row whose words all occur wins.
  private static let table: [Row] = [
    Row(
      contains: ["insufficient", "credit"],
      cause: FailureCause(
        .creditsUsedUp, nil, "the credits ran out before the task started",
        "Add credits, then submit again.", isTransient: true)),
    Row(
      contains: ["audio", "fetch"],
      cause: FailureCause(
        .audioNotRead, .audio, "it could not fetch the audio or read its length",
        "Check the audio: its URL must be public, direct and lasting, and its length readable; "
          + "re-encode it to WAV or MP3 if the check finds its header wrong, then submit again.",
        isTransient: false)),
    Row(
      contains: ["audio"],
      cause: FailureCause(
        .audioNotRead, .audio, "it could not use the audio",
        "Check the audio, re-encode it to WAV or MP3, then submit again.",
        isTransient: false)),
    Row(
      contains: ["video"],
      cause: FailureCause(
        .videoNotRead, .video, "it could not fetch or use the video",
        "Check the video: its URL must be public, direct and lasting; re-encode it to MP4 "
          + "(H.264, AAC) if the check finds a fault in it, then submit again.", isTransient: false)),
    Row(
      contains: ["consume retry limit"],
      cause: FailureCause(
        .retriesUsedUp, nil, "the service's queue used up its retries",
        "Check both inputs; if both pass, submit again later (a new payment).",
        isTransient: true)),
  ]

  /// Classifies the message of a failed task; any text, or none.
  package init(_ message: String?) {
    let text = message?.lowercased() ?? ""
    if let row = Self.table.first(where: { row in row.contains.allSatisfy { text.contains($0) } }) {
      self = row.cause
    } else {
      self.init(
        .unknown, nil, text.isEmpty ? "it gives no reason" : "its reason is not one that is known here",
        "Check both inputs; if both pass, ask the service's support, giving the task id.",
        isTransient: false)
    }
  }
}
