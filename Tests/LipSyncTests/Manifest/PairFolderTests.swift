import Testing

@testable import LipSync

@Suite("Pairs of a folder by their files' names")
struct PairFolderTests {
  struct Row: Sendable {
    var names: [String]
    /// `id video audio language`.
    var pairs: [String]
    var alone: [String] = []
  }

  @Test(
    "Whose name begins with whose",
    arguments: [
      Row(names: ["anna.mp4", "anna.wav"], pairs: ["anna anna.mp4 anna.wav -"]),
      Row(
        names: ["anna.mp4", "anna.de.wav", "anna-fr.m4a", "anna_pt-BR.mp3"],
        pairs: [
          "anna-fr anna.mp4 anna-fr.m4a fr", "anna.de anna.mp4 anna.de.wav de",
          "anna_pt-BR anna.mp4 anna_pt-BR.mp3 pt-BR",
        ]),
      // The longest name wins; a name that goes on within a word is another.
      Row(
        names: ["anna.mp4", "anna.two.mov", "anna.two.de.wav", "annabel.wav"],
        pairs: ["anna.two.de anna.two.mov anna.two.de.wav de"], alone: ["annabel.wav", "anna.mp4"]),
      Row(names: ["a.mp4", "a.wav", "a.mp3"], pairs: ["a.mp3 a.mp4 a.mp3 -", "a.wav a.mp4 a.wav -"]),
      Row(names: [".a.mp4", "notes.txt", "a.jpg"], pairs: []),
      Row(names: ["A.MP4", "A.WAV"], pairs: ["A A.MP4 A.WAV -"]),
      Row(names: ["a.mp4", "a..wav"], pairs: [], alone: ["a..wav", "a.mp4"]),
    ])
  func names(_ row: Row) {
    let folder = PairFolder(row.names)
    #expect(folder.pairs.map { "\($0.id) \($0.video) \($0.audio) \($0.language ?? "-")" } == row.pairs)
    #expect(folder.alone == row.alone)
  }
}
