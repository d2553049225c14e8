extension MediaRecipe {
  /// What a worker's order for a recipe begins with.
  package static let trade = "mend"

  /// The order that has a worker make a file.
  package func order(path: String) -> JSON {
    .object([("trade", .string(Self.trade)), ("recipe", json), ("path", .string(path))])
  }

  /// The recipe and the path of an order.
  package static func read(order: JSON) throws(DocumentError) -> (MediaRecipe, path: String) {
    let recipe = try order.within("recipe") { json throws(DocumentError) in try MediaRecipe(json: json) }
    return (recipe, try order.required("path", .string))
  }

  /// Has a worker make the file. Blocks.
  ///
  /// - Parameters:
  ///   - folder: where it may write: that of the path.
  ///   - progress: told the share that is done.
  /// - Throws: what it says went wrong; `.crashed` for a worker that died of it.
  package func make(
    by examiner: MediaExaminer, to path: String, folder: String, deadline: Deadline,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(MediaError) -> MediaMade {
    let trade = MediaTrade(
      order(path: path), reads: (pieces + (soundPieces ?? [])).map(\.path), writes: [folder])
    let answer = try examiner.performer.perform(
      trade, subject: path, deadline: deadline, progress: progress)
    do throws(DocumentError) {
      if let made = answer["made"] { return try MediaMade(json: made) }
    } catch {
      throw MediaError(
        .crashed, operation: "worker", subject: path, message: "the worker gave an answer that makes no sense"
      )
    }
    let code = answer["code"]?.stringValue.flatMap { word in
      MediaError.Code.allCases.first { $0.rawValue == word }
    }
    throw MediaError(
      code ?? .fault, operation: answer["operation"]?.stringValue ?? "worker", subject: pieces[0].path,
      message: answer["message"]?.stringValue ?? "no reason was told")
  }
}
