internal import LipSyncMedia

/// What is said of faces that nobody looked for.
enum FaceText {
  /// The MediaPipe whose networks these are.
  static let version = "0.10.21"

  /// What gets and installs them; the package holds the same networks for all systems.
  static let commands = [
    "python3 -m pip install --no-deps --only-binary=:all: --python-version 3.12 --platform manylinux_2_28_x86_64 --target mediapipe mediapipe==\(version)",
    "lipflight faces install mediapipe",
  ]

  /// Why, and what to do about it, as the end of a sentence; nil where nobody asked.
  static func unseen(_ absence: FaceFacts.Absence) -> String? {
    switch absence {
    case .notAsked, .noPictures: nil
    case .noNetworks: ", as the networks are not installed: `lipflight faces` says how"
    case .noEngine:
      ", as this build has no engine: install libxnnpack-dev and libpthreadpool-dev, and build with `swift build --traits Faces`"
    case .failed: ": it was tried and failed"
    }
  }
}
