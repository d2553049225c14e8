extension JobRow {
  /// The same job with paths that mean the same wherever a worker is started.
  public func absolute(in directory: String) -> JobRow {
    func absolute(_ source: String) -> String {
      guard case .file(let path) = Source(source), !path.hasPrefix("/") else { return source }
      return directory + "/" + path
    }
    var row = self
    (row.pair.video, row.pair.audio) = (absolute(pair.video), absolute(pair.audio))
    return row
  }
}
