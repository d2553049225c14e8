internal import Platform

/// The note next to a part: enough to request the rest of the same object in another run.
struct PartNote: Codable, Sendable, Equatable {
  /// Which object it is: a digest of its URL without the query, where signatures stand and change. A digest, since paths
  /// may hold tokens too.
  var object: String
  /// Bytes of the part that are certainly on disk.
  var bytes: Int64
  /// The whole length, if it is known.
  var total: Int64?
  var etag: String?
  var lastModified: String?
  /// The date of the answer that gave them.
  var date: String?
  /// While a part is being filled, the run of the machine in which it is: as long as that lasts, all bytes that were written
  /// are there, whatever happened to the process. Nil if the part was closed in order.
  var boot: String?

  /// The object that a URL names.
  static func object(of address: WebAddress) -> String {
    Digest.sha256(address.origin + address.path)
  }

  /// Whether it may be of the object that a URL names: the same URL but for its query, or another that has to show the same
  /// length and ETag, if the ETag is so long that nothing else has it (a fresh link may have its signature in the path).
  func mayBe(_ object: String?) -> Bool {
    guard let object else { return false }
    return object == self.object
      || total != nil && etag.map { $0.utf8.count >= 18 && !$0.hasPrefix("W/") } == true
  }

  /// Bytes at the start of a part of `size` bytes that can be trusted.
  func trusted(of size: Int64) -> Int64 {
    guard let boot, boot == Self.thisBoot else { return bytes }
    return size
  }

  /// The note at a path; nil if there is no valid one.
  static func read(_ path: String) -> PartNote? {
    guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= 64 << 10,
      let note = try? JSONDecoder().decode(PartNote.self, from: data), note.bytes >= 0,
      note.bytes <= note.total ?? .max
    else { return nil }
    return note
  }

  /// Writes it, whole or not at all, by way of a file of one name, so that a process that is killed leaves no more than that;
  /// false if it fails.
  func write(_ path: String) -> Bool {
    guard let data = try? JSONEncoder().encode(self) else { return false }
    let draft = Self.draft(path)
    unlink(draft)
    guard let file = try? FileDescriptor.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644)
    else { return false }
    let isWritten = [UInt8](data).withUnsafeBytes { Self.writeAll($0, to: file) }
    guard isWritten, rename(draft, path) == 0 else {
      unlink(draft)
      return false
    }
    return true
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: FileDescriptor) -> Bool {
    System.write(file.raw, bytes.baseAddress, bytes.count) == bytes.count
  }

  /// Where a note is written before it is renamed.
  static func draft(_ path: String) -> String { path + ".new" }

  /// An id of the machine's current boot; nil if the system has none.
  static let thisBoot: String? = {
    guard let data = try? Data(contentsOf: URL(filePath: "/proc/sys/kernel/random/boot_id")) else {
      return nil
    }
    return String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
  }()

  var validators: Validators { Validators(etag: etag, lastModified: lastModified, total: total) }
}
