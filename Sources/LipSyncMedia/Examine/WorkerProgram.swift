internal import Platform

/// The program whose processes read foreign media: `lipflight-worker`, which is installed with the tool. It alone links FFmpeg.
public enum WorkerProgram {
  /// What it is called.
  public static let name = "lipflight-worker"

  /// Where it lies: beside the running program, where a build leaves it; in `../libexec/lipflight`, where it is installed; else
  /// on the `PATH`. Nil where there is none.
  public static func find() -> String? {
    let path = getenv("PATH").map { String(cString: $0) }
    return candidates(beside: ownFolder, path: path ?? "").first { access($0, X_OK) == 0 }
  }

  /// Where it is looked for, in this order.
  ///
  /// - Parameters:
  ///   - folder: of the running program, symlinks resolved.
  ///   - path: the variable of that name.
  package static func candidates(beside folder: String?, path: String) -> [String] {
    let near = folder.map { ["\($0)/\(name)", "\($0)/../libexec/lipflight/\(name)"] } ?? []
    return near + path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
  }

  /// The folder of the running program, symlinks resolved; nil where the system does not tell.
  package static var ownFolder: String? {
    let path = ownPath
    guard let path, let slash = path.lastIndex(of: "/") else { return nil }
    return String(path[..<slash])
  }

  private static var ownPath: String? {
    #if os(Linux)
      let link: String? = "/proc/self/exe"
    #else
      var count: UInt32 = 4096
      var bytes = [CChar](repeating: 0, count: Int(count))
      let link = _NSGetExecutablePath(&bytes, &count) == 0 ? String(cString: bytes) : nil
    #endif
    guard let link, let real = realpath(link, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// What is said where there is none.
  static var missing: MediaError {
    MediaError(
      .fault, operation: "spawn", subject: name,
      message:
        "the program that reads media is neither beside this program\(ownFolder.map { " in \($0)" } ?? ""), nor in "
        + "../libexec/lipflight, nor on the PATH; install all of Lipflight (make install), or build the product \(name)"
    )
  }
}
