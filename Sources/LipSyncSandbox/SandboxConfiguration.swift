public import LipSync
public import LipSyncMedia
internal import LipSyncTransfer

/// How a sandbox behaves.
public struct SandboxConfiguration: Sendable {
  /// The HTTP status sent with an error's envelope.
  public enum HTTPStatusStyle: String, Sendable, CaseIterable {
    /// Always 200, as the service's documentation describes.
    case always200
    /// 401, 404, 429 and so on.
    case mapped
  }

  /// How long a task takes.
  public enum RenderSpeed: String, Sendable, CaseIterable {
    /// As fast as this machine can.
    case fast
    /// At least as long as its output lasts.
    case realtime
  }

  /// The port on 127.0.0.1; 0 picks a free one.
  public var port: Int
  /// Where tasks, uploads and results are kept; created if it does not exist.
  public var dataDirectory: String
  /// The key that clients must send; nil accepts any.
  public var apiKey: Redacted?
  /// The HTTP status sent with an error's envelope.
  public var httpStatus: HTTPStatusStyle
  /// How long a task takes.
  public var renderSpeed: RenderSpeed
  /// What `normal` does when the video runs out before the audio.
  public var whenShort: PlaybackModel.WhenShort
  /// Named faults, `NAME` or `NAME=VALUE`; see `Fault.all`.
  public var faults: [String]
  /// The credits of a new data directory.
  public var quota: Credits
  /// Tasks rendered at once.
  public var workers: Int
  /// What makes results instead of the sandbox's own renderer; nil for that renderer.
  public var engine: Engine?
  /// The largest upload accepted, in bytes.
  public var uploadLimit: Int64
  /// What is removed when the sandbox starts, and after each task.
  public var upkeep: Upkeep
  /// The IPv4 address that it listens on; any other than 127.0.0.1 lets others of the network in. 0.0.0.0 is all of this machine.
  public var host = "127.0.0.1"
  /// Names under which others reach it then, such as that of its container; addresses need no mention.
  public var hostNames: [String] = []
  /// Origins whose pages in a browser may call the API (CORS), such as `http://localhost:5173`; `*` stands for all.
  public var allowedOrigins: [String] = []
  /// Whether webhooks of lip-sync tasks are simulated, which the service does not have: they may be subscribed to, also by plain
  /// http, and are posted once a task ends.
  public var postsWebhooks = false
  /// Who decodes what clients send, and renders: the installed worker program, unless set otherwise.
  public var examiner = MediaExaminer.installed

  /// A sandbox on a data directory.
  public init(
    port: Int = 8787, dataDirectory: String, apiKey: Redacted? = nil,
    httpStatus: HTTPStatusStyle = .always200,
    renderSpeed: RenderSpeed = .fast, whenShort: PlaybackModel.WhenShort = .loop, faults: [String] = [],
    quota: Credits = Credits(hundredths: 100_000), workers: Int = 2, engine: Engine? = nil,
    uploadLimit: Int64 = 2 << 30, upkeep: Upkeep = .standard
  ) {
    self.port = port
    self.dataDirectory = dataDirectory
    self.apiKey = apiKey
    self.httpStatus = httpStatus
    self.renderSpeed = renderSpeed
    self.whenShort = whenShort
    self.faults = faults
    self.quota = quota
    self.workers = workers
    self.engine = engine
    self.uploadLimit = uploadLimit
    self.upkeep = upkeep
  }
}

extension SandboxConfiguration {
  var access: SandboxAccess {
    SandboxAccess(
      host: IPAddress(host), names: Set(hostNames.map { $0.lowercased() }), origins: allowedOrigins)
  }

  /// The events that endpoints may subscribe to.
  var events: [String] { WebhookEndpoint.events + (postsWebhooks ? WebhookEndpoint.simulated : []) }
}
