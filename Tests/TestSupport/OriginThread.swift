#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Runs work on a thread of its own, so that blocked connections never hold up Swift's pools.
func onThread(_ work: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
  let context = Unmanaged.passRetained(Box(work)).toOpaque()
  #if canImport(Glibc)
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, { runBox($0) }, context)
  #else
    var thread: pthread_t?
    let code = pthread_create(&thread, nil, { runBox($0) }, context)
  #endif
  precondition(code == 0, "no thread could be started")
  #if canImport(Glibc)
    pthread_detach(thread)
  #else
    if let thread { pthread_detach(thread) }
  #endif

  func runBox(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().work() }
    return nil
  }
}
