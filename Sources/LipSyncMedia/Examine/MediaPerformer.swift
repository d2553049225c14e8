/// Who does what is asked for of foreign bytes: worker processes, or this very process.
package protocol MediaPerformer: Sendable {
  /// As `MediaExaminer.perform`.
  func perform(
    _ order: MediaOrder, on source: any ByteSource, deadline: Deadline, patience: Duration?,
    progress: (@Sendable (Double) -> Void)?
  ) throws(MediaError) -> MediaAnswer

  /// Has work done that is no examination. Blocks.
  ///
  /// - Parameter progress: told the share that is done.
  /// - Throws: `MediaError`: of a worker that died `.crashed`, of one that had to be ended `.deadline` or `.cancelled`, and
  ///   `.fault` of who has no such trade.
  func perform(
    _ trade: MediaTrade, subject: String, deadline: Deadline, progress: (@Sendable (Double) -> Void)?
  ) throws(MediaError) -> JSON
}
