internal import LipSync

/// The sandbox's API as an OpenAPI 3.1 document, for clients that are made from one and for tools that try it.
enum OpenAPI {
  static let document = JSON.object([
    ("openapi", "3.1.0"), ("info", info), ("servers", servers),
    ("security", .array([.object([("key", .array([]))])])), ("paths", .object(paths)),
    ("components", components),
  ])

  private static let info = JSON.object([
    ("title", "lipflight sandbox"), ("version", .string(Product.version)),
    (
      "description",
      "The lip-sync API of JoggAI as lipflight's sandbox answers it. Errors come with HTTP 200 and a code in the envelope, unless the sandbox was started with --http-status mapped."
    ),
  ])

  private static let servers = JSON.array([.object([("url", "/v2")]), .object([("url", "/open/v2")])])

  private static let components = JSON.object([
    (
      "securitySchemes",
      .object([("key", .object([("type", "apiKey"), ("in", "header"), ("name", "X-Api-Key")]))])
    ), ("schemas", .object(schemas)),
  ])

  private static let paths: [JSON.Member] = [
    path(
      "/create_lip_sync_video",
      [("post", operation("createTask", "Create a task.", body: "Inputs", gives: "CreatedTask"))]),
    path(
      "/lip_sync_video",
      [
        (
          "get",
          operation(
            "latestTask", "The latest task of these inputs.",
            parameters: [
              query("video_url"), query("audio_url"), query("playback_type", playbackType, isRequired: false),
            ],
            gives: "Task")
        )
      ]),
    path(
      "/lip_sync_video/{task_id}",
      [("get", operation("task", "A task.", parameters: [place("task_id")], gives: "Task"))]),
    path(
      "/upload/asset",
      [("post", operation("announceUpload", "Announce an upload.", body: "Upload", gives: "SignedUpload"))]),
    path("/user/remaining_quota", [("get", operation("quota", "The credits left.", gives: "Quota"))]),
    path("/user/whoami", [("get", operation("whoami", "Whose key it is.", gives: "Person"))]),
    path("/events", [("get", operation("events", "The kinds of webhook events.", gives: "Events"))]),
    path("/endpoints", [("get", operation("endpoints", "The receivers of webhooks.", gives: "Endpoints"))]),
    path(
      "/endpoint",
      [("post", operation("addEndpoint", "Add a receiver.", body: "NewEndpoint", gives: "Endpoint"))]),
    path("/endpoint/{endpoint_id}", [("put", changeEndpoint), ("delete", removeEndpoint)]),
  ]

  private static let changeEndpoint = operation(
    "changeEndpoint", "Change a receiver.", parameters: [place("endpoint_id")], body: "EndpointChange",
    gives: "Endpoint")
  private static let removeEndpoint = operation(
    "removeEndpoint", "Remove a receiver.", parameters: [place("endpoint_id")], gives: nil)

  private static func path(_ path: String, _ operations: [JSON.Member]) -> JSON.Member {
    (path, .object(operations))
  }

  private static let text = JSON.object([("type", "string")])
  private static let url = JSON.object([("type", "string"), ("format", "uri")])
  private static let whole = JSON.object([("type", "integer")])
  private static let wholeOrNull = JSON.object([("type", .array(["integer", "null"]))])
  private static let playbackType = JSON.object([
    ("type", "string"), ("enum", .array(PlaybackType.allCases.map { .string($0.rawValue) })),
  ])

  private static let schemas: [JSON.Member] = [
    (
      "Inputs",
      shape(
        [("video_url", url), ("audio_url", url), ("playback_type", playbackType)],
        required: ["video_url", "audio_url"])
    ), ("CreatedTask", shape([("task_id", text), ("status", text)])),
    (
      "Task",
      shape([
        ("task_id", text), ("status", text), ("created_at", whole), ("completed_at", wholeOrNull),
        (
          "data",
          orNull(
            shape([
              ("result_url", url), ("cover_url", orNull(text)),
              ("duration_seconds", orNull(.object([("type", "number")]))),
            ]))
        ),
        ("error", orNull(shape([("message", text)]))),
      ])
    ),
    (
      "Upload",
      shape(
        [
          ("filename", text), ("content_type", text),
          ("file_size", .object([("type", "integer"), ("minimum", .int(1))])),
        ],
        required: ["filename", "content_type"])
    ), ("SignedUpload", shape([("sign_url", url), ("asset_url", url)])),
    ("Quota", shape([("remaining_quota", .object([("type", "number")]))])),
    ("Person", shape([("email", text), ("username", text)])), ("Events", shape([("events", list(text))])),
    ("Endpoints", shape([("endpoints", list(reference("Endpoint")))])),
    (
      "Endpoint",
      shape([
        ("endpoint_id", text), ("url", url), ("secret", text), ("status", status), ("events", list(text)),
        ("username", text), ("created_at", whole),
      ])
    ),
    (
      "NewEndpoint",
      shape([("url", url), ("events", list(text)), ("status", status)], required: ["url", "events"])
    ),
    ("EndpointChange", shape([("url", url), ("events", list(text)), ("status", status)], required: [])),
  ]

  private static let status = JSON.object([("type", "string"), ("enum", .array(["enabled", "disabled"]))])

  private static func reference(_ name: String) -> JSON {
    .object([("$ref", .string("#/components/schemas/\(name)"))])
  }
  private static func list(_ items: JSON) -> JSON { .object([("type", "array"), ("items", items)]) }
  private static func orNull(_ schema: JSON) -> JSON {
    .object([("anyOf", .array([schema, .object([("type", "null")])]))])
  }

  /// An object; all members are required unless it is said which.
  private static func shape(_ members: [JSON.Member], required: [String]? = nil) -> JSON {
    .object([
      ("type", "object"), ("properties", .object(members)),
      ("required", .array((required ?? members.map(\.0)).map(JSON.string))),
    ])
  }

  private static func place(_ name: String) -> JSON {
    .object([("name", .string(name)), ("in", "path"), ("required", .bool(true)), ("schema", text)])
  }

  private static func query(_ name: String, _ schema: JSON = text, isRequired: Bool = true) -> JSON {
    .object([("name", .string(name)), ("in", "query"), ("required", .bool(isRequired)), ("schema", schema)])
  }

  /// An operation whose answer is an envelope: `data` is null where the code is not 0.
  private static func operation(
    _ id: String, _ summary: String, parameters: [JSON] = [], body: String? = nil, gives: String?
  ) -> JSON {
    let data = gives.map { orNull(reference($0)) } ?? .object([("type", "null")])
    let envelope = shape([("code", whole), ("msg", text), ("data", data)])
    func content(_ schema: JSON) -> JSON { .object([("application/json", .object([("schema", schema)]))]) }
    let answer = JSON.object([
      ("description", "An envelope: success, or a refusal by its code."), ("content", content(envelope)),
    ])
    let failed = JSON.object([
      ("description", "The same refusals with --http-status mapped, or a fault that was asked for.")
    ])
    var members: [JSON.Member] = [("operationId", .string(id)), ("summary", .string(summary))]
    if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
    if let body {
      members.append(
        ("requestBody", .object([("required", .bool(true)), ("content", content(reference(body)))])))
    }
    return .object(members + [("responses", .object([("200", answer), ("default", failed)]))])
  }
}
