internal import LipSyncMedia
internal import LipSyncTransfer

/// What a first look's answer leaves behind: its facts, and the source to read on from.
extension LinkInspector {
  /// Fetches a compressed body as a whole and undoes it: no range of it means anything.
  func undo(
    _ url: String, _ subject: Subject, until deadline: ContinuousClock.Instant, _ outcome: inout Outcome
  ) async {
    var whole = request(url, range: nil, until: deadline)
    whole.bodyLimit = Defaults.compressedLimit.fetched
    let response: Response
    do throws(TransferError) {
      response = try await client.send(whole)
    } catch {
      outcome.link.requests += error.requests
      outcome.link.bytesRead += error.bytesReceived
      outcome.source = nil
      outcome.findings.append(SourceFault.finding(error, about: subject, isReading: true))
      return
    }
    outcome.link.requests += response.requests
    outcome.link.bytesRead += response.bytesReceived
    let output = Inflate.decode(response.body, ceiling: Defaults.compressedLimit.undone)
    guard let output, output.isWhole else {
      outcome.source = nil
      let limit = Defaults.compressedLimit
      let isLong = response.bodyWasCut || (output?.bytes.count ?? 0) >= limit.undone
      outcome.findings.append(
        isLong
          ? Finding(
            .mediaDurationUncertain, about: subject,
            "The compressed body was undone as far as \(limit.fetched >> 20) MiB of it, or \(limit.undone >> 20) MiB of what "
              + "is in it, and does not end there: what it holds is unknown.",
            remedy: "Switch compression off for media on the host.", severity: .warning)
          : Finding(
            .linkContentType, about: subject,
            "The compressed body cannot be undone to its end: what it holds is unknown.",
            remedy: "Switch compression off for media on the host.", severity: .error))
      return
    }
    outcome.undone = MemorySource(output.bytes, name: shortened(url))
  }

  func fill(_ link: inout LinkInfo, from response: Response, _ answer: AnswerJudge.Outcome) {
    link.finalURL = shortened(response.url)
    link.status = response.status
    link.contentType = response.header("Content-Type")
    link.redirects = response.redirects.map { shortened($0.location) }
    link.served = answer.sniff.served
    guard (200..<300).contains(response.status) else { return }
    link.entityTag = response.header("ETag")
    link.lastModified = response.header("Last-Modified")
    link.supportsRanges = answer.range.support == .honoured
    link.bytes = Self.size(response, answer)
  }

  func source(_ url: String, _ response: Response, _ answer: AnswerJudge.Outcome) -> HTTPSource {
    HTTPSource(client: client, url: url, first: response, size: Self.size(response, answer))
  }

  /// What the host states, else what came where all of it did.
  private static func size(_ response: Response, _ answer: AnswerJudge.Outcome) -> Int64? {
    let isWhole = answer.range.support == .ignored && !response.bodyWasCut
    return answer.range.total ?? (isWhole ? Int64(response.body.count) : nil)
  }
}
