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

  /// A connection, new if fewer than the limit are open.
  func acquire() async throws -> PostgresConnection {
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
      dropOne()
      throw error
    }
  }

  /// Takes a connection back, or closes it if it is of no more use; the others were lost with it then, most likely.
  func release(_ connection: PostgresConnection) {
    if connection.isIdle {
      idle.append(connection)
      wakeNext()
    } else {
      count -= idle.count
      idle.removeAll()
      dropOne()
    }
  }

  private func dropOne() {
    count -= 1
    wakeNext()
  }

  private func wakeNext() {
    if !waiting.isEmpty { waiting.removeFirst().resume() }
  }
}
