internal import LipSyncMedia
internal import LipSyncMediaMaking
internal import LipSyncMediaReading
internal import Platform

#if Faces
  internal import LipSyncFaces
#endif

/// The program that reads foreign media for the others, and alone links FFmpeg: it serves whoever starts it with a socket as its
/// standard input, and has no other use.
@main
enum Worker {
  /// What faces are found with; nothing in a build without the trait.
  private static var engine: FaceFinder.Engine? {
    #if Faces
      .xnnpack
    #else
      nil
    #endif
  }

  static func main() {
    // Not yet Swift's array of them: what is forked later has nothing that it does not need.
    let word = CommandLine.argc == 2 ? CommandLine.unsafeArgv[1].map { String(cString: $0) } : nil
    var facts = stat()
    if word == "serve", fstat(STDIN_FILENO, &facts) == 0, facts.st_mode & S_IFMT == S_IFSOCK {
      MediaNursery.run(trade: Trades.work, faces: engine)
    }
    let about = "\(WorkerProgram.name) \(Product.version), FFmpeg \(FFmpegVersion.loaded.text)\n"
    guard word == "--version" else {
      let words = about + "It reads media for lipflight, which starts it; it is not for people.\n"
      _ = System.write(STDERR_FILENO, words, words.utf8.count)
      exit(64)
    }
    print(about, terminator: "")
  }
}
