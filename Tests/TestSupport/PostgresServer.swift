internal import Foundation
internal import Synchronization

/// A PostgreSQL server of a test's own: on a socket in a temporary folder, without TCP, gone with the process that started it,
/// however that ends.
public final class PostgresServer: Sendable {
  /// Where a server's programs are; nil where there is none.
  static let programs: String? = {
    // Debian keeps versions side by side and off the PATH.
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    let places =
      versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin" }
      + ["/opt/homebrew/opt/postgresql@17/bin", "/opt/homebrew/bin", "/usr/local/bin", "/usr/bin"]
    return places.first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
  }()

  /// Whether there is a server to start.
  public static var isInstalled: Bool { programs != nil }

  /// One for all tests of a process that only need databases.
  public static func shared() throws -> PostgresServer { try common.get() }
  private static let common = Result { try PostgresServer(isDurable: false) }

  /// Why there is no server.
  public struct Failure: Error, CustomStringConvertible {
    /// What was said.
    public let description: String
  }

  private struct Pipes {
    var process: Process
    var orders: FileHandle
    var answers: FileHandle
    var number = 0
  }
  private let pipes: Mutex<Pipes>
  private let programs: String
  /// The folder of the socket.
  private let folder: String

  /// Starts a server, which takes about two seconds.
  ///
  /// - Parameter isDurable: whether what is committed outlives a crash; slower.
  public init(isDurable: Bool) throws {
    guard let programs = Self.programs else { throw Failure(description: "PostgreSQL is not installed") }
    let (process, orders, answers) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", Self.keeper, "keeper", programs, isDurable ? "on" : "off"]
    process.standardInput = orders
    process.standardOutput = answers
    try process.run()
    // The keeper ends with this end of the pipe: with this object, or with this process.
    self.programs = programs
    let state = Pipes(
      process: process, orders: orders.fileHandleForWriting, answers: answers.fileHandleForReading)
    folder = try Self.line(state.answers)
    pipes = Mutex(state)
  }

  deinit {
    pipes.withLock { pipes in
      try? pipes.orders.close()
      pipes.process.waitUntilExit()
    }
  }

  /// The URL of a new, empty database.
  public func database() throws -> String {
    let name = try order("create")
    return "postgres://lipflight:not-a-secret@/\(name)?host=\(folder)"
  }

  /// All that a database holds, as text.
  public func dump(_ url: String) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: programs + "/pg_dump")
    process.arguments = ["--inserts", url]
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(description: "pg_dump failed") }
    return String(decoding: text, as: UTF8.self)
  }

  /// Ends the server as a crash does, cutting all connections, and starts it again.
  public func crash() throws { _ = try order("crash") }

  /// Ends the server, cutting all connections.
  public func stop() throws { _ = try order("stop") }

  /// Starts a server that was stopped.
  public func start() throws { _ = try order("start") }

  private func order(_ word: String) throws -> String {
    try pipes.withLock { pipes in
      try pipes.orders.write(contentsOf: Data("\(word)\n".utf8))
      return try Self.line(pipes.answers)
    }
  }

  private static func line(_ handle: FileHandle) throws -> String {
    var line: [UInt8] = []
    while let byte = try handle.read(upToCount: 1)?.first {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    throw Failure(description: "the server's keeper ended")
  }

  /// Starts the server, does what it is told line by line, and ends the server when nobody can tell it anything any more.
  /// initdb refuses root; Debian's package has made a user for it.
  private static let keeper = #"""
    trap '' INT HUP TERM
    bin=$1
    folder=$(mktemp -d /tmp/lipflight-pg.XXXXXX) || exit 1
    own() { "$@"; }
    if [ "$(id -u)" -eq 0 ]; then
      chown postgres "$folder"
      own() { setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; }
    fi
    cd "$folder"
    control() { own "$bin/pg_ctl" -D "$folder/data" -w -s -l "$folder/log" "$@" </dev/null >/dev/null 2>&1; }
    options="-k $folder -c listen_addresses= -c fsync=$2 -c max_connections=500 -c shared_buffers=32MB"
    number=0
    {
      own "$bin/initdb" -D "$folder/data" -A trust -U lipflight -E UTF8 --locale=C --no-sync </dev/null >/dev/null &&
        control -o "$options" start && echo "$folder"
    } || { cat "$folder/log" >&2; rm -rf "$folder"; exit 1; }
    while read -r word; do
      case $word in
        create)
          number=$((number + 1))
          "$bin/createdb" -h "$folder" -U lipflight -T template0 "d$number" </dev/null >&2 && echo "d$number" ;;
        crash) control -m immediate stop; control -o "$options" start; echo ;;
        stop) control -m fast stop; echo ;;
        start) control -o "$options" start; echo ;;
      esac || break
    done
    control -m immediate stop
    rm -rf "$folder"
    """#
}
