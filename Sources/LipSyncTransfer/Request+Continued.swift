extension Request {
  /// The request for where an answer's redirects ended, with the headers that may be sent there.
  func continued(where response: Response) -> Request {
    guard !response.redirects.isEmpty, let from = try? WebAddress(url),
      let end = try? WebAddress(response.url)
    else { return self }
    var request = self
    request.url = end.text
    request.headers = RedirectWalk.headers(headers, from: from, to: end)
    return request
  }
}
