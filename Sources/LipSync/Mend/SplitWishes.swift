package import LipSyncMedia

/// What a user may want of a split.
package struct SplitWishes: Sendable, Equatable {
  /// The longest part; nil for what the service's upload guide allows of each kind.
  package var limit: MediaTime?
  /// The playback type whose course is carried on; nil for the advised one.
  package var type: PlaybackType?
  /// How long a picture of the parts' videos lasts; nil for what fits the source.
  package var frame: MediaTime?

  package init() {}

  /// What parts may last: a part's video is as long as its sound, and the guide allows less of it.
  package func limit(withVideo: Bool) -> MediaTime {
    limit ?? (withVideo ? Limits.longestVideo : Limits.longestAudio)
  }
}
