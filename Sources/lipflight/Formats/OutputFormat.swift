internal import ArgumentParser
internal import LipSync
internal import Platform
internal import Synchronization

/// The forms in which findings are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  case text
  case json
  case jsonl
  case junit
  case sarif
  case github
  case markdown

  /// Who writes it; nil for the command's own text and document.
  func writer(_ command: String) -> (any SheetWriter)? {
    switch self {
    case .text, .json: nil
    case .jsonl: LineWriter(command: command)
    case .junit: JUnitWriter(command: command)
    case .sarif: SARIFWriter(command: command)
    case .github: AnnotationWriter(command: command)
    case .markdown: MarkdownWriter(command: command)
    }
  }
}

/// In which form findings are printed.
struct FormatOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "How to print what was found: text, json (as --json), jsonl (a line for each finding), junit, sarif (SARIF 2.1.0), github (annotations of a workflow) or markdown.",
      valueName: "format"))
  var format = OutputFormat.text

  /// What else holds for output.
  func applied(to output: OutputOptions) -> OutputOptions {
    var output = output
    if format == .json { output.json = true }
    return output
  }
}

/// Prints a sheet as it grows.
final class SheetPrinter: Sendable {
  private let writer: Mutex<any SheetWriter>
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes the text, piece by piece.
  init?(_ format: OutputFormat, _ command: String, write: @escaping @Sendable (String) -> Void) {
    guard let writer = format.writer(command) else { return nil }
    self.writer = Mutex(writer)
    self.write = write
    put(writer.head)
  }

  func add(_ entry: FindingSheet.Case) { put(writer.withLock { $0.add(entry) }) }
  func end(_ sum: FindingSheet.Sum) { put(writer.withLock { $0.tail(sum) }) }

  private func put(_ text: String) {
    if !text.isEmpty { write(Printable.text(text, keepingStyles: false)) }
  }
}

/// A command that prints findings in any format.
protocol FormattedCommand: Subcommand {
  var format: FormatOptions { get }
  /// What its cases are made of where there is none: `lipflight check`.
  static var shownName: String { get }
}

extension FormattedCommand {
  /// The printer of the format that was asked for; nil for text and JSON.
  func printer() -> SheetPrinter? {
    SheetPrinter(format.format, Self.shownName) { Console.write($0, to: STDOUT_FILENO) }
  }

  /// What kept it from finding out more, in the same format: faults of a list with their places.
  func tell(_ failure: Failure, _ console: Console) {
    guard let printer = printer() else { return console.document(document(for: failure)) }
    let entries =
      failure.faults.isEmpty
      ? [FindingSheet.Entry(failure)] : failure.faults.map { FindingSheet.Entry($0, in: failure.list ?? "") }
    printer.add(
      FindingSheet.Case(name: Self.shownName, outcome: .broken, place: entries.first?.place, entries: entries)
    )
    printer.end(FindingSheet.Sum(verdict: .fail, exit: failure.status))
  }
}

extension FindingSheet.Entry {
  /// Why a command could not do its work.
  init(_ failure: Failure) {
    self.init(
      rule: Rule("lipflight.not-done"), severity: .error, subject: "command", message: failure.message,
      remedy: failure.remedy ?? "")
  }

  /// What is wrong with a list.
  init(_ fault: ManifestFault, in list: String) {
    self.init(
      rule: Rule("list.fault"), severity: .error, subject: "list", message: fault.message,
      remedy: "Correct the list; nothing was begun.",
      place: FindingSheet.Place(file: list, line: fault.line, column: fault.column))
  }
}
