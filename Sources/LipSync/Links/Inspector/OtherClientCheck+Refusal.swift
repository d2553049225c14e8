internal import LipSyncTransfer

/// After a refusal: what the host goes by.
extension OtherClientCheck {
  /// Statuses behind which another client may find the file.
  static let doubtful: Set<Int> = [400, 401, 403, 404, 406, 409, 412, 418]

  /// Whether a client that names itself otherwise, or comes with a referer or a cookie, gets media where the first look got
  /// none.
  ///
  /// - Parameters:
  ///   - seen: a clause: what the first look got.
  ///   - setsCookies: whether the host handed out cookies.
  func afterRefusal(_ seen: String, setsCookies: Bool) async -> Outcome {
    let referer = URLParts(url).map { "\($0.scheme)://\($0.host)\($0.port.map { ":\($0)" } ?? "")/" } ?? url
    var attempts: [(name: String, words: String, headers: [(String, String)], cookies: Bool)] = [
      ("user-agent", "names itself as a browser", Self.browserHeader, false),
      ("referer", "comes from the host's own pages (Referer: \(referer))", [("Referer", referer)], false),
    ]
    if setsCookies {
      attempts.append(("cookie", "keeps the cookie that the host sets on the way", [], true))
    }
    return await withTaskGroup(of: (Int, Outcome, Bool).self) { group in
      for (index, attempt) in attempts.enumerated() {
        group.addTask {
          var outcome = Outcome()
          let answer = await self.send(
            attempt.headers, range: 0...4095, cookies: attempt.cookies, &outcome)
          return (index, outcome, answer.map(Self.isMedia) ?? false)
        }
      }
      var sum = Outcome()
      var winner: Int?
      for await (index, outcome, isMedia) in group {
        sum.requests += outcome.requests
        sum.bytesRead += outcome.bytesRead
        if isMedia { winner = min(winner ?? index, index) }
      }
      if let winner {
        let host = URLParts(url)?.host ?? "The host"
        sum.finding = bound(
          "\(host) \(seen), and sends the file only to a client that \(attempts[winner].words).",
          to: attempts[winner].name, status: nil)
      }
      return sum
    }
  }

  private static func isMedia(_ response: Response) -> Bool {
    (200..<300).contains(response.status) && Sniff.of(BodyCoding.undo(response).bytes).served == .media
  }
}
