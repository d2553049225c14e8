/// By what a file is known to be the same as a while ago, without reading it.
struct FileStamp: Hashable, Sendable {
  private let status: FileStatus

  /// Nil where there is no such file.
  init?(path: String) {
    guard let status = FileStatus(path: path) else { return nil }
    self.status = status
  }
}
