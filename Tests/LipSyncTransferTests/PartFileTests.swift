import Dispatch
import Platform
import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

@Suite struct PartFileTests {
  @Test func aFileThatGotItsFinalNameIsNoPart() throws {
    let folder = try TemporaryDirectory()
    let part = try PartFile.open(for: folder.file("a"))
    // As another process has it between its open and its lock.
    let other = try FileDescriptor.open(part.path, O_RDWR)
    #expect(PartFile.isNamed(part.path, other))
    _ = try part.finish()
    #expect(!PartFile.isNamed(part.path, other))
    let next = try PartFile.open(for: folder.file("a"))
    #expect(!PartFile.isNamed(part.path, other))
    next.discard()
  }

  /// Whoever holds a part holds it under its name, however many open it meanwhile: nobody empties a finished file.
  @Test func finishedFilesAreNotEmptied() async throws {
    let folder = try TemporaryDirectory()
    let target = folder.file("a")
    let (finished, torn) = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        let finished = Atomic(0)
        let torn = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
          for _ in 0..<3000 {
            // Refused while another one fills it.
            guard let part = try? PartFile.open(for: target) else { continue }
            let isWhole = rename(part.path, target) == 0
            if isWhole { finished.add(1, ordering: .relaxed) } else { torn.add(1, ordering: .relaxed) }
          }
        }
        continuation.resume(
          returning: (finished.load(ordering: .relaxed), torn.load(ordering: .relaxed)))
      }
    }
    #expect(finished > 0)
    #expect(torn == 0)
  }

  /// A neighbour who may write here can make our part another name of a file of his choice.
  @Test func aPartThatIsAnotherFilesSecondNameIsRefused() throws {
    let folder = try TemporaryDirectory()
    let victim = try folder.write(Array("dear".utf8), as: "victim")
    let part = try PartFile.open(for: folder.file("a"))
    let path = part.path
    part.discard()
    #expect(link(victim, path) == 0)
    let error = #expect(throws: TransferError.self) { try PartFile.open(for: folder.file("a")) }
    #expect(error?.code == .file && error?.message.contains("hard link") == true)
    #expect(FileStatus(path: victim)?.size == 4)
  }
}
