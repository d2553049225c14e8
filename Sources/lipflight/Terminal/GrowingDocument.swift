internal import LipSync
internal import Platform
internal import Synchronization

/// A JSON document of one long array, printed entry by entry: thousands of them are not kept in memory, and a reader
/// sees each as soon as it is known.
final class GrowingDocument: Sendable {
  private struct State {
    var name: String?
    var count = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let isPretty: Bool

  init(isPretty: Bool) { self.isPretty = isPretty }

  /// Prints an entry, and before the first one the document's head.
  func add(_ entry: JSON, to name: String, in kind: DocumentKind) {
    state.withLock { state in
      guard !state.isClosed else { return }
      if state.name == nil { open(name, kind) }
      state.name = name
      write(entry, &state)
    }
  }

  /// Ends the document with those entries of `document` that have not been printed; false if none has been, so that the
  /// document is still to be printed as a whole. Nothing is printed after a document.
  func close(with document: JSON) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return true }
      guard let name = state.name else {
        state.isClosed = true
        return false
      }
      if case .array(let entries)? = document[name] {
        for entry in entries.dropFirst(state.count) { write(entry, &state) }
      }
      Console.write(isPretty ? "\n  ]\n}\n" : "]}\n", to: STDOUT_FILENO)
      state.isClosed = true
      return true
    }
  }

  /// The document up to its first entry.
  private func open(_ name: String, _ kind: DocumentKind) {
    let members = kind.head().map { JSON.string($0.0).text + (isPretty ? ": " : ":") + $0.1.text }
    let opening = members + [JSON.string(name).text + (isPretty ? ": [" : ":[")]
    let text = isPretty ? "{\n  " + opening.joined(separator: ",\n  ") : "{" + opening.joined(separator: ",")
    Console.write(text, to: STDOUT_FILENO)
  }

  private func write(_ entry: JSON, _ state: inout State) {
    let before = state.count > 0 ? "," : ""
    state.count += 1
    let text = isPretty ? "\n" + indented(entry.prettyText) : entry.text
    Console.write(before + Printable.json(text), to: STDOUT_FILENO)
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
  }
}
