public import LipSync

extension BatchRow {
  /// A row of a manifest as the ledger keeps it: links are shortened if something in them is secret.
  public init(_ row: JobRow, ordinal: Int64) {
    self.init(
      ordinal: ordinal, id: row.id, video: BatchLinks.shown(row.pair.video),
      audio: BatchLinks.shown(row.pair.audio), playbackType: row.pair.playbackType, output: row.output,
      labels: Dictionary(row.pair.labels.map { ($0.0, $0.1.labelText) }, uniquingKeysWith: { $1 }))
  }
}
