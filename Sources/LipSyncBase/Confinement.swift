internal import CConfine
internal import Platform

/// What a process that reads foreign bytes gives up before it does.
///
/// On Linux: core files, rights by programs, descriptors, files and ports (Landlock), and all system calls that decoding does
/// not take (seccomp). Elsewhere limits of resources alone.
package enum Confinement {
  /// What of it the system has, as words for people.
  package static var words: String {
    let landlock = cconfine_landlock_version()
    let parts = [
      cconfine_has_seccomp() != 0 ? "seccomp" : nil, landlock > 0 ? "Landlock \(landlock)" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? "limits of resources alone" : parts.joined(separator: ", ")
  }

  /// Leaves this process nothing but some descriptors from 0 on.
  package static func closeDescriptors(from first: CInt) { cconfine_close_from(UInt32(first)) }

  /// Forgets the environment, and overwrites it and the words of the command line: what is secret in them is gone from this
  /// process's memory. While there is one thread.
  package static func forgetSurroundings() {
    var entry = environ
    while let text = entry.pointee {
      memset(text, 0, strlen(text))
      entry += 1
    }
    environ.pointee = nil
    for index in 1..<max(1, Int(CommandLine.argc)) {
      if let word = CommandLine.unsafeArgv[index] { memset(word, 0, strlen(word)) }
    }
  }

  /// The stacks of threads that decoders start, in bytes.
  package static func limitStacks(to bytes: Int) { cconfine_thread_stacks(bytes) }

  /// Bytes of memory that this process may write to already, of which its limit has to know; 0 where that is not told.
  package static var dataSize: Int64 {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
    let fields = text.split(whereSeparator: \.isWhitespace)
    guard fields.count > 5, let pages = Int64(fields[5]) else { return 0 }
    return pages * Int64(sysconf(CInt(_SC_PAGESIZE)))
  }

  /// Writes no core file, which would hold what is in memory.
  package static func writeNoCore() { set(RLIMIT_CORE, 0) }

  /// Ends this process with the one that forked it.
  package static func endWithParent() { _ = cconfine_die_with_parent() }

  /// Gives up what a worker never needs: ports, rights, and files but for some.
  ///
  /// - Parameters:
  ///   - reads: files that may be read by their names.
  ///   - writes: folders that may be written in.
  package static func seclude(reads: [String] = [], writes: [String] = []) {
    writeNoCore()
    if writes.isEmpty { set(RLIMIT_FSIZE, 0) }
    _ = cconfine_no_new_privs()
    let paths = (reads + writes).map { strdup($0) }
    defer { for path in paths { free(path) } }
    paths.withUnsafeBufferPointer { paths in
      paths.withMemoryRebound(to: UnsafePointer<CChar>?.self) { paths in
        let start = paths.baseAddress
        _ = cconfine_landlock(start, reads.count, start?.advanced(by: reads.count), writes.count)
      }
    }
    set(RLIMIT_NOFILE, writes.isEmpty ? 16 : 64)
  }

  /// Takes the last: memory, time of the processors, and system calls. Foreign bytes are read after this alone.
  ///
  /// - Parameters:
  ///   - memory: bytes that may be written to in all (`RLIMIT_DATA`).
  ///   - seconds: time of all processors together (`RLIMIT_CPU`).
  ///   - files: whether files may be opened, as far as there are any left.
  package static func shut(memory: Int64, seconds: Int, files: Bool = false) {
    set(RLIMIT_DATA, rlim_t(max(0, memory)))
    set(RLIMIT_CPU, rlim_t(max(1, seconds)))
    _ = cconfine_seccomp(files ? 1 : 0)
  }

  #if canImport(Glibc)
    private static func set(_ resource: __rlimit_resource, _ value: rlim_t) {
      var limit = rlimit(rlim_cur: value, rlim_max: value)
      setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
  #else
    private static func set(_ resource: Int32, _ value: rlim_t) {
      var limit = rlimit(rlim_cur: value, rlim_max: value)
      setrlimit(resource, &limit)
    }
  #endif
}
