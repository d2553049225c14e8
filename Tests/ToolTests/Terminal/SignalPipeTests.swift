import Dispatch
import Foundation
import Testing

@testable import lipflight

@Suite struct SignalPipeTests {
  @Test("A signal that comes at once is not lost")
  func atOnce() async {
    for _ in 0..<20 {
      let (signals, arrive) = AsyncStream<Void>.makeStream()
      let source = SignalPipe.caught([SIGUSR2]) { arrive.yield() }
      kill(getpid(), SIGUSR2)
      for await _ in signals { break }
      source?.cancel()
    }
  }
}
