internal import CFFmpeg
internal import Platform
internal import Synchronization

/// Where FFmpeg's log goes: never to standard error, always to the `FaultLog` of the work it belongs to.
///
/// A context says whose it is by its `opaque` pointer; lines of contexts that FFmpeg makes for itself belong to
/// whatever the thread is busy with.
package enum Log {
  /// Takes over FFmpeg's log; evaluated once a process.
  static let isInstalled: Bool = {
    cffmpeg_log_to { context, level, line in
      guard let line, let owner = cffmpeg_log_opaque(context) ?? pthread_getspecific(Log.busyKey) else {
        return
      }
      let faults = Unmanaged<FaultLog>.fromOpaque(owner).takeUnretainedValue()
      faults.record(String(cString: line), isError: level <= AV_LOG_ERROR)
    }
    return true
  }()

  private static let busyKey: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Runs `body` with this thread's stray log lines going to `faults`.
  package static func collecting<R>(in faults: FaultLog, _ body: () -> R) -> R {
    _ = isInstalled
    let before = pthread_getspecific(busyKey)
    pthread_setspecific(busyKey, Unmanaged.passUnretained(faults).toOpaque())
    defer { pthread_setspecific(busyKey, before) }
    return body()
  }
}
