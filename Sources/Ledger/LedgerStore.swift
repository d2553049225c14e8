public import LipSync

/// Where payments, and the jobs of a batch, are kept: one design for one machine and for many.
///
/// A store is a `Journal` that several processes share. Its tables are made and brought up to date by numbered migrations;
/// a store that a newer version wrote is refused, not guessed at.
public protocol LedgerStore: Journal {
  /// What the store is called in messages, with nothing secret in it.
  var name: String { get }
}
