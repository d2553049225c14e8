internal import LipSyncMedia

/// The keys of findings' evidence; which rules give which stands with the rules. A test holds them against the sources, and every document
/// that a test makes against them.
package enum Evidence {
  /// Each key with what its value may be.
  package static let fields: [Field] = (links + media + results).map(\.optional)

  /// The keys that a rule may give; which of them it gives depends on what was found.
  package static func keys(of rule: String) -> Set<String> { Rule(rule).evidence }

  /// The rules that may give a key, in the catalogue's order.
  package static func rules(giving key: String) -> [String] {
    Rule.all.filter { $0.evidence.contains(key) }.map(\.id)
  }
}
