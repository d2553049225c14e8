internal import LipSync
internal import LipSyncMedia
internal import LipSyncTransfer
internal import Logging
internal import Platform

/// The sandbox's state: in memory for answers, on disk before each answer is sent.
actor Store {
  let directory: DataDirectory
  /// The secret that upload URLs are signed with; kept, so that they outlive a restart.
  nonisolated let secret: [UInt8]
  private var tasks: [String: TaskRecord] = [:]
  private var latest: [TaskInputs: String] = [:]
  private var assets: [String: AssetRecord] = [:]
  /// Receivers of webhooks, in the order in which they were added.
  private(set) var endpoints: [WebhookEndpoint] = []
  private var quota: Int64
  private var lastNumber: Int64 = 0

  init(_ directory: DataDirectory, quota: Credits, logger: Logger) throws(SandboxError) {
    self.directory = directory
    let account = DataDirectory.read(directory.account)
    let random = SystemRandomNumberGenerator.bytes(32)
    let kept = account?["secret"]?.stringValue.map { Array($0.utf8) }
    secret = kept ?? Array(random.map { String($0, radix: 16) }.joined().utf8)
    self.quota = account?["hundredths"]?.intValue ?? quota.hundredths
    for (name, json) in directory.documents(in: "tasks") {
      guard let task = json.flatMap(TaskRecord.init) else {
        logger.warning("tasks/\(name) in the data directory cannot be read and is left out")
        continue
      }
      tasks[task.id] = task
      lastNumber = max(lastNumber, task.number)
    }
    for task in tasks.values.sorted(by: { $0.number < $1.number }) { latest[task.inputs] = task.id }
    if case .array(let kept)? = DataDirectory.read(directory.endpoints) {
      endpoints = kept.compactMap(WebhookEndpoint.init)
    }
    for (name, json) in directory.documents(in: "assets") {
      guard let asset = json.flatMap(AssetRecord.init) else {
        logger.warning("assets/\(name) in the data directory cannot be read and is left out")
        continue
      }
      assets[asset.id] = asset
    }
    do {
      try DataDirectory.write(Self.account(secret, self.quota), to: directory.account)
    } catch {
      throw SandboxError(.dataDirectory, "\(directory.account) cannot be written (\(error)).")
    }
  }

  private static func account(_ secret: [UInt8], _ quota: Int64) -> JSON {
    .object([("secret", .string(String(decoding: secret, as: UTF8.self))), ("hundredths", .int(quota))])
  }

  /// The credits left.
  var remaining: Credits { Credits(hundredths: quota) }

  /// Adds a new task.
  func create(_ inputs: TaskInputs) throws -> TaskRecord {
    let task = TaskRecord(
      id: UUID().uuidString.lowercased(), number: lastNumber + 1, videoURL: inputs.videoURL,
      audioURL: inputs.audioURL, playbackType: inputs.playbackType, createdAt: UnixTime.now.seconds)
    try DataDirectory.write(task.json, to: directory.task(task.id))
    lastNumber = task.number
    tasks[task.id] = task
    latest[inputs] = task.id
    return task
  }

  func task(_ id: String) -> TaskRecord? { tasks[id] }

  /// All tasks, in no order.
  var allTasks: [TaskRecord] { Array(tasks.values) }

  func latestTask(_ inputs: TaskInputs) -> TaskRecord? { latest[inputs].flatMap { tasks[$0] } }

  /// Tasks that are not over, in the order in which they were created.
  var unfinished: [String] {
    tasks.values.filter { !$0.status.isTerminal }.sorted { $0.number < $1.number }.map(\.id)
  }

  /// Changes a task, on disk first.
  func update(_ id: String, _ change: @Sendable (inout TaskRecord) -> Void) throws {
    guard var task = tasks[id] else { return }
    change(&task)
    try DataDirectory.write(task.json, to: directory.task(id))
    tasks[id] = task
  }

  /// Takes the credits of a task, once; false if there are not enough.
  func charge(_ id: String, _ credits: Credits) throws -> Bool {
    guard let task = tasks[id], task.charged == nil else { return true }
    let amount = credits.hundredths
    guard amount <= quota else { return false }
    // Even after a crash between the two, a task is never charged twice.
    try update(id) { $0.charged = amount }
    quota -= amount
    try DataDirectory.write(Self.account(secret, quota), to: directory.account)
    return true
  }

  /// Adds, changes or removes a receiver of webhooks.
  func set(_ endpoint: WebhookEndpoint?, id: String) throws {
    var changed = endpoints
    if let place = changed.firstIndex(where: { $0.id == id }) {
      if let endpoint { changed[place] = endpoint } else { changed.remove(at: place) }
    } else if let endpoint {
      changed.append(endpoint)
    }
    try DataDirectory.write(.array(changed.map(\.json)), to: directory.endpoints)
    endpoints = changed
  }

  /// Removes what is too old or too much of tasks that ended and of uploads that no unfinished task names.
  func clean(_ upkeep: Upkeep, now: Int64 = UnixTime.now.seconds) {
    let named = tasks.values.filter { !$0.status.isTerminal }.flatMap { [$0.videoURL, $0.audioURL] }
    let ended = tasks.values.filter { $0.status.isTerminal }.map { task in
      Upkeep.Item(
        id: task.id, bytes: directory.bytes(ofTask: task.id), moment: task.completedAt ?? task.createdAt)
    }
    let free = assets.keys.filter { id in !named.contains { $0.contains(id) } }.map { id in
      Upkeep.Item(id: id, bytes: directory.bytes(ofAsset: id), moment: directory.moment(ofAsset: id) ?? now)
    }
    for id in upkeep.removed(of: ended + free, at: now) {
      directory.remove(id)
      assets[id] = nil
      guard let task = tasks.removeValue(forKey: id), latest[task.inputs] == id else { continue }
      latest[task.inputs] = nil
    }
  }

  /// Random bytes in hexadecimal digits.
  static func randomHex(_ count: Int) -> String {
    hex(SystemRandomNumberGenerator.bytes(count))
  }

  /// Announces an upload.
  func announce(filename: String, contentType: String, bytes: Int64?) throws -> AssetRecord {
    let asset = AssetRecord(
      id: UUID().uuidString.lowercased(), filename: filename, contentType: contentType, statedBytes: bytes)
    try DataDirectory.write(asset.json, to: directory.asset(asset.id))
    assets[asset.id] = asset
    return asset
  }

  func asset(_ id: String) -> AssetRecord? { assets[id] }

  /// Records that the bytes of an upload are stored.
  func stored(_ id: String, bytes: Int64) throws {
    guard var asset = assets[id] else { return }
    asset.bytes = bytes
    asset.revision += 1
    try DataDirectory.write(asset.json, to: directory.asset(id))
    assets[id] = asset
  }
}

extension SystemRandomNumberGenerator {
  fileprivate static func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
