import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Containers, codecs and their oddities, each made by the ffmpeg program: what the probe says against a full decode.
@Suite("Matrix", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"))
struct MatrixTests {
  /// The probe never says exact where a decode says otherwise, neither where reading is cheap nor where it is not.
  @Test(arguments: Matrix.rows)
  func probed(_ row: Matrix.Row) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("made.\(row.name)")
    guard try Matrix.make(row, at: path) else { return }
    let truth = try Playthrough(path: path)
    for isRemote in [false, true] {
      let source = CountedSource(try FileSource(path: path), isRemote: isRemote)
      let info = try MediaInfo.probeBlocking(source, deadline: .after(.seconds(30)))
      let label = "\(row) \(isRemote ? "remote" : "local"): \(info)"
      #expect(info.isDurationExact || row.isUnsure, "\(label)")
      if let audio = info.audio?.duration {
        let decoded = MediaTime(Int64(truth.samples), Int64(truth.sampleRate))
        #expect(
          abs((audio - decoded).seconds) < (info.isDurationExact ? 0.0001 : 0.05),
          "\(label), decoded \(decoded)")
      } else {
        #expect(truth.samples == 0, "\(label)")
      }
      if let video = info.video, let first = truth.times.min(), let last = truth.times.max() {
        let length = try #require(video.duration, "\(label)")
        let frame = (last - first).seconds / Double(max(1, truth.times.count - 1))
        // A last picture is shown for as long as it says, which the times alone do not tell.
        #expect(abs(length.seconds - (last - first).seconds - frame) < frame * 1.01 + 0.001, "\(label)")
        if let frames = video.frames { #expect(frames == truth.times.count, "\(label)") }
      }
      if isRemote, row.isIndexed {
        #expect(info.durationMethod == .index, "\(label)")
        // A file of some packets is in the first bytes that a demuxer asks for. Small fragments are visited one by one.
        let bound = max(Int64(info.bytes ?? 0), 64 << 10)
        #expect(row.options.contains("frag_") || source.bytesRead < bound, "\(label)")
      }
    }
  }
}

/// A source that counts what is read of it: sound because one probe at a time reads it.
final class CountedSource: ByteSource, @unchecked Sendable {
  private let source: FileSource
  let isRemote: Bool
  private(set) var bytesRead: Int64 = 0

  init(_ source: FileSource, isRemote: Bool) {
    self.source = source
    self.isRemote = isRemote
  }

  var name: String { source.name }
  var size: Int64? { source.size }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int {
    let count = try source.read(at: offset, into: buffer, deadline: deadline)
    bytesRead += Int64(count)
    return count
  }
}

enum Matrix {
  struct Row: Sendable, CustomStringConvertible {
    /// File name's end, which tells ffmpeg the container.
    let name: String
    /// ffmpeg's options for the output.
    let options: String
    /// Whether a remote one is measured by its index alone.
    var isIndexed = false
    /// Whether the probe may say that it is not sure.
    var isUnsure = false
    var description: String { "\(name) \(options)" }
  }

  private static let x264 = "-c:v libx264 -preset ultrafast"

  static let rows: [Row] = [
    // ISO files: B-frames, edit lists, first times that are not zero, fragments.
    Row(name: "mp4", options: "\(x264) -bf 3 -c:a aac", isIndexed: true),
    Row(name: "mov", options: "\(x264) -c:a pcm_s16le", isIndexed: true),
    Row(name: "mp4", options: "\(x264) -movflags +faststart -c:a libmp3lame", isIndexed: true),
    Row(name: "mp4", options: "\(x264) -output_ts_offset 3 -c:a aac"),
    Row(name: "mp4", options: "\(x264) -an -movflags +negative_cts_offsets", isIndexed: true),
    Row(name: "mp4", options: "\(x264) -c:a libopus"),
    Row(name: "mp4", options: "\(x264) -c:a ac3", isIndexed: true),
    Row(name: "mp4", options: "\(x264) -x264opts open-gop=1 -g 10 -c:a aac", isIndexed: true),
    Row(
      name: "mp4", options: "\(x264) -vf setpts=PTS+mod(N\\,3)*0.01/TB -fps_mode vfr -c:a aac",
      isIndexed: true),
    Row(name: "mp4", options: "\(x264) -movflags frag_keyframe+empty_moov -g 10 -c:a aac", isIndexed: true),
    Row(name: "mp4", options: "\(x264) -movflags frag_keyframe -g 10 -c:a aac", isIndexed: true),
    Row(
      name: "m4a", options: "-vn -c:a aac -movflags frag_custom+empty_moov -frag_duration 500000",
      isIndexed: true),
    Row(name: "mp4", options: "\(x264) -movflags dash+global_sidx -g 10 -c:a aac"),
    Row(name: "m4a", options: "-vn -c:a aac", isIndexed: true),
    Row(name: "m4a", options: "-vn -c:a alac", isIndexed: true),
    Row(name: "mp4", options: "-vn -c:a flac -strict -2", isIndexed: true),
    Row(name: "mov", options: "\(x264) -c:a alac", isIndexed: true),
    Row(name: "mp4", options: "-c:v mpeg4 -c:a aac -ac 2 -ar 22050"),
    Row(name: "3gp", options: "-c:v h263 -s 176x144 -c:a aac"),
    // Matroska and its kin.
    Row(name: "mkv", options: "\(x264) -bf 2 -c:a flac"),
    Row(name: "mkv", options: "\(x264) -c:a libvorbis"),
    Row(name: "webm", options: "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus"),
    Row(name: "webm", options: "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus -live 1"),
    Row(name: "webm", options: "-vn -c:a libopus -application voip -b:a 10k"),
    Row(name: "webm", options: "-vn -c:a libopus -b:a 96k -frame_duration 60"),
    // Streams.
    Row(name: "ts", options: "\(x264) -c:a aac"),
    Row(name: "ts", options: "\(x264) -bf 2 -g 12 -c:a mp2 -output_ts_offset 95443"),
    Row(name: "ts", options: "-c:v mpeg2video -g 6 -c:a ac3"),
    Row(name: "mpg", options: "-c:v mpeg1video -c:a mp2", isUnsure: true),
    Row(name: "flv", options: "\(x264) -c:a aac"),
    Row(name: "flv", options: "-c:v flv -c:a libmp3lame"),
    Row(name: "avi", options: "-c:v mpeg4 -bf 1 -c:a libmp3lame", isUnsure: true),
    Row(name: "avi", options: "-c:v mjpeg -c:a pcm_s16le"),
    // Sound alone.
    Row(name: "wav", options: "-vn"),
    Row(name: "wav", options: "-vn -rf64 always"),
    Row(name: "w64", options: "-vn"),
    Row(name: "aiff", options: "-vn"),
    Row(name: "caf", options: "-vn"),
    Row(name: "au", options: "-vn"),
    Row(name: "flac", options: "-vn"),
    Row(name: "mp3", options: "-vn"),
    Row(name: "mp3", options: "-vn -write_xing 0"),
    Row(name: "aac", options: "-vn"),
    Row(name: "ac3", options: "-vn"),
    Row(name: "ogg", options: "-vn -c:a libvorbis"),
    Row(name: "ogg", options: "-vn -c:a libopus"),
    Row(name: "opus", options: "-vn -c:a libopus -application voip -b:a 8k -ac 1"),
    Row(name: "ogg", options: "-vn -c:a flac"),
  ]

  /// Three seconds and a bit of moving picture and of sound; false where this ffmpeg lacks an encoder.
  static func make(_ row: Row, at path: String) throws -> Bool {
    try FFmpegProgram.run(
      [
        "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=3.2", "-f", "lavfi", "-i",
        "sine=f=330:r=48000:d=3.13,tremolo=5", "-threads", "1", "-pix_fmt", "yuv420p",
      ] + row.options.split(separator: " ").map(String.init) + [path])
  }
}
