/// What is known of a link's host: the direct form of a share link, or that there is none.
package struct ShareLink: Sendable, Equatable {
  /// The host's name, for people.
  package var host: String
  /// The direct form; nil where the host has none that can be derived from the link.
  package var directURL: String?
  /// What to do instead where there is no direct form.
  package var advice: String
  /// Whether host and path leave no doubt. Otherwise the path only looks like it, and the bytes decide.
  package var isCertain: Bool
  /// Whether the link is a mail program's or a chat's wrapping around another one.
  package var isWrapped = false

  /// The direct form as it may be printed: what is wrapped may be a signed link.
  package var shownURL: String? { isWrapped ? directURL.map(shortened) : directURL }

  /// What is known of a URL's host; nil for hosts and paths that are not in the table.
  package static func read(_ url: String) -> ShareLink? {
    if let wrapped = WrappedLink.read(url) {
      let inner = ShareTable.read(wrapped.inner)
      return ShareLink(
        host: wrapped.host, directURL: inner?.isCertain == true ? inner?.directURL : wrapped.inner,
        advice: "Use the link inside.", isCertain: wrapped.isCertain, isWrapped: true)
    }
    return ShareTable.read(url)
  }
}
