/// What tells one state of an object from another.
struct Validators: Sendable, Equatable {
  var etag: String?
  var lastModified: String?
  var total: Int64?

  init(etag: String?, lastModified: String?, total: Int64?) {
    self.etag = etag
    self.lastModified = lastModified
    self.total = total
  }

  init(_ head: Response, total: Int64?) {
    etag = head.header("ETag")
    lastModified = head.header("Last-Modified")
    self.total = total
  }

  /// What differs, as a clause; nil if nothing known on both sides does. If both have an ETag it decides over
  /// Last-Modified, which mirrors of one object disagree on.
  func difference(from other: Validators) -> String? {
    if let mine = total, let theirs = other.total, mine != theirs {
      return "its length changed from \(theirs) to \(mine) bytes"
    }
    if let mine = etag, let theirs = other.etag {
      return mine == theirs ? nil : "its ETag changed from \(theirs.prefix(60)) to \(mine.prefix(60))"
    }
    if let mine = lastModified, let theirs = other.lastModified, mine != theirs {
      return "its Last-Modified changed from \(theirs.prefix(40)) to \(mine.prefix(40))"
    }
    return nil
  }

  /// Whether an answer shows that it is of the object that was read in an earlier run. It has to repeat the ETag (RFC 9110,
  /// section 15.3.7); Last-Modified it may leave out.
  func confirms(_ known: Validators) -> Bool {
    difference(from: known) == nil && (known.etag == nil || etag != nil)
  }

  /// The value for If-Range, if one is strong enough: an ETag without `W/`, else a date that lay at least one second
  /// before the answer's own (RFC 9110, section 13.1.5).
  func forIfRange(date: String?) -> String? {
    if let etag { return etag.hasPrefix("W/") ? nil : etag }
    guard let lastModified, let modified = RetryPolicy.httpDate(lastModified),
      let answered = date.flatMap(RetryPolicy.httpDate), answered - modified >= 1
    else { return nil }
    return lastModified
  }

  /// Keeps what is known and adds what is new.
  func filled(from other: Validators) -> Validators {
    var filled = self
    filled.etag = etag ?? other.etag
    filled.lastModified = lastModified ?? other.lastModified
    filled.total = total ?? other.total
    return filled
  }
}
