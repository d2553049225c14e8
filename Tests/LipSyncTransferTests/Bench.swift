import Dispatch
import TestSupport

@testable import LipSyncTransfer

/// An origin and a client for one test.
struct Bench {
  let origin: Origin
  let client: HTTPClient

  init(_ policy: AddressPolicy = .privateAllowed) throws {
    origin = try Origin()
    client = HTTPClient(policy: policy)
  }
}

/// Bytes that differ from place to place, so that a shift shows.
func pattern(_ count: Int) -> [UInt8] { Array(longPattern[..<count]) }

private let longPattern = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
  var state: UInt32 = 1
  while count < 1 << 20 {
    state = state &* 1_664_525 &+ 1_013_904_223
    buffer[count] = UInt8(truncatingIfNeeded: state >> 24)
    count += 1
  }
}

/// The error of a call that has to fail.
func failure<T>(_ body: () async throws(TransferError) -> T) async -> TransferError? {
  do throws(TransferError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

/// Runs blocking work off Swift's pool.
func blocking<T: Sendable>(
  _ work: @escaping @Sendable () throws(TransferError) -> T
) async throws(TransferError) -> T {
  let result: Result<T, TransferError> = await withCheckedContinuation { continuation in
    DispatchQueue.global().async {
      do throws(TransferError) {
        continuation.resume(returning: .success(try work()))
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
  }
  return try result.get()
}
