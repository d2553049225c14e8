internal import Platform
internal import Synchronization

/// A file that is filled under a temporary name, next to the name it gets once it is complete.
///
/// The part is locked while it is filled. The final name only ever holds the complete file. A part whose
/// download may continue later is kept, with a note of the object it belongs to.
final class PartFile: Sendable {
  private struct State {
    var count: Int64 = 0
    var digest = Digest()
    /// Bytes at the start that survive even a crash of the machine.
    var durable: Int64 = 0
    /// Whether a note about these bytes exists.
    var isNoted = false
  }

  /// The final name.
  let target: String
  /// The temporary name.
  let path: String
  /// What an earlier run left in it; nil if it was opened empty.
  let kept: PartNote?

  private let directory: String
  private let file: FileDescriptor
  private let state: Mutex<State>
  /// The reader of the bytes that arrive.
  private let arrival: Arrival?

  private init(
    target: String, place: (directory: String, path: String), file: FileDescriptor, kept: PartNote?,
    state: State, arrival: Arrival?
  ) {
    self.target = target
    self.path = place.path
    self.directory = place.directory
    self.file = file
    self.kept = kept
    self.state = Mutex(state)
    self.arrival = arrival
  }

  private var notePath: String { Self.notePath(path) }

  private static func notePath(_ path: String) -> String { path + ".json" }

  /// Where the part of a target is: `.NAME.lipflight-part` in the same directory.
  static func name(for target: String) -> (directory: String, path: String) {
    let slash = target.lastIndex(of: "/")
    let directory = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
    let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
    // A name may have 255 bytes: a long one is cut, and made unique by a digest.
    var short = name
    if name.utf8.count > 200 {
      short = String(decoding: name.utf8.prefix(180), as: UTF8.self).filter { $0 != "\u{FFFD}" }
      short += "-" + Digest.sha256(name).prefix(16)
    }
    return (directory, "\(directory == "/" ? "" : directory)/.\(short).lipflight-part")
  }

  /// Opens a part: with the bytes that an earlier run kept of the same object, which are digested again, else empty.
  /// One that another run is filling is an error.
  ///
  /// - Parameters:
  ///   - object: What `PartNote.object` says of the URL; nil to always start over.
  ///   - arrival: Told of every byte that is there.
  static func open(
    for target: String, object: String? = nil, arrival: Arrival? = nil
  ) throws(TransferError) -> PartFile {
    let place = name(for: target)
    var facts = stat()
    if target.isEmpty || target.last == "/" || stat(target, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    {
      throw TransferError(.file, subject: target, message: "is a directory; name a file")
    }
    let file = try locked(place.path, for: target)
    let size = try file.regularSize(place.path)
    if var note = PartNote.read(notePath(place.path)), note.mayBe(object) {
      let durable = note.bytes
      note.bytes = note.trusted(of: size)
      if note.bytes > 0, note.bytes <= note.total ?? .max, let digest = digest(of: file, count: note.bytes),
        ftruncate(file.raw, off_t(note.bytes)) == 0, lseek(file.raw, off_t(note.bytes), SEEK_SET) >= 0
      {
        let state = State(
          count: note.bytes, digest: digest, durable: durable, isNoted: true)
        let part = PartFile(
          target: target, place: place, file: file, kept: note, state: state, arrival: arrival)
        arrival?.follow(part)
        return part
      }
    }
    let part = PartFile(
      target: target, place: place, file: file, kept: nil, state: State(), arrival: arrival)
    try part.restart()
    arrival?.follow(part)
    return part
  }

  /// The digest, still open, of a file's first bytes; nil if it has fewer or cannot be read.
  private static func digest(of file: FileDescriptor, count: Int64) -> Digest? {
    var digest = Digest()
    var offset: Int64 = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while offset < count {
      let got = pread(file.raw, &buffer, Int(min(Int64(buffer.count), count - offset)), off_t(offset))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { return nil }
      digest.update(Array(buffer[..<got]))
      offset += Int64(got)
    }
    return digest
  }

  /// Opens and locks the file at the part's path.
  private static func locked(_ path: String, for target: String) throws(TransferError) -> FileDescriptor {
    // Each iteration but the last means that another download has just ended.
    for _ in 0..<100 {
      let file = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o644)
      guard FileStatus(descriptor: file.raw)?.names ?? 1 <= 1 else {
        throw TransferError(
          .file, subject: target,
          message: "\(path) is another file's second name (a hard link), and is not written to; remove it")
      }
      guard flock(file.raw, LOCK_EX | LOCK_NB) == 0 else { break }
      if isNamed(path, file) { return file }
    }
    throw TransferError(
      .file, subject: target,
      message: "another download is filling \(path); wait for it or name another file")
  }

  /// Whether an open file is still at a path. Between open and lock another download may have given it its final
  /// name: it is that download's result then, and not to be touched.
  static func isNamed(_ path: String, _ file: FileDescriptor) -> Bool {
    var opened = stat()
    var named = stat()
    return fstat(file.raw, &opened) == 0 && lstat(path, &named) == 0 && opened.st_dev == named.st_dev
      && opened.st_ino == named.st_ino
  }

  /// Bytes written so far.
  var count: Int64 { state.withLock { $0.count } }

  /// Appends and digests bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws(TransferError) {
    var written = 0
    while written < bytes.count {
      let count = write(file.raw, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw fileError(path, "writing failed after \(self.count) bytes", errno) }
      written += count
    }
    // A copy, since a lock's closure cannot capture borrowed memory; cheap compared with the digest itself.
    let chunk = Array(bytes)
    let count = state.withLock {
      $0.digest.update(chunk)
      $0.count += Int64(chunk.count)
      return $0.count
    }
    arrival?.reach(count)
  }

  /// Reads bytes that are there and returns how many.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(TransferError) -> Int {
    while true {
      let count = pread(file.raw, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw fileError(path, "cannot be read back", errno) }
    }
  }

  /// Forgets what was written. The note goes first: it must not speak of other bytes.
  func restart() throws(TransferError) {
    arrival?.startAnew()
    removeNote()
    guard ftruncate(file.raw, 0) == 0, lseek(file.raw, 0, SEEK_SET) == 0 else {
      throw fileError(path, "cannot be emptied", errno)
    }
    state.withLock { $0 = State() }
  }

  /// Free bytes of the file system.
  func freeSpace() -> Int64? {
    var facts = statvfs()
    guard fstatvfs(file.raw, &facts) == 0 else { return nil }
    return Int64(
      clamping: UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize)).partialValue)
  }

  /// Writes the note about the part's object, so that a killed process loses nothing: before the bytes that an
  /// answer brings. A note that cannot be written does not stop the download.
  func saveNote(_ object: String, _ validators: Validators, date: String?) {
    let note = PartNote(
      object: object, bytes: state.withLock { $0.durable }, total: validators.total, etag: validators.etag,
      lastModified: validators.lastModified, date: date, boot: PartNote.thisBoot)
    let isNoted = note.write(notePath)
    state.withLock { $0.isNoted = $0.isNoted || isNoted }
  }

  /// Whether the bytes at an offset are these; they have to be there.
  func holds(_ bytes: [UInt8], at offset: Int64) -> Bool {
    var there = [UInt8](repeating: 0, count: bytes.count)
    return pread(file.raw, &there, there.count, off_t(offset)) == there.count && there == bytes
  }

  /// Checksums of all bytes so far, in the order of their names.
  func values(of checksums: [Checksum]) throws(TransferError) -> [[UInt8]] {
    var states = checksums.map { $0 == .sha256 ? nil : $0.begin() }
    if states.contains(where: { $0 != nil }) {
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      var offset: Int64 = 0
      while offset < count {
        let got = pread(file.raw, &buffer, buffer.count, off_t(offset))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { throw fileError(path, "cannot be read back", errno) }
        buffer.withUnsafeBytes { bytes in
          for index in states.indices {
            states[index]?.update(UnsafeRawBufferPointer(rebasing: bytes[..<got]))
          }
        }
        offset += Int64(got)
      }
    }
    return states.map { $0?.value() ?? state.withLock { $0.digest.value() } }
  }

  /// Makes the part durable and gives it its final name; returns the SHA-256 in lower-case hex.
  func finish() throws(TransferError) -> String {
    guard fsync(file.raw) == 0 else { throw fileError(path, "cannot be flushed to disk", errno) }
    guard rename(path, target) == 0 else { throw fileError(target, "cannot be renamed into place", errno) }
    removeNote()
    // The name is durable once the directory is; some file systems cannot sync one, and then nothing more can be done.
    if let parent = try? FileDescriptor.open(directory, O_RDONLY | O_DIRECTORY) { fsync(parent.raw) }
    return hex(state.withLock { $0.digest.value() })
  }

  /// Leaves the part for a later run, with its note; removes both if that cannot be done.
  ///
  /// - Parameter spare: Bytes at the end that are given up, to make space for the note on a full disk.
  func keep(_ object: String, _ validators: Validators, date: String?, spare: Int64) {
    let bytes = count - spare
    let note = PartNote(
      object: object, bytes: bytes, total: validators.total, etag: validators.etag,
      lastModified: validators.lastModified, date: date)
    let isThere = bytes > 0 && ftruncate(file.raw, off_t(bytes)) == 0
    let isKept = isThere && fsync(file.raw) == 0 && note.write(notePath)
    // If there is no space for the last note, the first one is still valid.
    if !isKept, !(isThere && state.withLock { $0.isNoted }) { discard() }
    // Not at the last reference, which the transfer's thread may hold a moment longer than the next call waits.
    flock(file.raw, LOCK_UN)
  }

  /// Removes the part and its note.
  func discard() {
    removeNote()
    unlink(path)
  }

  private func removeNote() {
    unlink(notePath)
    unlink(PartNote.draft(notePath))
  }
}
