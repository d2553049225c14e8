internal import LipSync
internal import Platform
internal import Synchronization

/// Standard output for what was asked for, standard error for all messages.
struct Console: Sendable {
  /// Whether standard output carries one JSON document and nothing else.
  let isJSON: Bool
  /// Whether notes and progress are suppressed.
  let isQuiet: Bool
  /// The style of text on standard output.
  let style: Style
  /// The style of text on standard error.
  let noteStyle: Style
  /// Whether standard error is a terminal that a bar may be drawn on.
  let drawsProgress: Bool
  private let growing: GrowingDocument

  init(_ options: OutputOptions) {
    let environment = ProcessInfo.processInfo.environment
    let plain =
      options.noColor || !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    isJSON = options.json
    isQuiet = options.quiet
    style = Self.style(of: STDOUT_FILENO, isPlain: plain)
    noteStyle = Self.style(of: STDERR_FILENO, isPlain: plain)
    growing = GrowingDocument(isPretty: isatty(STDOUT_FILENO) == 1)
    drawsProgress = !options.quiet && isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
  }

  private static func style(of descriptor: Int32, isPlain: Bool) -> Style {
    guard isatty(descriptor) == 1 else { return Style(isColoured: false) }
    return Style(isColoured: !isPlain, width: TerminalSize.of(descriptor).width)
  }

  /// Prints what a person asked for; nothing if JSON was asked for.
  func print(_ text: String) {
    guard !isJSON else { return }
    Self.write(Printable.text(text, keepingStyles: style.isColoured) + "\n", to: STDOUT_FILENO)
  }

  /// Prints the JSON document, if one was asked for: on one line, or laid out for a terminal.
  /// If entries of it have been printed already, what is left of it.
  func document(_ document: Printout) {
    guard isJSON, !growing.close(with: document.body) else { return }
    let json = document.json
    let text = isatty(STDOUT_FILENO) == 1 ? json.prettyText : json.text
    Self.write(Printable.json(text) + "\n", to: STDOUT_FILENO)
  }

  /// Prints the JSON document of a kind, if one was asked for.
  func document(_ kind: DocumentKind, _ body: JSON) { document(Printout(kind, body)) }

  /// Prints an entry of the array that is all of a JSON document; `document` ends it.
  func entry(_ json: JSON, of name: String, in kind: DocumentKind) {
    guard isJSON else { return }
    growing.add(json, to: name, in: kind)
  }

  /// Prints one of many documents on a line of its own, whatever was asked for.
  func line(_ kind: DocumentKind, _ body: JSON) {
    Self.write(Printable.json(body.headed(kind).text) + "\n", to: STDOUT_FILENO)
  }

  /// Prints the line that a script waits for, if JSON was asked for: it has no head, and stays one line on a terminal too.
  func signal(_ json: JSON) {
    guard isJSON else { return }
    Self.write(Printable.json(json.text) + "\n", to: STDOUT_FILENO)
  }

  /// Prints text that is JSON or Markdown in itself.
  func raw(_ text: String) { Self.write(text + "\n", to: STDOUT_FILENO) }

  /// Prints a note on standard error, unless quiet.
  func say(_ text: String) {
    guard !isQuiet else { return }
    warn(text)
  }

  /// Prints on standard error what must not be missed, even if quiet.
  func warn(_ text: String) {
    Self.write(Printable.text(text, keepingStyles: noteStyle.isColoured) + "\n", to: STDERR_FILENO)
  }

  /// Prints on standard error what went wrong and what to do.
  func failure(_ failure: Failure) {
    var text = noteStyle.bad("error") + ": " + failure.message
    if let remedy = failure.remedy { text += "\n  " + noteStyle.strong("remedy") + ": " + remedy }
    warn(text)
  }

  /// Why standard output could not be written, from `errno`; nil if all was written.
  static var outputTrouble: Int32? { trouble.withLock { $0 } }

  private static let trouble = Mutex<Int32?>(nil)

  /// Writes bytes as they are; a reader that has gone away is no error.
  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = System.write(descriptor, part.baseAddress, part.count)
        let code = errno
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if code == EAGAIN {
          var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&room, 1, -1)
        } else if code != EINTR {
          if descriptor == STDOUT_FILENO, code != EPIPE { trouble.withLock { $0 = $0 ?? code } }
          return
        }
      }
    }
  }
}
