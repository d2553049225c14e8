/// Facts of many files: one process of ours over the list, one ffprobe a file, mediainfo given the list.
enum ProbeFiles {
  static func run(_ scratch: Scratch) async throws {
    try await race("probe of files, made here", try scratch.files())
    let corpus = scratch.corpus()
    if !corpus.isEmpty { try await race("probe of files, the corpus", corpus) }
  }

  private static func race(_ title: String, _ files: [String]) async throws {
    let lipflight = try Peer.lipflight()
    var entrants = [
      Rounds.Entrant(name: "lipflight probe, one process") {
        // A corpus holds files that cannot be read, which is exit code 1.
        try lipflight.run(["probe", "--json"] + files, accepting: [0, 1])
        return "exact lengths"
      }
    ]
    if let ffprobe = Peer.find("ffprobe") {
      let facts = ["-v", "quiet", "-of", "json", "-show_format", "-show_streams"]
      entrants.append(
        Rounds.Entrant(name: "ffprobe, one process a file") {
          for file in files { try ffprobe.run(facts + [file], accepting: [0, 1]) }
          return "lengths as the header says"
        })
      entrants.append(
        Rounds.Entrant(name: "ffprobe -count_packets") {
          for file in files { try ffprobe.run(facts + ["-count_packets", file], accepting: [0, 1]) }
          return "reads every packet, as we do where a header may be wrong"
        })
    }
    if let mediainfo = Peer.find("mediainfo") {
      entrants.append(
        Rounds.Entrant(name: "mediainfo, one process") {
          try mediainfo.run(["--Output=JSON"] + files, accepting: [0, 1])
          return "lengths as the header says"
        })
    }
    try await Rounds(title: "\(title) (\(files.count))", entrants: entrants).run()
  }
}
