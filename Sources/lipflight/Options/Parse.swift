internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia
internal import LipSyncTransfer

/// Typed text as values; a `ValidationError` is wrong usage and ends in exit code 64.
enum Parse {
  /// A positive number of seconds.
  static func duration(_ text: String) throws -> Duration {
    guard let time = MediaTime(decimal: text), time > .zero, time.seconds <= 1e7 else {
      throw ValidationError("'\(text)' is not a number of seconds above 0, such as 30 or 0.5.")
    }
    return .nanoseconds(time.ticks(rate: 1_000_000_000))
  }

  /// A moment: seconds since 1970, or `now`.
  static func moment(_ text: String) throws -> UnixTime {
    if text == "now" { return .now }
    guard let seconds = Int64(text), seconds >= 0 else {
      throw ValidationError("'\(text)' is not a moment: seconds since 1970, such as 1700000000, or now.")
    }
    return UnixTime(seconds)
  }

  /// An exact length in seconds, 0 or more.
  static func seconds(_ text: String) throws -> MediaTime {
    guard let time = MediaTime(decimal: text), !time.isNegative, time.seconds <= 1e7 else {
      throw ValidationError("'\(text)' is not a number of seconds, such as 12.5.")
    }
    return time
  }

  /// An amount of credits, 0 or more.
  static func credits(_ text: String) throws -> Credits {
    guard !text.hasPrefix("-"), let credits = Credits(decimal: text) else {
      throw ValidationError("'\(text)' is not a number of credits, such as 1.5.")
    }
    return credits
  }

  /// A number of bytes that a read limit may be; K, M and G stand for powers of 1024.
  static func readLimit(_ text: String) throws -> Int64 {
    let powers: [Character: Int64] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let power = text.uppercased().last.flatMap { powers[$0] }
    let digits = power == nil ? text[...] : text.dropLast()
    let product = Int64(digits).map { $0.multipliedReportingOverflow(by: power ?? 1) }
    guard let product, !product.overflow, Defaults.readLimits.contains(product.partialValue) else {
      throw ValidationError(
        "'\(text)' is not a number of bytes from 1 to \(Defaults.readLimits.upperBound >> 20)M, such as 16M.")
    }
    return product.partialValue
  }

  /// A proxy; what was typed is not repeated, as it may hold a password.
  static func proxy(_ text: String) throws -> ProxyChoice {
    if text == "none" { return .direct }
    do { return .through(try Proxy(text)) } catch {
      throw ValidationError("The proxy cannot be used: \(error.message).")
    }
  }

  /// A rule of the catalogue.
  static func rule(_ text: String) throws -> Rule {
    let rule = Rule(text)
    guard rule.isKnown else {
      throw ValidationError("There is no rule '\(text)'; `lipflight rules` lists them all.")
    }
    return rule
  }

  /// A JSON document.
  static func documentKind(_ text: String) throws -> DocumentKind {
    guard let kind = DocumentKind(rawValue: text) else {
      throw ValidationError("There is no document '\(text)'; `lipflight schema` lists them all.")
    }
    return kind
  }
}
