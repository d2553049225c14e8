public import Media

/// Every number that a user may ask about, in one place; `--help` shows those that have an option.
public enum Defaults {
  /// Seconds of output that one credit pays for (the service's price list).
  public static let secondsPerCredit: Int64 = 125

  /// The time allowed for each source: inspection and probe together.
  public static let sourceTimeout = Duration.seconds(20)
  /// The time allowed for a task to finish before `wait` gives up.
  public static let waitTimeout = Duration.seconds(1800)
  /// How long after now the service may still fetch a source; links that die sooner are warned of.
  public static let fetchHorizon = Duration.seconds(1800)

  /// Bytes asked for in the first look at a URL: enough for sniffing, most headers and short index boxes.
  public static let firstBytes = 64 << 10
  /// Bytes read of one URL at most.
  public static let readLimit: Int64 = 64 << 20
  /// Bytes fetched in one go at first when a demuxer jumps, and at most when it reads on.
  public static let readAhead: ClosedRange<Int> = (256 << 10)...(4 << 20)

  /// A video may fall short of its audio by this much, or by one frame if that is longer, and still count as
  /// covering it.
  public static let lengthTolerance = MediaTime(40, 1000)
  /// How far from a whole number of passes an audio may end for `normal_reverse` to be advised.
  public static let passTolerance = MediaTime(1, 2)
  /// How far a header's length may be from the truth, unless a frame lasts longer.
  public static let headerTolerance = MediaTime(50, 1000)

  /// The longest video in the service's upload guide.
  public static let longestVideo = MediaTime(300)
  /// The longest audio in the service's upload guide.
  public static let longestAudio = MediaTime(600)
  /// The largest video in the service's upload guide, in bytes.
  public static let largestVideo: Int64 = 100_000_000
  /// The largest audio in the service's upload guide, in bytes.
  public static let largestAudio: Int64 = 20_000_000
  /// Audio is silent where no 5 ms of it are louder than this root mean square (-60 dB of full scale).
  public static let silentLevel: Float = 0.001
  /// Audio is searched for silence where it is no longer than this.
  public static let longestSilenceSearch = MediaTime(600)
}
