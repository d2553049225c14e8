internal import Platform

/// A regular file as a byte source.
public final class FileSource: ByteSource {
  /// The path as it was given.
  public let name: String
  /// The file's length when it was opened.
  public let size: Int64?
  /// The open file, to be lent to a worker.
  let descriptor: CInt

  /// Opens a file for reading.
  ///
  /// - Throws: `MediaError` with code `.read` where there is no such file, it may not be read, or it is no
  ///   regular file.
  public init(path: String) throws(MediaError) {
    // Without O_NONBLOCK the opening of a pipe waits for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else {
      let code = errno
      close(descriptor)
      throw Self.failure(path, code)
    }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let kind = facts.st_mode & S_IFMT == S_IFDIR ? "a directory" : "no regular file"
      throw MediaError(
        .read, operation: "open", subject: path, message: "is \(kind); give the path of a media file")
    }
    self.name = path
    self.size = Int64(facts.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Reads at an offset (`pread`).
  public func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws
    -> Int
  {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw Self.failure(name, errno) }
    }
  }

  private static func failure(_ path: String, _ code: CInt) -> MediaError {
    let words = String(cString: strerror(code))
    let remedy = code == ENOENT ? "; check the path" : ""
    return MediaError(
      .read, operation: "open", subject: path, message: "cannot be read: \(words)\(remedy)")
  }
}
