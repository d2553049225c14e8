internal import Synchronization

/// The faults that were asked for, and how often each still occurs.
final class ActiveFaults: Sendable {
  /// Faults whose value is a rate, which may have a burst.
  private static let rates = Set([Fault.rateLimit, .rateLimitOld, .rateLimitBare].map(\.name))

  private let values: [String: String]
  private let strikes: Mutex<[String: Int]>

  /// Reads `NAME` and `NAME=VALUE`; an unknown name is an error that lists the known ones.
  init(_ texts: [String]) throws(SandboxError) {
    var values: [String: String] = [:]
    for text in texts {
      let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let name = halves.first, let fault = Fault.all.first(where: { $0.name == name }) else {
        let names = Fault.all.map(\.name).joined(separator: ", ")
        throw SandboxError(.fault, "\"\(text)\" is not a fault. Use one of: \(names).")
      }
      if halves.count == 2, fault.value == nil {
        throw SandboxError(.fault, "the fault \(name) takes no value. Write --fault \(name).")
      }
      let value = halves.count == 2 ? halves[1] : fault.value?.byDefault ?? ""
      let isNumber = fault.value.map { Double($0.byDefault) != nil } ?? false
      let isRead = Self.rates.contains(name) ? rateLimit(value) != nil : !isNumber || Double(value) != nil
      guard isRead else {
        throw SandboxError(.fault, "the fault \(name) takes a number (\(fault.value?.meaning ?? "")).")
      }
      values[name] = value
    }
    self.values = values
    strikes = Mutex(values.mapValues { Int($0) ?? 0 })
  }

  /// The value of a fault that was asked for; nil if it was not.
  func value(_ fault: Fault) -> String? { values[fault.name] }

  /// Whether a fault was asked for.
  func has(_ fault: Fault) -> Bool { values[fault.name] != nil }

  /// Whether a fault that occurs a number of times occurs now.
  func strikes(_ fault: Fault) -> Bool {
    strikes.withLock { strikes in
      guard let left = strikes[fault.name], left > 0 else { return false }
      strikes[fault.name] = left - 1
      return true
    }
  }
}
