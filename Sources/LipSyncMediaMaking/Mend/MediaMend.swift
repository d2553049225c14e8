internal import CFFmpeg
package import LipSyncMediaReading
internal import Platform

/// Makes a file by a recipe, and reads it back.
package enum MediaMend {
  /// Writes the file to `path` and compares what decodes from it with what was written. Blocks. Leaves no file behind where it
  /// throws.
  ///
  /// - Parameter progress: told the share that is done.
  /// - Throws: what kept a piece from being read, `.write`, `.deadline`, `.cancelled`, or `.unsupported` for pictures whose
  ///   colours cannot be told.
  package static func run(
    _ recipe: MediaRecipe, to path: String, deadline: Deadline = .none,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(MediaError) -> MediaMade {
    let job = try MendJob(recipe, path: path, deadline: deadline)
    try job.write { progress?(0.8 * $0) }
    do throws(MediaError) {
      let made = try job.readBack { progress?(0.8 + 0.2 * $0) }
      progress?(1)
      return made
    } catch {
      unlink(path)
      throw error
    }
  }

  /// What a worker does with an order.
  package static func answer(
    to order: JSON, deadline: Deadline, progress: @escaping @Sendable (Double) -> Void
  ) -> JSON {
    do {
      let (recipe, path) = try MediaRecipe.read(order: order)
      return .object([("made", try run(recipe, to: path, deadline: deadline, progress: progress).json)])
    } catch let error as MediaError {
      return .object([
        ("code", .string(error.code.rawValue)), ("operation", .string(error.operation)),
        ("message", .string(error.message)),
      ])
    } catch {
      return .object([("message", .string("\(error)"))])
    }
  }
}
