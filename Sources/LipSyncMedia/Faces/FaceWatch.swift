/// Adds up what is seen of faces while pictures go by.
package struct FaceWatch {
  private var looks: [(time: MediaTime, faces: [FaceFinder.Face], height: Int)] = []
  private var next = MediaTime.zero

  package init() {}

  /// Whether a picture of that moment is to be looked at: two a second are.
  package func wants(_ time: MediaTime) -> Bool { time >= next }

  /// Takes what was found in a picture of such a height.
  package mutating func add(_ faces: [FaceFinder.Face], at time: MediaTime, of height: Int) {
    looks.append((time, faces, height))
    next = max(next, time) + MediaTime(1, Int64(FaceFacts.rate))
  }

  /// What was seen; `end` is when the last picture ends, nil where only a few were looked at.
  package func facts(end: MediaTime?) -> FaceFacts {
    let seen = looks.filter { !$0.faces.isEmpty }
    var facts = FaceFacts(pictures: looks.count, isWhole: end != nil, withFace: seen.count)
    facts.height = Self.median(seen.map { $0.faces[0].height / Double($0.height) })
    facts.yaw = Self.median(seen.map { abs($0.faces[0].yaw) })
    facts.most = seen.map(\.faces.count).max() ?? 0
    facts.several = seen.count { $0.faces.count > 1 && $0.faces[1].height * 2 >= $0.faces[0].height }
    if let end { facts.longestWithout = longestWithout(end) }
    return facts
  }

  private func longestWithout(_ end: MediaTime) -> PictureFacts.Stretch? {
    var (longest, start): (PictureFacts.Stretch?, MediaTime?)
    for (index, look) in looks.enumerated() where look.faces.isEmpty {
      let begin = start ?? look.time
      let isLast = index + 1 == looks.count
      let until = isLast ? max(end, look.time) : looks[index + 1].time
      start = !isLast && looks[index + 1].faces.isEmpty ? begin : nil
      if start == nil, until - begin > longest?.length ?? .zero { longest = .init(start: begin, end: until) }
    }
    return longest
  }

  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
