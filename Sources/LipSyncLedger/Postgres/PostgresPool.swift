internal import LipSync
internal import LipSyncMedia

/// A few connections for all work of a process, each lent to one at a time.
actor PostgresPool {
  private let address: PostgresAddress
  private let limit: Int
  private var idle: [PostgresConnection] = []
  private var count = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ address: PostgresAddress, limit: Int) {
    self.address = address
    self.limit = limit
  }

  /// A connection, new where fewer than the limit are open.
  func take() async throws -> PostgresConnection {
    while true {
      if let connection = idle.popLast() { return connection }
      if count < limit { break }
      await withCheckedContinuation { waiting.append($0) }
    }
    count += 1
    do {
      let address = address
      return try await onBlockingThread { try PostgresConnection.open(address) }
    } catch {
      left()
      throw error
    }
  }

  /// Takes a connection back, or closes it where it is of no more use; the others were lost with it then, most likely.
  func give(_ connection: PostgresConnection) {
    if connection.isIdle {
      idle.append(connection)
      next()
    } else {
      count -= idle.count
      idle.removeAll()
      left()
    }
  }

  private func left() {
    count -= 1
    next()
  }

  private func next() {
    if !waiting.isEmpty { waiting.removeFirst().resume() }
  }
}
