internal import Crypto
internal import FoundationEssentials

/// What stands beside a part that is kept: enough to ask for the rest of the same object, in another run.
struct PartNote: Codable, Sendable, Equatable {
  /// Which object it is: a digest of its URL without the query, where signatures stand and change. A digest, since paths
  /// may hold tokens too.
  var object: String
  /// Bytes of the part that are on the disk for certain.
  var bytes: Int64
  /// The whole length, where it is known.
  var total: Int64?
  var etag: String?
  var lastModified: String?
  /// The date of the answer that gave them.
  var date: String?

  /// The object that a URL names.
  static func object(of address: WebAddress) -> String {
    hex(SHA256.hash(data: Array((address.origin + address.path).utf8)))
  }

  /// What a note says; nil where there is none that could have been written here.
  static func read(_ path: String) -> PartNote? {
    guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= 64 << 10,
      let note = try? JSONDecoder().decode(PartNote.self, from: data), note.bytes > 0,
      note.bytes <= note.total ?? .max
    else { return nil }
    return note
  }

  /// Writes it, whole or not at all; false where that fails.
  func write(_ path: String) -> Bool {
    guard let data = try? JSONEncoder().encode(self) else { return false }
    return (try? data.write(to: URL(filePath: path), options: .atomic)) != nil
  }

  var validators: Validators { Validators(etag: etag, lastModified: lastModified, total: total) }
}

/// Bytes in lower-case hex.
func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
