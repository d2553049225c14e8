/// What a worker program says of itself before anything else: a tool and a worker of two versions do not understand each other.
package struct WorkerHello: Sendable, Equatable {
  /// What is said between the two, counted up with each change of it.
  static let wire = 2
  /// No program says more.
  static let limit = 4096

  /// The package's version.
  package var version = Product.version
  /// The version of what is said between the two.
  var wire = Self.wire
  /// The FFmpeg that it runs with.
  package var ffmpeg: FFmpegVersion
  /// That FFmpeg's licence: a build with GPL parts makes the whole program GPL when it is given away.
  package var licence: String
  /// Whether it has an engine for the networks that faces are found by.
  package var findsFaces: Bool

  /// Of this build, with such an FFmpeg.
  package init(ffmpeg: FFmpegVersion, licence: String, findsFaces: Bool) {
    (self.ffmpeg, self.licence, self.findsFaces) = (ffmpeg, licence, findsFaces)
  }

  /// Why it cannot be worked with; nil where it can.
  func trouble(of program: String) -> MediaError? {
    guard version != Product.version || wire != Self.wire else { return nil }
    return MediaError(
      .fault, operation: "spawn", subject: program,
      message:
        "it is of version \(version) (\(wire)), and this program of \(Product.version) (\(Self.wire)); install both of "
        + "the same version")
  }
}

extension WorkerHello {
  /// As it is sent: its length, then JSON.
  package var bytes: [UInt8] {
    let text = Array(
      JSON.object([
        ("version", .string(version)), ("wire", .int(wire)), ("ffmpeg", .string(ffmpeg.text)),
        ("licence", .string(licence)), ("faces", .bool(findsFaces)),
      ]).text.utf8)
    return UInt32(text.count).littleEndianBytes + text
  }

  /// Waits for it; nil where what comes is none, or nothing does.
  static func receive(from control: CInt) -> WorkerHello? {
    guard let head = WorkerSocket.receive(exactly: 4, from: control, within: .seconds(30)) else { return nil }
    let count = Int(UInt32(littleEndianBytes: head))
    guard count <= limit, let text = WorkerSocket.receive(exactly: count, from: control, within: .seconds(30))
    else { return nil }
    return JSON(parsing: text).flatMap { try? WorkerHello(json: $0) }
  }

  init(json: JSON) throws(DocumentError) {
    version = try json.required("version", .string)
    wire = try json.required("wire", .whole)
    ffmpeg = FFmpegVersion(try json.required("ffmpeg", .string))
    licence = try json.required("licence", .string)
    // One of another version does not say, and is refused for that.
    findsFaces = (try? json.required("faces", .bool)) ?? false
  }
}
