internal import LipSyncMedia

extension PictureDifference {
  /// What the differences mean: no edited region, or nothing moved during speech.
  func findings(sound: AudioEnvelope?) -> [Finding] {
    guard let region else {
      return [
        Finding(
          .resultUnedited, about: .result,
          "No part of the picture differs from the video that was sent by more than encoding does: "
            + "\(figure(outside)) levels of luma on average, at 1/48 of its sides.",
          evidence: [("outside", .double(outside, places: 2))])
      ]
    }
    guard let sound else { return [] }
    return region.stillWhileVoiced(sound).map { still in
      Finding(
        .resultStillMouth, about: .result,
        "Nothing moves in the edited region for \(figure((still.end - still.start).seconds)) s from "
          + "\(figure(still.start.seconds)) s on, although the sound continues.",
        evidence: [("start_seconds", .seconds(still.start)), ("end_seconds", .seconds(still.end))])
    }
  }
}

extension PictureDifference {
  /// A face moves from picture to picture by at least this share of how much it differs from the source.
  private static let liveliness = 0.03
  /// Of pictures that differ by more than this elsewhere, in levels, nothing is known of a face.
  private static let mostOutside = 5.0

  /// Whether the region is a face at work, and not a subtitle, a stamp or a misfit.
  var isLively: Bool {
    guard let region, outside <= Self.mostOutside, !region.movement.isEmpty else { return false }
    let usual = region.movement.map(\.levels).sorted()[region.movement.count * 3 / 4]
    return usual >= Self.liveliness * region.difference
  }
}

extension FineDifference {
  /// What the whole picture has lost.
  var findings: [Finding] {
    Rule.findings(
      on: ResultDetail(sharpness: sharpness, colour: colour, saturation: saturation), about: .result)
  }
}

extension EditedRegion {
  /// Below this share of what is usual nothing moves.
  private static let stillness = 0.12
  /// An edited mouth moves by more than this from one picture to the next, in levels.
  private static let liveliness = 0.05
  /// The least share of a stretch that has to be heard.
  private static let voiced = 0.7

  /// Stretches of `Limits.stillMouth` or more that can be heard and in which the region does not change.
  func stillWhileVoiced(_ sound: AudioEnvelope) -> [(start: MediaTime, end: MediaTime)] {
    let sorted = movement.map(\.levels).sorted()
    guard sorted.count >= 20 else { return [] }
    let usual = sorted[sorted.count * 3 / 4]
    if mayBeSeam, usual < Self.liveliness { return [] }
    let limit = usual * Self.stillness
    let loud = sound.levels.sorted()[max(0, sound.levels.count * 9 / 10 - 1)] / 12
    var stretches: [(start: MediaTime, end: MediaTime)] = []
    var start: MediaTime?
    for (index, step) in movement.enumerated() {
      let isStill = step.levels <= limit
      if isStill, start == nil { start = index == 0 ? step.time : movement[index - 1].time }
      guard let began = start, !isStill || index == movement.count - 1 else { continue }
      start = nil
      let end = isStill ? step.time : movement[max(index - 1, 0)].time
      guard end - began >= Limits.stillMouth else { continue }
      let range =
        Int(began.seconds * Double(AudioEnvelope.rate))..<Int(end.seconds * Double(AudioEnvelope.rate))
      let heard = sound.levels[range.clamped(to: 0..<sound.levels.count)]
      guard Double(heard.count { $0 > loud }) >= Self.voiced * Double(range.count) else { continue }
      stretches.append((began, end))
    }
    return stretches
  }
}
