package import LipSyncMedia
internal import LipSyncTransfer

/// Every number that a user may ask about, in one place; `--help` shows those that have an option.
public enum Defaults {
  /// Seconds of output that one credit pays for (the service's price list).
  package static let secondsPerCredit: Int64 = 125

  /// The time allowed for each source: inspection and probe together.
  public static let sourceTimeout = Duration.seconds(20)
  /// How the first request to a URL is retried if its failure may be transient.
  static let firstLookRetry = RetryPolicy(attempts: 3, base: .milliseconds(250), ceiling: .seconds(10))
  /// The time allowed for a task to finish before `wait` gives up.
  public static let waitTimeout = Duration.seconds(1800)
  /// How long after now the service may still fetch a source; links that expire sooner get a warning.
  public static let fetchHorizon = Duration.seconds(1800)

  /// The time allowed for the second look at a URL, as another client.
  static let secondLookTimeout = Duration.seconds(5)
  /// How long the resolver may take to return all addresses of a host.
  static let lookupPatience = Duration.seconds(3)
  /// Most bytes of one URL that a check receives if the host ignores ranges: none can be skipped, and a broken
  /// body starts over.
  public static let wholeLimit: Int64 = 4 << 20
  /// How long a host may take to begin its answer before that is a warning.
  package static let slowAnswer = Duration.seconds(3)
  /// How long a whole file may take to fetch, at the rate of its first bytes, before that is a warning.
  public static let slowFetch = Duration.seconds(60)
  /// Most bytes fetched of a body that the host has compressed, and most bytes decompressed.
  static let compressedLimit = (fetched: 6 << 20, undone: 64 << 20)

  /// How long a host that refused a read is not asked again.
  static let refusalCounts = Duration.seconds(10)

  /// Bytes requested first from a URL: enough for the index of a minute and the first picture after it, which are
  /// then known after one round trip.
  package static let firstBytes = 112 << 10
  /// Bytes of a file's start that distinguish pages and documents from media.
  static let sniffedBytes = 64 << 10
  /// Most bytes of one URL read to find its exact length; beyond that the header's length is used.
  public static let readLimit: Int64 = 64 << 20
  /// What that limit may be set to: short of `fetchLimit`, so that a long video gets its stated length and not
  /// an error.
  package static let readLimits: ClosedRange<Int64> = 1...(192 << 20)
  /// Bytes received of one URL at most, for all steps of a job together.
  package static let fetchLimit: Int64 = 256 << 20
  /// Bytes fetched in one go when a demuxer jumps: what it reads at once, which may be all that it needs there.
  static let readAfterJump = 64 << 10
  /// Bytes fetched in one go at first when a demuxer reads on, and at most.
  package static let readAhead: ClosedRange<Int> = (256 << 10)...(4 << 20)

  /// Ranges that are at most this many bytes apart are fetched by one request: less than a round trip costs.
  static let rangeGap: Int64 = 128 << 10
  /// Ranges of one URL fetched at once: as many as a browser has connections to a host.
  static let rangesAtOnce = 6

  /// Bytes of one URL held in memory at most.
  package static let cacheLimit = 32 << 20
  /// URLs whose bytes are kept for the next step of a job at most, two for each of the checks that are done at once, and for
  /// how long.
  static let keptSources = 8
  /// Most bytes of them that are kept, besides those of the last one.
  static let keptBytes = 64 << 20
  static let keptFor = Duration.seconds(120)

  /// How long the facts of a source are reused by all jobs of a batch that name it, and how long its errors are.
  package static let rememberedFor = Duration.seconds(600)
  static let rememberedFailure = Duration.seconds(60)
  /// Memory that all of it may take, in bytes: some four thousand sources, of which the least recently used go first.
  public static let rememberedBytes = 8 << 20
  /// The same of a list that is checked, whose sources mostly come once.
  package static let rememberedOfList = 4 << 20

  /// How much longer than an inspection the decoding of a source for a proof may take, per megabyte of it.
  static let proofTimePerMegabyte = Duration.seconds(20)
  /// URLs of a list that are inspected in parallel per core; of files, one per core.
  package static let remoteSourcesAtOnce = 4
  /// Pairs of one host that are checked at once.
  package static let pairsOfOneHost = 8
  /// Sources that may be done, and kept, while the first of them is still being inspected.
  package static let deliveryWindow = 4096

  /// A video may fall short of its audio by this much, or by one frame if that is longer, and still count as
  /// covering it.
  package static let lengthTolerance = MediaTime(40, 1000)
  /// How far from a whole number of passes an audio may end for `normal_reverse` to be advised.
  package static let passTolerance = MediaTime(1, 2)

  /// Audio is silent if no 5 ms of it are louder than this root mean square (-60 dB of full scale).
  package static let silentLevel = SoundFacts.silentLevel
  /// Pixels that are decoded at most to see whether a video is black or frozen: 40 s of 1080p. Others take two pictures.
  package static let glancePixels: Int64 = 2_000_000_000
  /// How many pictures a check that is not deep looks for faces in: two a second of the first 4 s of 1080p, then six.
  package static let faceSample = FaceSample(pixels: 200_000_000, keys: 6)
  /// The same of a URL, whose other pictures would have to be fetched: the first picture.
  package static let remoteFaceSample = FaceSample(pixels: 1, keys: 0)
  /// Audio is searched for silence if it is no longer than this.
  package static let longestSilenceSearch = MediaTime(600)
  /// Audio behind a URL is searched for silence if it is no larger than this: all of it has to be fetched.
  package static let largestSilenceSearch: Int64 = 4 << 20

  /// A root mean square above this is audible (-60 dB of full scale).
  package static let audibleLevel = silentLevel
  /// Two pictures nearer than this, rms of luma, are the same picture.
  package static let stillDistance = 0.3
  /// The most, in levels of luma, by which one place of a picture counts in following it.
  static let placeLimit: Int32 = 6
  /// How far a recovered moment may be from the plan's.
  package static let traceTolerance = MediaTime(3, 20)
  /// How much later or earlier than the plan's all recovered moments may equally be.
  static let traceLags = [
    MediaTime.zero, MediaTime(1, 8), MediaTime(-1, 8), MediaTime(1, 4), MediaTime(-1, 4),
  ]
  /// Pictures half a second apart differ by this much, rms of luma, if schedules can be distinguished.
  package static let tellingMotion = 0.8
  /// Pairs of frames that are compared at most; longer videos are sampled more coarsely.
  package static let traceCells = 4_000_000

  /// The loudness in LUFS that a mend brings quiet sound to: that of EBU R 128.
  package static let mendLoudness = -23.0
  /// The most that a true peak may reach in mended sound, in dB of full scale (EBU R 128).
  package static let mendPeak = -1.0
  /// How much silence a mend leaves at an end that it cuts.
  package static let mendMargin = MediaTime(1, 4)
  /// Samples a second of sound whose rate a mend changes.
  package static let mendRate = 48_000
}
