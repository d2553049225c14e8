internal import LipSync
internal import LipSyncTransfer
internal import Platform

/// The hosts that a user has named: what `--allow-private` opens. Neither a redirect nor an answer of the service nor a row of a
/// list that does not ask for it is among them.
enum NamedHosts {
  /// Those of this command: its arguments, the service, and what `--private-host` names.
  static func all(_ network: NetworkOptions) -> Set<String> {
    let base = (try? Settings.current.value(.baseURL)) ?? Defaults.serviceURL
    return of(CommandLine.arguments + [base]).union(network.privateHost.map { $0.lowercased() })
  }

  /// Those of a row that asks for private ones.
  static func of(_ row: PairRow) -> Set<String> { row.allowsPrivate ? of([row.video, row.audio]) : [] }

  /// Host and port of each URL among words; of an option with a value, the value's.
  static func of(_ words: [String]) -> Set<String> {
    Set(
      words.compactMap { word in
        let text = word.hasPrefix("--") ? String(word.drop { $0 != "=" }.dropFirst()) : word
        guard case .url(let url) = Source(text) else { return nil }
        return (try? WebAddress(url))?.authority
      })
  }
}
