package import LipSyncMedia

extension PlaybackPlan {
  /// What is shown of the video from one moment of the output to another, as a renderer is asked for it.
  package func stretches(from start: MediaTime, to end: MediaTime) -> [RenderOrder.Stretch] {
    var begin = MediaTime.zero
    var stretches: [RenderOrder.Stretch] = []
    for pass in passes {
      let finish = begin + pass.to - pass.from
      let (first, last) = (max(begin, start), min(finish, end))
      if first < last {
        var stretch = RenderOrder.Stretch(pass)
        switch stretch.direction {
        case .forward: stretch.start = stretch.start + first - begin
        case .reverse: stretch.start = stretch.start - (first - begin)
        case .hold: break
        }
        stretch.length = last - first
        stretches.append(stretch)
      }
      begin = finish
    }
    return stretches
  }
}

extension RenderOrder.Stretch {
  /// What the renderer is asked for, to play a pass.
  package init(_ pass: PlaybackPlan.Pass) {
    let length = pass.to - pass.from
    switch pass.direction {
    case .forward: self.init(from: pass.from, lasting: length)
    case .reverse: self.init(from: pass.to, lasting: length, .reverse)
    case .hold: self.init(from: pass.from, lasting: length, .hold)
    }
  }
}
