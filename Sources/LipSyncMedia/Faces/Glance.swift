/// How many pictures a glance looks for faces in.
package struct FaceSample: Sendable, Equatable {
  /// Pixels to decode one picture after the other, from the beginning.
  package var pixels: Int64
  /// Pictures of what comes after, which can be decoded by themselves.
  package var keys: Int

  package init(pixels: Int64, keys: Int) { (self.pixels, self.keys) = (pixels, keys) }
}

/// What a glance at a video's pictures tells.
package struct Glance: Sendable, Equatable {
  /// Whether they are black or stand still.
  package var pictures: PictureFacts
  /// Faces in some of them; nil where none was looked for.
  package var faces: FaceFacts?
  /// Why not.
  package var facesUnseen: FaceFacts.Absence?

  package init(pictures: PictureFacts, faces: FaceFacts?, facesUnseen: FaceFacts.Absence?) {
    (self.pictures, self.faces, self.facesUnseen) = (pictures, faces, facesUnseen)
  }
}

/// What faces are looked for with: an engine, as far as the program has one, and networks, as far as they are installed.
package struct FaceKit: Sendable {
  package var engine: FaceFinder.Engine?
  package var networks: FaceNetworks?

  /// Of such an engine and such networks; nothing of either.
  package init(engine: FaceFinder.Engine? = nil, networks: FaceNetworks? = nil) {
    (self.engine, self.networks) = (engine, networks)
  }

  /// A finder of its own, or why there is none.
  package func finder() -> (finder: FaceFinder?, absence: FaceFacts.Absence?) {
    guard let engine else { return (nil, .noEngine) }
    guard let networks else { return (nil, .noNetworks) }
    do throws(MediaError) { return (try engine.finder(networks), nil) } catch { return (nil, .failed) }
  }
}
