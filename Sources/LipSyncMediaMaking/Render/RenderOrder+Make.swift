package import LipSyncMediaReading

extension RenderOrder {
  /// What a worker program does with an order of this trade.
  package static let trade: MediaTrade.Work = { order, deadline, _ in
    answer { try RenderOrder(json: order).make(deadline: deadline) }
  }

  /// Makes it here. Blocks.
  private func make(deadline: Deadline) throws -> MediaTime {
    switch self {
    case .movie(let video, let audio, let stretches, let stamp, let path):
      return try Render.run(
        video: FileSource(path: video), audio: FileSource(path: audio), stretches: stretches, to: path,
        options: Render.Options(stamp: stamp), deadline: deadline
      ).duration
    case .card(let isBlank, let path):
      let frame = MediaTime(1, 25)
      let writer = try MovieWriter.create(
        path: path, video: VideoSpec(width: 160, height: 90, frameDuration: frame), audio: nil)
      try writer.append(isBlank ? Picture(width: 160, height: 90) : .chessboard)
      try writer.finish()
      return frame
    }
  }
}

extension Picture {
  fileprivate static var chessboard: Picture {
    var picture = Picture(width: 160, height: 90)
    for row in stride(from: 0, to: 90, by: 10) {
      for column in stride(from: row % 20, to: 160, by: 20) {
        picture.fill(x: column, y: row, width: 10, height: 10, luma: 235)
      }
    }
    return picture
  }
}

extension MediaExaminer {
  /// Reading and rendering in this very process: for tests of what is rendered.
  package static let makingInThisProcess = inThisProcess(trade: Trades.work)
}
