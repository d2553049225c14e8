internal import CSQLite
public import LipSync
internal import Platform
internal import Synchronization

/// What a process that has the file open does where it is not at its path any more: what is paid for already is not lost with the
/// file, and nothing new is begun without it.
extension SQLiteLedger {
  /// Writes down a payment, or what became of it; on the disk when it returns.
  public func record(_ entry: JournalEntry) async throws(JournalError) {
    do {
      try await seal()
      try await write(entry)
    } catch {
      // The payment is made: the next run has to find it, wherever the file of before is.
      if error.code == .lost, entry.state != .intended { try? await heir()?.write(entry) }
      throw error
    }
  }

  /// Writes all payments and uploads that a deleted file holds into the one at its path, which is made where there is none. Done
  /// once; the number makes it the same ledger to the file of turns.
  ///
  /// - Returns: the error with what became of it.
  func rescued(_ error: JournalError, from loss: FileLoss) async -> JournalError {
    guard loss == .deleted || loss == .replaced,
      !wasRescued.withLock({ was in
        defer { was = true }
        return was
      })
    else { return error }
    do {
      let kept = try await onBlockingThread { try self.allOfTheLost() }
      guard !kept.payments.isEmpty, let heir = try await heir() else { return error }
      try await heir.adopt(kept.payments, kept.uploads)
      for delivery in kept.deliveries where !delivery.state.isOver {
        try await heir.put(delivery, again: false)
      }
      let count = kept.payments.count
      return JournalError(
        .lost, subject: name,
        message: error.message + " What it held, \(count) \(count == 1 ? "payment" : "payments"), "
          + "is written into the file that is there now.")
    } catch let second {
      let why = (second as? JournalError)?.message ?? "\(second)"
      return JournalError(
        .lost, subject: name, message: error.message + " What it held could not be kept: the new one \(why)")
    }
  }

  /// The ledger that is at the path now, made where there is none; nil where its directory is gone too, or nothing was ever paid.
  private func heir() async throws(JournalError) -> SQLiteLedger? {
    let directory = name.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    guard FileStatus(path: directory.isEmpty ? (name.hasPrefix("/") ? "/" : ".") : directory) != nil else {
      return nil
    }
    let number = try? await onBlockingThread { try self.allOfTheLost().number }
    guard let number, number != 0 else { return nil }
    return try await Self.open(name, inheriting: number)
  }
}
