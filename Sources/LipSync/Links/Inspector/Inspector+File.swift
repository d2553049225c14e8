internal import LipSyncMedia

/// Looking at a file on this machine.
extension Inspector {
  func inspectFile(_ path: String, _ visit: Visit) async -> SourceInspection {
    var inspection = SourceInspection(source: visit.source)
    if let finding = FileJudge.finding(path, about: visit.subject) {
      inspection.findings = [finding]
      return inspection
    }
    do {
      // One thread for all of it: a short file is probed in less time than threads take to begin.
      let outcome = try await onBlockingThread {
        () -> (served: Finding?, media: Result<MediaInfo, any Error>?, file: FileSource) in
        let file = try FileSource(path: path)
        let sniff = Sniff.of(try Self.head(of: file, visit.deadline))
        if let finding = Self.served(sniff, visit.subject) { return (finding, nil, file) }
        return (nil, Result { try examiner.probe(file, deadline: visit.deadline) }, file)
      }
      if let finding = outcome.served { inspection.findings = [finding] }
      if let media = outcome.media { take(media, into: &inspection, visit.subject) }
      inspection.add(await contents(of: inspection, outcome.file, visit), about: visit.subject)
    } catch {
      inspection.findings = [SourceFault.finding(error, about: visit.subject, isURL: false)]
    }
    return inspection
  }

  /// What the first bytes of a file mean that are no media.
  static func served(_ sniff: Sniff, _ subject: Subject) -> Finding? {
    let isPage = [.html, .errorDocument].contains(sniff.served)
    return ServedFinding.make(
      sniff, about: subject,
      remedy: isPage
        ? "Download the file itself: this is what the download of a share link or a dead link leaves." : nil,
      isFile: true)
  }

  private static func head(of source: some ByteSource, _ deadline: Deadline) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Defaults.sniffedBytes)
    var filled = 0
    while filled < bytes.count {
      let count = try bytes.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        return try source.read(at: Int64(filled), into: rest, deadline: deadline)
      }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }
}
