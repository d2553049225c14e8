/// What this is, as it says so to others.
package enum Product {
  /// The version, by semver.org.
  package static let version = "0.1.0"
  /// Name and version.
  package static let name = "lipflight \(version)"
}
