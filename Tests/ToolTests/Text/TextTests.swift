import LipSync
import LipSyncMedia
import Testing

@testable import lipflight

@Suite("What people read")
struct TextTests {
  @Test("A bar never outgrows the terminal, and shows the share done", arguments: [20, 40, 79, 200])
  func bar(_ width: Int) {
    for share in [0, 0.001, 0.5, 0.999, 1, 7] {
      let line = Progress.line("uploading video", fraction: share, figures: "1.2 MB of 2.4 MB", width: width)
      #expect(line.count <= width)
      if width == 79 { #expect(line.contains("[") && line.contains("\(Int(min(share, 1) * 100))%")) }
    }
    #expect(Progress.line("task is pending", fraction: nil, figures: "3 s", width: width).count <= width)
  }

  @Test("Columns line up, and no line ends in spaces")
  func columns() {
    let table = Columns(rows: [["a", "bb", "c"], ["aaa", "b", ""]])
    #expect(table.lines() == ["  a    bb  c", "  aaa  b"])
  }

  @Test(
    "Bytes in decimal units",
    arguments: [
      (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (999_960, "1.0 MB"), (1_234_567, "1.2 MB"),
    ])
  func bytes(_ count: Int64, _ text: String) { #expect(Figures.bytes(count) == text) }

  @Test("Lengths to the millisecond, a range only where both ends read differently")
  func seconds() {
    #expect(Figures.seconds(MediaTime(1, 3)) == "0.333 s")
    #expect(Figures.seconds(MediaTime(4)...MediaTime(4)) == "4.000 s")
    #expect(Figures.seconds(MediaTime(4)...MediaTime(12062, 1000)) == "4.000 to 12.062 s")
  }

  @Test("A task's signed URLs are shortened")
  func signedURLs() {
    var task = LipSyncTask(id: "task-1", status: .success)
    task.resultURL = "https://media.example.com/r.mp4?X-Amz-Signature=0123456789abcdef0123456789abcdef"
    task.coverURL = "https://media.example.com/r.jpg?X-Amz-Signature=0123456789abcdef0123456789abcdef"
    let text = TaskText.finished(task, Style(isColoured: false))
    #expect(text.contains("media.example.com/r.mp4?…") && text.contains("media.example.com/r.jpg?…"))
    #expect(!text.contains("0123456789abcdef"))
  }

  @Test("Lines are broken at spaces")
  func wrapping() {
    #expect(wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(wrapped("", to: 7).isEmpty)
    #expect(wrapped("unbreakable", to: 4) == ["unbreakable"])
  }

  @Test("Colour codes only where colour is wanted")
  func style() {
    #expect(Style(isColoured: false).verdict(.fail) == "FAIL")
    #expect(Style(isColoured: true).verdict(.fail).contains("\u{1b}[31m"))
  }

  @Test("Seconds as they are typed", arguments: ["0.5", "30", "1800"])
  func durations(_ text: String) throws { #expect(try Parse.duration(text).inSeconds == text) }

  @Test("What is no number of seconds is refused", arguments: ["", "0", "-1", "1e9", "soon", "99999999"])
  func noDurations(_ text: String) { #expect(throws: (any Error).self) { try Parse.duration(text) } }
}
