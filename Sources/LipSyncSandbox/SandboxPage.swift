internal import LipSync
internal import LipSyncMedia
internal import Platform

/// The page at `/`: the tasks of a sandbox with their pictures, for whoever opens its address in a browser.
enum SandboxPage {
  /// Tasks that are shown, the newest first.
  static let limit = 100

  private static let sheet = """
    :root{color-scheme:light dark;--back:#fafaf8;--ink:#1d1f21;--soft:#5f6670;--line:#d9dce0;--good:#14804a;--bad:#b3261e}
    @media(prefers-color-scheme:dark){:root{--back:#141618;--ink:#e8eaed;--soft:#9aa3ad;--line:#33383e;--good:#5bd197;--bad:#ff8a80}}
    *{box-sizing:border-box}body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--back);color:var(--ink);
    font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}h1{font-size:1.4rem;margin:0}p{margin:.25rem 0;color:var(--soft)}
    ul{list-style:none;padding:0;display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))}
    li{border:1px solid var(--line);border-radius:.5rem;padding:.75rem}img{width:100%;border-radius:.25rem;display:block}
    .success b{color:var(--good)}.failed b{color:var(--bad)}a{color:inherit}code{font-size:.8rem}
    """

  /// Nothing runs on the page and nothing is loaded but its pictures; its own style is known by its digest.
  static let policy =
    "default-src 'none'; img-src 'self'; style-src 'sha256-\(Data(Digest.sha256(Array(sheet.utf8))).base64EncodedString())'"

  /// The page as HTML.
  static func markup(_ tasks: [TaskRecord], credits: Credits, base: String) -> String {
    let shown = tasks.sorted { $0.number > $1.number }.prefix(limit)
    let items = shown.map { item($0) }.joined(separator: "\n")
    let more = tasks.count > limit ? "<p>The newest \(limit) of \(tasks.count) tasks.</p>" : ""
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>lipflight sandbox</title><style>\(sheet)</style></head><body>
      <h1>lipflight sandbox</h1>
      <p>\(tasks.count) task\(tasks.count == 1 ? "" : "s"), \(credits.shownDown) credits left. The API is at
      <code>\(escaped(base))/v2</code> and <code>/open/v2</code>, <a href="/openapi.json">described here</a>.</p>\(more)
      <ul>
      \(items)
      </ul></body></html>

      """
  }

  private static func item(_ task: TaskRecord) -> String {
    let file = "/files/results/\(task.id)"
    let picture =
      task.status == .success
      ? "<a href=\"\(file)/result.mp4\"><img src=\"\(file)/cover.jpg\" alt=\"the cover of task \(task.id)\" loading=\"lazy\"></a>"
      : ""
    let length = task.duration.map { ", \(figure($0.seconds)) s" } ?? ""
    let lines = [
      "<b>\(escaped(task.status.rawValue))</b>\(length), \(task.playbackType.rawValue)",
      "created \(UnixTime(task.createdAt).iso8601)", escaped(shortened(task.videoURL)),
      escaped(shortened(task.audioURL)), task.error.map(escaped) ?? "", "<code>\(task.id)</code>",
    ].filter { !$0.isEmpty }.map { "<p>\($0)</p>" }
    let kind = ["success", "failed"].contains(task.status.rawValue) ? task.status.rawValue : "open"
    return "<li class=\"\(kind)\">\(picture)\(lines.joined())</li>"
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { out, character in
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.append(character)
      }
    }
  }
}
