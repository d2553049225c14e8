import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

@Suite struct PatienceTests {
  @Test("It ends after so many failures in a row, and starts anew where something was achieved")
  func limit() {
    func answers(limit: Int, _ marks: [Int64]) -> [Bool] {
      var patience = Patience(limit: limit)
      return marks.map { patience.isOver(at: $0) }
    }
    #expect(answers(limit: 3, [0, 0, 0]) == [false, false, true])
    #expect(answers(limit: 3, [0, 0, 1, 1, 2, 2, 2]).firstIndex(of: true) == 6)
    #expect(answers(limit: 1, [7]) == [true])
  }
}
