internal import Platform

/// The running program itself, to be started once more.
enum ThisProgram {
  static var path: String {
    #if os(Linux)
      "/proc/self/exe"
    #else
      CommandLine.arguments[0]
    #endif
  }
}
