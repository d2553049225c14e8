package import LipSyncMedia

extension FaceNetworks {
  /// Those that tests use: where `scripts/faces.sh` leaves them, else those that are installed; nil where they are not.
  package static let here: FaceNetworks? = {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let found = search("/\(root)/.build/mediapipe/mediapipe/modules")
    var bytes: [Part: [UInt8]] = [:]
    for (part, path) in found { bytes[part] = file(path) }
    return FaceNetworks(bytes) ?? installed
  }()

  /// Why a test is skipped.
  package static let missing = "the networks for faces are not here: run scripts/faces.sh"
}
