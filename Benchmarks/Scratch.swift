import Foundation

/// Media to work on, made with ffmpeg from the samples; the corpus as well, where LIPFLIGHT_CORPUS names one.
struct Scratch {
  let folder: URL
  private let ffmpeg: Peer
  private let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("samples")

  init() throws {
    guard let ffmpeg = Peer.find("ffmpeg") else { throw BenchError("ffmpeg is needed to make media") }
    self.ffmpeg = ffmpeg
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lipflight-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  var clip: String { samples.appendingPathComponent("talking.mp4").path }
  var speech: String { samples.appendingPathComponent("speech.m4a").path }

  /// Makes a file once: the clip looped to `seconds`, written by ffmpeg with `arguments`.
  func made(_ name: String, seconds: Int, _ arguments: [String]) throws -> String {
    let path = folder.appendingPathComponent(name).path
    guard !FileManager.default.fileExists(atPath: path) else { return path }
    try ffmpeg.run(
      ["-v", "error", "-y", "-stream_loop", "-1", "-i", clip, "-t", "\(seconds)"] + arguments + [path])
    return path
  }

  /// A few dozen files of the kinds that people send, 1 s to 3 min long.
  func files() throws -> [String] {
    let copy = ["-c", "copy"]
    let kinds: [(String, [String])] = [
      ("mp4", copy + ["-movflags", "+faststart"]), ("mov", copy), ("mkv", copy), ("flv", copy), ("ts", copy),
      ("m4a", ["-vn"] + copy), ("mp3", ["-vn", "-b:a", "128k"]), ("wav", ["-vn"]), ("flac", ["-vn"]),
    ]
    return try kinds.flatMap { kind, arguments in
      try [1, 7, 30, 180].map { try made("clip-\($0).\(kind)", seconds: $0, arguments) }
    }
  }

  /// The corpus's files that are media.
  func corpus() -> [String] {
    guard let root = ProcessInfo.processInfo.environment["LIPFLIGHT_CORPUS"] else { return [] }
    let paths = ["formats", "lipsync"].flatMap { part in
      (FileManager.default.enumerator(atPath: root + "/" + part)?.compactMap { $0 as? String } ?? [])
        .map { "\(root)/\(part)/\($0)" }
    }
    return paths.filter { path in
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
    }.sorted()
  }
}
