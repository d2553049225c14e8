internal import CCurl

/// The library that HTTP is spoken through.
package enum TransferLibrary {
  /// Its own words (`curl_version`): its version, and those of what it stands on.
  package static var version: String { String(cString: curl_version()).dropping("libcurl/") }
}

extension String {
  fileprivate func dropping(_ start: String) -> String {
    hasPrefix(start) ? String(dropFirst(start.count)) : self
  }
}
