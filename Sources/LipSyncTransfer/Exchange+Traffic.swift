internal import CCurl

/// What libcurl brings and takes, called on the loop's thread. None of it throws: what goes wrong is stashed.
extension Exchange {
  private var leadsOn: Bool { RedirectWalk.leadsOn(status: head.status, location: head.value("Location")) }

  func receive(header line: UnsafeRawBufferPointer) -> Bool {
    lastActivity = .now
    let wasComplete = head.isComplete
    head.append(line)
    if head.bytes > TransferDefaults.headerLimit {
      stashed = failure(
        .tooLarge, "the response headers are larger than \(TransferDefaults.headerLimit) bytes")
      return false
    }
    guard head.isComplete, !wasComplete else { return true }
    state.hasHead = true
    state.answered = lastActivity
    state.length = head.value("Content-Length").flatMap { Int64($0) }
    if leadsOn {
      // A body that nobody reads is not awaited.
      hasEnough = state.length.map { $0 > TransferDefaults.redirectBody.read } ?? false
      return !hasEnough
    }
    do throws(TransferError) {
      if let contradiction = head.contradiction { throw failure(.badAnswer, contradiction) }
      try sink.begin(response(with: ([], false)))
      hasEnough = sink.leaves
      return !hasEnough
    } catch {
      stashed = error
      return false
    }
  }

  func receive(body bytes: UnsafeRawBufferPointer) -> Int {
    lastActivity = .now
    if leadsOn {
      state.received += Int64(bytes.count)
      received += Int64(bytes.count)
      let (limit, together) = TransferDefaults.redirectBody
      hasEnough = state.received > limit
      if hasEnough, received > together || head.value("Content-Length") == nil {
        stashed = failure(
          .tooLarge, "a redirect has a body of more than \(limit) bytes, which is not read")
      }
      return hasEnough ? ccurl_write_error : bytes.count
    }
    do throws(TransferError) {
      let flow = try sink.receive(bytes)
      if case .pause = flow {
        state.isPaused = true
        return ccurl_write_pause
      }
      state.received += Int64(bytes.count)
      received += Int64(bytes.count)
      report()
      if case .enough = flow {
        hasEnough = true
        return ccurl_write_error
      }
      return bytes.count
    } catch {
      stashed = error
      return ccurl_write_error
    }
  }

  func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    lastActivity = .now
    do throws(TransferError) {
      let count = try upload?.read(into: buffer) ?? 0
      sent += Int64(count)
      report()
      return count
    } catch {
      stashed = error
      return ccurl_read_abort
    }
  }

  func seek(to offset: Int64) {
    sent = offset
    upload?.rewind(to: offset)
  }

  private func report() {
    guard let progress, lastActivity >= lastReport + .milliseconds(50) else { return }
    lastReport = lastActivity
    progress(sent, received)
  }
}
