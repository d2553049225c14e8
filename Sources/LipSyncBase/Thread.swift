// The compiler may take CCrypto, whose header includes theirs, for the module that defines the types of threads.
internal import CCrypto
internal import Platform

/// Starts a thread of its own, detached, with a stack of 8 MiB: some decoders keep large tables there, and the default of a
/// slim C library is too small for them.
///
/// - Returns: 0, or the error number of `pthread_create`, in which case nothing was started.
package func startThread(_ work: @escaping @Sendable () -> Void) -> CInt {
  let opaque = Unmanaged.passRetained(Work(work)).toOpaque()
  let code = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { buffer in
    guard let attributes = buffer.baseAddress else { return ENOMEM }
    pthread_attr_init(attributes)
    defer { pthread_attr_destroy(attributes) }
    pthread_attr_setdetachstate(attributes, CInt(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(attributes, 8 << 20)
    return create(attributes, opaque)
  }
  if code != 0 { Unmanaged<Work>.fromOpaque(opaque).release() }
  return code
}

private func create(_ attributes: UnsafePointer<pthread_attr_t>, _ opaque: UnsafeMutableRawPointer) -> CInt {
  #if canImport(Darwin)
    var thread: pthread_t?
    return pthread_create(&thread, attributes, { run($0) }, opaque)
  #else
    var thread: pthread_t = 0
    return pthread_create(&thread, attributes, { run($0) }, opaque)
  #endif
}

private func run(_ opaque: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let opaque { Unmanaged<Work>.fromOpaque(opaque).takeRetainedValue().run() }
  return nil
}

private final class Work: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
