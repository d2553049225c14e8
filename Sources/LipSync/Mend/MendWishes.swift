package import LipSyncMedia

/// What a user may want otherwise of a mend.
package struct MendWishes: Sendable, Equatable {
  /// The loudness that sound is brought to, in LUFS; nil to change only what is too quiet, to `Defaults.mendLoudness`.
  package var loudness: Double?
  /// The most that a true peak may reach, in dB of full scale.
  package var peak = Defaults.mendPeak
  /// How much silence stays where it is cut off.
  package var margin = Defaults.mendMargin
  /// What lies behind transparent pixels, red, green and blue.
  package var background: [UInt8] = [0, 0, 0]
  /// Pictures a second, as a picture's length; nil for what fits the source.
  package var frame: MediaTime?
  /// Rules that are left alone.
  package var ignored: Set<Rule> = []

  package init() {}
}
