#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// By what a file is known to be the same as a while ago, without reading it.
struct FileStamp: Hashable, Sendable {
  private let file: [UInt64]
  private let size: Int64
  private let times: [Int]

  /// Nil where there is no such file.
  init?(path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    file = [UInt64(truncatingIfNeeded: facts.st_dev), UInt64(truncatingIfNeeded: facts.st_ino)]
    size = Int64(facts.st_size)
    #if canImport(Darwin)
      let moments = [facts.st_mtimespec, facts.st_ctimespec]
    #else
      let moments = [facts.st_mtim, facts.st_ctim]
    #endif
    times = moments.flatMap { [$0.tv_sec, $0.tv_nsec] }
  }
}
