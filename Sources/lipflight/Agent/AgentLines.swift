internal import LipSync
internal import Platform

/// Standard input as messages, a line each.
enum AgentLines {
  /// Reads until the end, or as long as somebody listens.
  static func standardInput() -> AsyncStream<AgentMessage> {
    let (messages, arrive) = AsyncStream.makeStream(of: AgentMessage.self)
    let code = startThread {
      var lines = Lines()
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      while true {
        let count = System.read(STDIN_FILENO, &buffer, buffer.count)
        if count > 0 {
          for message in lines.add(buffer[..<count]) { arrive.yield(message) }
        } else if count == 0 || errno != EINTR {
          break
        }
      }
      arrive.finish()
    }
    if code != 0 { arrive.finish() }
    return messages
  }

  /// Cuts bytes into lines. One that is too long is told of once and not kept.
  struct Lines {
    private var rest: [UInt8] = []
    private var isTooLong = false

    mutating func add(_ bytes: ArraySlice<UInt8>) -> [AgentMessage] {
      var messages: [AgentMessage] = []
      for byte in bytes {
        guard byte != 0x0a else {
          if !isTooLong, rest.contains(where: { $0 > 0x20 }) { messages.append(AgentMessage(rest)) }
          (rest, isTooLong) = ([], false)
          continue
        }
        guard !isTooLong else { continue }
        rest.append(byte)
        guard rest.count > AgentMessage.longest else { continue }
        (rest, isTooLong) = ([], true)
        messages.append(
          .malformed(AgentError(.invalid, "A line is longer than \(AgentMessage.longest) bytes."), id: nil))
      }
      return messages
    }
  }
}
