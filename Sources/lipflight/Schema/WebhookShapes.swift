internal import LipSync

extension DocumentSchema {
  static let webhookDeliver = DocumentSchema(
    .webhookDeliver, "`lipflight webhook deliver`.",
    [
      Field("delivered", .count, "Events that a receiver took now."),
      Field(
        "given_up", .count, "Events that are not posted any more: the receiver is gone, or a day is over."),
      Field("waiting", .count.orNull, "Events that are posted again later; null if that is not known."),
      Field(
        "next_seconds", .amount.orNull, .seconds,
        "How long until the next of them is due; null if none waits."),
    ])

  static let webhookOutbox = DocumentSchema(
    .webhookOutbox, "`lipflight webhook outbox`.",
    [
      Field(
        "deliveries",
        .list(
          .object([
            Field("event_id", .text, "The event's id."),
            Field("event", .text, "What happened."),
            Field("state", .word(WebhookDelivery.State.self), "What became of it."),
            Field("attempts", .count, "How often it was posted."),
            Field(
              "receiver", .text.orNull, "Its receiver; null for one whose URL holds a secret, or a command."),
            Field("error", .text.orNull, "Why it was not taken the last time."),
            Field("age_seconds", .count, .seconds, "How long ago it was put there."),
          ])), "The events, the newest first.")
    ])
}
