internal import Platform

/// The two networks that faces are found by, as bytes: BlazeFace's detector for short range, and the mesh of 468 points that
/// MediaPipe lays over a face (both Google's, Apache-2.0). They are not part of this package: who wants them installs them.
public struct FaceNetworks: Sendable {
  /// Each of them, as MediaPipe 0.10.21 ships it.
  public enum Part: String, Sendable, CaseIterable {
    /// Finds faces in a picture of 128 x 128.
    case detector
    /// Finds 468 points of a face in a picture of 192 x 192.
    case mesh

    /// The name of its file, in the package and where it is installed.
    public var fileName: String {
      switch self {
      case .detector: "face_detection_short_range.tflite"
      case .mesh: "face_landmark.tflite"
      }
    }

    /// The SHA-256 digest of its file: another network gives other numbers, and all figures were measured with these.
    public var digest: String {
      switch self {
      case .detector: "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8"
      case .mesh: "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814"
      }
    }
  }

  /// No file of a network is longer, in bytes.
  package static let limit = 8 << 20

  /// The bytes of each.
  package let bytes: [Part: [UInt8]]

  /// Takes bytes without holding them against anything; nil unless all parts are there.
  package init?(unchecked bytes: [Part: [UInt8]]) {
    guard Part.allCases.allSatisfy({ bytes[$0] != nil }) else { return nil }
    self.bytes = bytes
  }

  /// Takes bytes that are what they should be; nil if one is another network, or missing.
  package init?(_ bytes: [Part: [UInt8]]) {
    guard Part.allCases.allSatisfy({ part in bytes[part].map { part.isIt($0) } ?? false }) else { return nil }
    self.bytes = bytes
  }

  /// Where they are installed for a user: `$XDG_DATA_HOME/lipflight/faces`, or `~/.local/share/lipflight/faces`; relative paths
  /// do not count. Nil where there is neither.
  public static func folder(
    dataHome: String? = environment("XDG_DATA_HOME"), home: String? = environment("HOME")
  ) -> String? {
    func absolute(_ path: String?) -> String? { path.flatMap { $0.hasPrefix("/") ? $0 : nil } }
    let data = absolute(dataHome) ?? absolute(home).map { $0 + "/.local/share" }
    return data.map { $0 + "/lipflight/faces" }
  }

  /// A variable of the environment.
  public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Those of a folder; nil unless all are there, and are what they should be.
  public static func read(from folder: String) -> FaceNetworks? {
    var bytes: [Part: [UInt8]] = [:]
    for part in Part.allCases { bytes[part] = file("\(folder)/\(part.fileName)") }
    return FaceNetworks(bytes)
  }

  /// What is in a file, up to the limit; nil where it cannot be read, or is longer.
  package static func file(_ path: String) -> [UInt8]? {
    guard let source = try? FileSource(path: path), let size = source.size, size <= limit else { return nil }
    return try? [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
      while count < Int(size) {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let read = try source.read(at: Int64(count), into: rest, deadline: .none)
        guard read > 0 else { return }
        count += read
      }
    }
  }
}

extension FaceNetworks.Part {
  /// Whether bytes are this network's.
  package func isIt(_ bytes: [UInt8]) -> Bool { hex(Digest.sha256(bytes)) == digest }
}
