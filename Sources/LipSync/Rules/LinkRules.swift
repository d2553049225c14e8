extension Rule {
  /// `link.*`, in the order in which a job meets them.
  static let linkRules: [Rule] = [
    .linkBadURL, .linkUnreachable, .linkTimeout, .linkTLS, .linkHTTPStatus, .linkRedirect, .linkHTMLPage,
    .linkPlaylist, .linkErrorDocument, .linkArchive, .linkText, .linkEmpty, .linkPrivateAddress, .linkExpired,
    .linkExpiresSoon, .linkContentType, .linkNoRanges, .linkNoLength, .linkBadRanges, .linkSlow,
    .linkSharePage, .linkClientBound, .linkNotFetched,
  ]

  /// The URL is malformed, or has a user name and password in it.
  public static let linkBadURL = Rule(
    "link.bad-url", .error,
    "The URL is malformed, or has a user name and password in it.",
    "Write a complete http(s) URL, with reserved characters percent-encoded and nothing before an @.",
    evidence: EvidenceKeys.transfer + ["canonical", "corrected_url", "family"])

  /// The host has no address, nobody answers there, or the connection breaks.
  public static let linkUnreachable = Rule(
    "link.unreachable", .error,
    "The host has no address, nobody answers there, or the connection breaks.",
    "Check the host's name and that it can be reached from outside your network, or host the file elsewhere.",
    evidence: EvidenceKeys.transfer + ["host", "addresses"])

  /// The host gives no answer, or too little of it, within the time allowed.
  public static let linkTimeout = Rule(
    "link.timeout", .error,
    "The host gives no answer, or too little of it, within the time allowed.",
    "Use a faster host, such as a CDN, or allow more time.", settings: [.timeout],
    evidence: EvidenceKeys.transfer + EvidenceKeys.media + ["timeout_seconds"])

  /// The host's certificate cannot be trusted, or no TLS connection can be made.
  public static let linkTLS = Rule(
    "link.tls", .error,
    "The host's certificate cannot be trusted, or no TLS connection can be made.",
    "Renew the certificate, serve its intermediate certificates too, or host the file elsewhere.",
    evidence: EvidenceKeys.transfer + ["certificate_ends_at", "seconds_left"])

  /// The host answers with an HTTP status that is a refusal.
  public static let linkHTTPStatus = Rule(
    "link.http-status", .error,
    "The host answers with an HTTP status that is a refusal.",
    "Open the URL in a private browser window; use a link that works there without a login.",
    evidence: EvidenceKeys.transfer + ["code", "family"])

  /// There are too many redirects, or they lead nowhere, in circles, or from https to http or another scheme.
  public static let linkRedirect = Rule(
    "link.redirect", .error,
    "There are too many redirects, or they lead nowhere, in circles, or from https to http or another scheme.",
    "Use the URL at the end of the redirects.",
    evidence: EvidenceKeys.transfer + ["code"])

  /// The bytes are a web page: a preview, a login, a consent page or a soft 404.
  public static let linkHTMLPage = Rule(
    "link.html-page", .error,
    "The bytes are a web page: a preview, a login, a consent page or a soft 404.",
    "Use the direct link to the file itself, one that starts a download in a private browser window.",
    evidence: EvidenceKeys.served + ["url"])

  /// The bytes are an HLS or DASH playlist, which lists media but contains none.
  public static let linkPlaylist = Rule(
    "link.playlist", .error,
    "The bytes are an HLS or DASH playlist, which lists media but contains none.",
    "Export one MP4 file, and use its link.",
    evidence: EvidenceKeys.served)

  /// The bytes are an error message in XML or JSON.
  public static let linkErrorDocument = Rule(
    "link.error-document", .error,
    "The bytes are an error message in XML or JSON.",
    "Create a fresh link, and check that the object exists and may be read by everybody.",
    evidence: EvidenceKeys.served)

  /// The bytes are an archive or a document, such as ZIP, RAR or PDF.
  public static let linkArchive = Rule(
    "link.archive", .error,
    "The bytes are an archive or a document, such as ZIP, RAR or PDF.",
    "Unpack it, and use the link of the media file itself.",
    evidence: EvidenceKeys.served)

  /// The bytes are text, such as a Git LFS pointer.
  public static let linkText = Rule(
    "link.text", .error,
    "The bytes are text, such as a Git LFS pointer.",
    "Use the link of the media file itself.",
    evidence: EvidenceKeys.served)

  /// There are no bytes at all.
  public static let linkEmpty = Rule(
    "link.empty", .error,
    "There are no bytes at all.",
    "Export or upload the file again.",
    evidence: EvidenceKeys.served)

  /// The host is loopback, private or link-local: the service's servers cannot reach it.
  public static let linkPrivateAddress = Rule(
    "link.private-address", .error,
    "The host is loopback, private or link-local: the service's servers cannot reach it.",
    "Give the file's path, so that it is uploaded, or use a public host. For a service on your own premises, allow private addresses.",
    settings: [.privateAddresses],
    evidence: EvidenceKeys.transfer + ["host", "addresses"])

  /// The link's signature has expired, or is not valid yet.
  public static let linkExpired = Rule(
    "link.expired", .error,
    "The link's signature has expired, or is not valid yet.",
    "Create a fresh link, or use one that does not expire.",
    evidence: EvidenceKeys.signature + ["url", "status", "code"])

  /// The link's signature expires before the service can be expected to have fetched the file.
  public static let linkExpiresSoon = Rule(
    "link.expires-soon", .warning,
    "The link's signature expires before the service can be expected to have fetched the file.",
    "Create a link that is valid for a day or longer, or give the file's path, so that it is uploaded.",
    evidence: EvidenceKeys.signature)

  /// Real media is served under a Content-Type that fetchers reject.
  public static let linkContentType = Rule(
    "link.content-type", .warning,
    "Real media is served under a Content-Type that fetchers reject.",
    "Set the object's Content-Type, such as video/mp4 or audio/mpeg.",
    evidence: ["content_encoding", "content_type", "kind"])

  /// The host ignores byte ranges, so a broken download starts over.
  public static let linkNoRanges = Rule(
    "link.no-ranges", .warning,
    "The host ignores byte ranges, so a broken download starts over.",
    "Use a host or CDN that supports ranges.",
    evidence: ["status", "index_is_last"])

  /// The host does not state the length, so a cut download cannot be noticed.
  public static let linkNoLength = Rule(
    "link.no-length", .warning,
    "The host does not state the length, so a cut download cannot be noticed.",
    "Use a host that sends Content-Length.",
    evidence: ["content_length"])

  /// The host answers byte ranges with other bytes than were asked for.
  public static let linkBadRanges = Rule(
    "link.bad-ranges", .error,
    "The host answers byte ranges with other bytes than were asked for.",
    "Use another host or CDN; this one corrupts resumed downloads.",
    evidence: EvidenceKeys.transfer + ["content_range", "change"])

  /// The host takes long to begin to answer, or sends so slowly that fetchers may give up.
  public static let linkSlow = Rule(
    "link.slow", .warning,
    "The host takes long to begin to answer, or sends so slowly that fetchers may give up.",
    "Use a faster host, such as a CDN, or give the file's path, so that it is uploaded.",
    evidence: ["first_byte_seconds", "bytes_per_second", "fetch_seconds"])

  /// The link is a share link; its direct form is known.
  public static let linkSharePage = Rule(
    "link.share-page", .error,
    "The link is a share link; its direct form is known.",
    "Use the direct form.",
    evidence: ["host", "direct_url", "direct_url_is_good"])

  /// The link works for one address, cookie, referer, user agent or way of asking only.
  public static let linkClientBound = Rule(
    "link.client-bound", .error,
    "The link works for one address, cookie, referer, user agent or way of asking only.",
    "Use a link that works for everybody, or give the file's path, so that it is uploaded.",
    evidence: ["url", "status", "code", "host", "family", "bound_to"])

  /// Nothing was fetched: the check was asked to stay off the network.
  public static let linkNotFetched = Rule(
    "link.not-fetched", .info,
    "Nothing was fetched: the check was asked to stay off the network.",
    "Check it over the network before the job is paid for.", settings: [.offline])
}
