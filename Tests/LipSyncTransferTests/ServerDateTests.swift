import Testing

@testable import LipSyncTransfer

@Suite struct ServerDateTests {
  @Test(
    arguments: [
      ([("Date", "Tue, 03 Jan 2023 00:00:00 GMT")], 1_672_704_000),
      ([("date", "Tue, 03 Jan 2023 00:00:00 GMT"), ("Age", "3600")], 1_672_707_600),
      ([("Date", "Tue, 03 Jan 2023 00:00:00 GMT"), ("Age", "-5")], 1_672_704_000),
      ([("Date", "soon")], nil), ([("Age", "10")], nil), ([], nil),
    ] as [([(String, String)], Int64?)])
  func theServersClockIsReadFromItsAnswer(headers: [(String, String)], moment: Int64?) {
    let headers = headers.map { (name: $0.0, value: $0.1) }
    #expect(Response(status: 200, headers: headers, url: "http://a.example/").serverDate == moment)
  }
}
