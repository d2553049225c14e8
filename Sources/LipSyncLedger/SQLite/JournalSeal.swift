internal import LipSync
internal import Platform

/// The number of a journal that has payments, kept twice: in the database and in the file of turns beside it. So a database
/// that was deleted, emptied or replaced between two runs is noticed, as long as one of the two is left.
enum JournalSeal {
  /// `LIPF`, in the header of the database (`PRAGMA application_id`).
  static let application: Int64 = 0x4c49_5046
  private static let words = "journal of payments "

  /// The number in a file of turns; nil where nothing was paid yet, or there is no file.
  static func read(_ path: String) -> Int64? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let line = String(decoding: bytes[..<count].prefix { $0 != 0x0a }, as: UTF8.self)
    return line.hasPrefix(words) ? Int64(line.dropFirst(words.count)) : nil
  }

  /// Writes the number, on the disk when it returns.
  static func write(_ number: Int64, to path: String, ledger: String) throws(JournalError) {
    func failure() -> JournalError { JournalError(errno: errno, subject: ledger, "cannot be sealed") }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    let line = Array("\(words)\(number)\n".utf8)
    guard pwrite(descriptor, line, line.count, 0) == line.count, fsync(descriptor) == 0 else {
      throw failure()
    }
  }

  /// Why a database is not the one that its file of turns belongs to; nil where it is: a pure function.
  ///
  /// - Parameters:
  ///   - sealed: the number in the file of turns.
  ///   - bytes: how large the database is.
  ///   - own: the number in the database, 0 for none; nil where it was not read.
  static func objection(sealed: Int64?, bytes: Int64, own: Int64?) -> String? {
    guard let sealed else { return nil }
    if bytes == 0 {
      return "held payments, by the file of turns beside it, and is gone or empty (0 bytes)."
    }
    guard let own, own != sealed else { return nil }
    return "is another one than the file of turns beside it belongs to (number \(own), and not \(sealed))."
  }
}
