/// Follows the mouth of the largest face from picture to picture.
package final class MouthTracker {
  private let finder: FaceFinder
  private var square: ColourPicture.Square?
  /// Pictures until a face is looked for again, where none was found.
  private var pause = 0
  package private(set) var track = MouthTrack()

  package init(_ finder: FaceFinder) { self.finder = finder }

  /// Takes the next picture.
  package func follow(_ picture: ColourPicture, at time: MediaTime) throws(MediaError) {
    let mesh = try mesh(in: picture)
    square = mesh?.next
    track.pictures.append(.init(time: time, shape: mesh?.mouth))
  }

  /// The points of the face that was there before, or of one that is looked for.
  private func mesh(in picture: ColourPicture) throws(MediaError) -> FaceMesh? {
    if let square, let found = try finder.mesh(in: picture, square), found.certainty >= 0.5 { return found }
    guard pause == 0 else {
      pause -= 1
      return nil
    }
    let faces = try finder.faces(in: picture)
    if faces.isEmpty { pause = 5 }
    if faces.count > 1, faces[1].height * 2 >= faces[0].height { track.hasSeveral = true }
    return faces.first?.mesh
  }
}

extension FaceMesh {
  /// The mouth, each measure over the face's height; nil for a face of no height.
  var mouth: MouthTrack.Shape? {
    let height = distance(.forehead, .chin)
    guard height > 1 else { return nil }
    // Three pairs of points on the inner lips, of the canonical face.
    let opening = (distance(13, 14) + distance(82, 87) + distance(312, 317)) / 3
    return MouthTrack.Shape(
      opening: opening / height, width: distance(.rightMouth, .leftMouth) / height,
      chin: distance(.nose, .chin) / height)
  }
}
