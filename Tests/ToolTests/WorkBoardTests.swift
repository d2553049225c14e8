import LipSync
import Testing

@testable import lipflight

@Suite("Who does what, and who is to blame")
struct WorkBoardTests {
  private let now = ContinuousClock.now

  private func board(_ jobs: String..., window: Int = 100) -> WorkBoard<[WorkerJob]> {
    WorkBoard(
      jobs.map {
        WorkerJob(name: $0, payload: .null, isRemote: $0.hasPrefix("http"), timeout: .seconds(10))
      }, remoteLanes: 2, window: window)
  }

  private func given(_ board: inout WorkBoard<[WorkerJob]>, to worker: Int) -> String? {
    board.assign(to: worker, at: now)?.job.name
  }

  private func answered(_ board: inout WorkBoard<[WorkerJob]>, _ index: Int, by worker: Int) -> Bool {
    board.answered(index, by: worker, .answer(.null))
  }

  private func delivered(_ board: inout WorkBoard<[WorkerJob]>) -> [String] {
    var found: [String] = []
    while let (_, job, outcome) = board.deliver() {
      let words =
        switch outcome {
        case .answer: "answer"
        case .crash(let ending): ending.words
        case .overdue: "overdue"
        }
      found.append("\(job.name) \(words)")
    }
    return found
  }

  @Test("A worker has one file at a time, and several URLs beside it")
  func lanes() {
    var board = board("a", "http:1", "http:2", "http:3", "b")
    let taken = (0..<5).map { _ in given(&board, to: 1) }
    #expect(taken == ["a", "http:1", "http:2", nil, nil])
    let seen1 = given(&board, to: 2)
    #expect(seen1 == "http:3")
    let seen2 = given(&board, to: 2)
    #expect(seen2 == "b")
    #expect(!board.hasWork)
  }

  @Test("Outcomes come in the order of the jobs, and jobs are drawn only so far ahead")
  func order() {
    var board = board("a", "b", "c", window: 2)
    _ = board.assign(to: 1, at: now)
    _ = board.assign(to: 2, at: now)
    let seen3 = answered(&board, 1, by: 2)
    #expect(seen3)
    let seen4 = delivered(&board)
    #expect(seen4 == [])
    let seen5 = given(&board, to: 2)
    #expect(seen5 == nil)
    let seen6 = answered(&board, 0, by: 1)
    #expect(seen6)
    let seen7 = delivered(&board)
    #expect(seen7 == ["a answer", "b answer"])
    let seen8 = given(&board, to: 2)
    #expect(seen8 == "c")
    #expect(!board.isOver)
    let seen9 = answered(&board, 2, by: 2)
    #expect(seen9)
    let seen10 = answered(&board, 2, by: 2)
    #expect(!seen10)
    let seen11 = delivered(&board)
    #expect(seen11 == ["c answer"])
    #expect(board.isOver)
  }

  @Test("Of several jobs in a dead worker each is tried again, alone, and only the guilty one is blamed")
  func guilt() {
    var board = board("http:1", "http:2", "http:3")
    _ = board.assign(to: 1, at: now)
    _ = board.assign(to: 1, at: now)
    board.died(1, of: .signal(11))
    let seen12 = delivered(&board)
    #expect(seen12 == [])
    let seen13 = given(&board, to: 2)
    #expect(seen13 == "http:1")
    // Nothing is put beside it.
    let seen14 = given(&board, to: 2)
    #expect(seen14 == nil)
    board.died(2, of: .signal(11))
    let seen15 = given(&board, to: 3)
    #expect(seen15 == "http:2")
    let seen16 = answered(&board, 1, by: 3)
    #expect(seen16)
    let seen17 = delivered(&board)
    #expect(seen17 == ["http:1 signal 11 (segmentation fault)", "http:2 answer"])
    let seen18 = given(&board, to: 3)
    #expect(seen18 == "http:3")
  }

  @Test("Idle workers may go once every job is handed out and none is tried again")
  func handedOut() {
    var board = board("http:1", "http:2")
    _ = board.assign(to: 1, at: now)
    #expect(!board.isHandedOut)
    _ = board.assign(to: 1, at: now)
    #expect(board.isHandedOut)
    board.died(1, of: .signal(11))
    #expect(!board.isHandedOut)
  }

  @Test("A job past its time is settled, and those beside it are tried again")
  func lateness() {
    var board = board("a", "http:1")
    _ = board.assign(to: 1, at: now)
    _ = board.assign(to: 1, at: now + .seconds(5))
    let seen19 = board.overdue(at: now + .seconds(12), grace: .seconds(2))
    #expect(seen19.isEmpty)
    let seen20 = board.overdue(at: now + .seconds(13), grace: .seconds(2))
    #expect(seen20 == [1])
    let seen21 = delivered(&board)
    #expect(seen21 == ["a overdue"])
    let seen22 = given(&board, to: 2)
    #expect(seen22 == "http:1")
  }

  @Test("The time that a worker takes to start is not its job's")
  func starting() {
    var board = board("a")
    _ = board.assign(to: 1, at: nil)
    let before = board.overdue(at: now + .seconds(60), grace: .zero)
    #expect(before.isEmpty)
    board.began(1, at: now + .seconds(60))
    let during = board.overdue(at: now + .seconds(69), grace: .zero)
    #expect(during.isEmpty)
    let after = board.overdue(at: now + .seconds(71), grace: .zero)
    #expect(after == [1])
  }

  @Test("A worker that never came to work is not blamed on its job")
  func noStart() {
    var board = board("a")
    _ = board.assign(to: 1, at: now)
    board.neverStarted(1)
    let seen23 = delivered(&board)
    #expect(seen23 == [])
    let seen24 = given(&board, to: 2)
    #expect(seen24 == "a")
  }
}
