internal import CFFmpeg
internal import Synchronization

/// How much memory FFmpeg may take in one block.
///
/// A few bytes of an index can claim millions of samples, and a picture's header any size. The largest picture that is
/// decoded here (8192 x 8192) and the index of some forty hours of video stay below.
package enum MemoryCeiling {
  /// The largest block in bytes. It holds for the whole process, also for other users of the same library
  /// (`av_max_alloc`).
  package static let block = 256 << 20

  /// The stack of a decoder's thread in a worker: it counts as memory, touched or not.
  static let stack = 2 << 20

  /// Sets the ceiling; evaluated once a process.
  static let isSet: Bool = {
    av_max_alloc(block)
    return true
  }()

  /// Has all threads share one heap, where the C library would give each its own, which never shrinks. Before there is a
  /// second thread.
  package static func shareOneHeap() { cffmpeg_one_heap() }

  /// What this process may write to beside what it was born with, in bytes, where it has a limit: 0 for none.
  static let limit = Atomic<Int64>(0)

  /// What an allocation that failed means.
  static var words: String {
    let limit = limit.load(ordering: .relaxed)
    return limit > 0
      ? "asks for more memory than the \(limit >> 20) MiB that a source of its size gets, or for more than "
        + "\(block >> 20) MiB in one block"
      : "asks for more memory than there is, or for more than \(block >> 20) MiB in one block, which is the most allowed here"
  }
}
