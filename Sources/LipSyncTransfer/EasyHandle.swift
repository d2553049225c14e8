internal import CCurl

/// Owns a `CURL*` with all that libcurl borrows from us while it works: header lines, error text.
final class EasyHandle {
  let raw: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var headerLines: UnsafeMutablePointer<curl_slist>?

  private init(adopting raw: UnsafeMutableRawPointer) {
    self.raw = raw
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  static func open() throws(TransferError) -> EasyHandle {
    guard let raw = curl_easy_init() else {
      throw TransferError(.fault, subject: "curl_easy_init", message: "out of memory")
    }
    return EasyHandle(adopting: raw)
  }

  /// The handle must have left its multi handle before.
  deinit {
    curl_easy_cleanup(raw)
    curl_slist_free_all(headerLines)
    errorText.deallocate()
  }

  /// What libcurl said about the failure; empty if it said nothing.
  var message: String { String(cString: errorText) }

  /// When the server's certificate ends, in seconds since 1970; nil if this transfer made no TLS connection.
  var certificateEnd: Int64? {
    ccurl_certificate_end(raw).flatMap { RetryPolicy.httpDate(String(cString: $0)) }
  }

  /// Forgets all options and keeps connections, as `curl_easy_reset`.
  func reset() throws(TransferError) {
    curl_easy_reset(raw)
    curl_slist_free_all(headerLines)
    headerLines = nil
    errorText[0] = 0
    try check(ccurl_set_error_buffer(raw, errorText), "CURLOPT_ERRORBUFFER")
  }

  func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
    try check(ccurl_set_long(raw, option, value), "long option \(option.rawValue)")
  }

  func set(_ option: CURLoption, offset value: Int64) throws(TransferError) {
    try check(ccurl_set_offset(raw, option, curl_off_t(value)), "offset option \(option.rawValue)")
  }

  func set(_ option: CURLoption, _ value: String?) throws(TransferError) {
    try check(ccurl_set_text(raw, option, value), "text option \(option.rawValue)")
  }

  /// Sets the header lines; `Name:` alone takes away a line that libcurl would add.
  func setHeaderLines(_ lines: [String]) throws(TransferError) {
    for line in lines {
      guard let longer = curl_slist_append(headerLines, line) else {
        throw TransferError(.fault, subject: "curl_slist_append", message: "out of memory")
      }
      headerLines = longer
    }
    try check(ccurl_set_header_lines(raw, headerLines), "CURLOPT_HTTPHEADER")
  }

  func check(_ code: CURLcode, _ operation: String) throws(TransferError) {
    guard code == CURLE_OK else {
      throw TransferError(
        .fault, subject: "libcurl", message: "\(operation): \(String(cString: curl_easy_strerror(code)))")
    }
  }
}
