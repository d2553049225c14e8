internal import LipSyncMedia

/// Whether a cover is a picture of its result.
enum CoverProof {
  /// The parts of a cover and of a result's picture that show the same.
  private struct Look {
    var cover = PictureFit.Part.whole
    var frame = PictureFit.Part.whole
  }

  /// Values per row when parts are compared.
  private static let side = 24

  /// The frame of the result that is nearest to a cover, and how alike the two are.
  ///
  /// - Parameter aspect: width over height of the result as it is shown. A cover of another shape may be squeezed, cut out
  ///   of the picture's middle, or the picture with bars around it.
  static func nearest(
    to cover: Thumbnail.Picture, in frames: [DecodedMedia.Frame], shaped aspect: Double?
  ) -> (time: MediaTime, similarity: Double)? {
    looks(cover.aspect, aspect).compactMap { look in nearest(to: cover.signature, in: frames, look) }
      .max { $0.similarity < $1.similarity }
  }

  private static func looks(_ cover: Double, _ result: Double?) -> [Look] {
    guard let result, CoverPicture.isMisshapen(cover, result) else { return [Look()] }
    let wider = cover / result
    let (width, height) = (min(1, wider), min(1, 1 / wider))
    return [Look(), Look(frame: .centred(width, height)), Look(cover: .centred(height, width))]
  }

  private static func nearest(
    to cover: FrameSignature, in frames: [DecodedMedia.Frame], _ look: Look
  ) -> (time: MediaTime, similarity: Double)? {
    let (coverPart, framePart) = (PartSampler(look.cover, side: side), PartSampler(look.frame, side: side))
    let isWhole = look.cover == .whole && look.frame == .whole
    let values = isWhole ? cover.luma.map(Float.init) : coverPart.values(cover)
    var best: (time: MediaTime, distance: Double, values: [Float])?
    for frame in frames {
      guard let signature = frame.signature, signature.luma.count == cover.luma.count else { continue }
      let part = isWhole ? [] : framePart.values(signature)
      let distance =
        isWhole
        ? cover.distance(to: signature)
        : Double(zip(values, part).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
      if best.map({ distance < $0.distance }) ?? true {
        best = (frame.time, distance, isWhole ? signature.luma.map(Float.init) : part)
      }
    }
    return best.map { ($0.time, correlation(values, $0.values)) }
  }

  /// Pearson's correlation of two pictures' luma, negative values as 0; 1 for two equal pictures of one colour.
  static func correlation(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count, !a.isEmpty else { return 0 }
    let n = Double(a.count)
    var (sumA, sumB, sumAA, sumBB, sumAB) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      let (x, y) = (Double(x), Double(y))
      sumA += x
      sumB += y
      sumAA += x * x
      sumBB += y * y
      sumAB += x * y
    }
    let (varA, varB) = (sumAA - sumA * sumA / n, sumBB - sumB * sumB / n)
    guard varA > 0, varB > 0 else { return a == b ? 1 : 0 }
    return max(0, (sumAB - sumA * sumB / n) / (varA * varB).squareRoot())
  }

  /// What a cover's picture means.
  static func findings(
    _ picture: Thumbnail.Picture, similarity: Double?, moment: MediaTime?, result aspect: Double?
  ) -> [Finding] {
    Rule.findings(
      on: CoverPicture(
        width: picture.width, height: picture.height, aspect: picture.aspect,
        contrast: picture.signature.contrast, similarity: similarity, moment: moment, result: aspect),
      about: .cover)
  }
}
