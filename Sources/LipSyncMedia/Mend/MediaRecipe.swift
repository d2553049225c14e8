/// How a file is to be made from others, as a value: a worker does it (`MediaMend` in LipSyncMediaMaking).
///
/// All clocks begin at the recipe's zero: the first picture or sample that is used, unless `Piece.origin` says otherwise. What is
/// encoded begins there, so that no player has to wait; what is copied keeps its distance from there.
package struct MediaRecipe: Sendable, Equatable {
  /// Bytes that are a file by themselves; several are joined in order.
  package struct Piece: Sendable, Equatable {
    /// The file that they lie in.
    package var path: String
    /// Where they begin in it.
    package var offset: Int64
    /// How many there are; nil for all to the end.
    package var bytes: Int64?
    /// What is zero on the piece's clock; nil for the first start of a stream that is used.
    package var origin: MediaTime?
    /// How long it lasts from its origin: what follows begins there. Nil for as long as its streams last.
    package var length: MediaTime?

    /// Bytes of a file.
    package init(
      path: String, offset: Int64 = 0, bytes: Int64? = nil, origin: MediaTime? = nil, length: MediaTime? = nil
    ) {
      (self.path, self.offset, self.bytes) = (path, offset, bytes)
      (self.origin, self.length) = (origin, length)
    }
  }

  /// What becomes of a stream.
  package enum Stream<Work: Sendable & Equatable>: Sendable, Equatable {
    /// It is left out.
    case none
    /// Its packets are written as they are.
    case copy
    /// It is decoded and encoded.
    case encode(Work)

    /// How it is encoded; nil if it is not.
    package var work: Work? { if case .encode(let work) = self { work } else { nil } }
  }

  /// How pictures are made: upright, of even sides, 8 bits, at a constant rate, H.264.
  package struct PictureWork: Sendable, Equatable {
    /// How long a picture lasts; nil for what fits the source.
    package var frame: MediaTime?
    /// Whether light and colours of BT.2020 become those of BT.709.
    package var mapsTones = false
    /// What lies behind transparent pixels, red, green and blue; nil where there are none.
    package var background: [UInt8]?
    /// The most bits a second; nil for no limit.
    package var largestRate: Int64?
    /// What is shown of the one piece, in which order and which way; nil for all of it, as it is.
    package var stretches: [RenderOrder.Stretch]?

    /// Pictures as they are shown.
    package init(frame: MediaTime? = nil) { self.frame = frame }
  }

  /// How sound is made.
  package struct SoundWork: Sendable, Equatable {
    /// Samples a second.
    package var rate: Int
    /// 1 or 2.
    package var channels: Int
    /// FFmpeg's name of the encoder.
    package var codec: String
    /// Bits a second; nil for the encoder's own choice.
    package var bitRate: Int?
    /// The loudness that it is brought to, in LUFS; nil to leave it.
    package var loudness: Double?
    /// The most that a true peak may reach, in dB of full scale; nil to leave peaks alone.
    package var peak: Double?
    /// How much silence stays at the ends; nil to cut none off.
    package var margin: MediaTime?
    /// Where the sound to be written begins, and how long it is; nil for all of it.
    package var span: Span?

    /// A stretch of time.
    package struct Span: Sendable, Equatable {
      package var start: MediaTime
      package var length: MediaTime
      package init(start: MediaTime, length: MediaTime) { (self.start, self.length) = (start, length) }
    }

    /// Sound of a form.
    package init(rate: Int, channels: Int, codec: String) {
      (self.rate, self.channels, self.codec) = (rate, channels, codec)
    }
  }

  /// What it is made of.
  package var pieces: [Piece]
  /// What its sound is made of; nil for what its pictures are.
  package var soundPieces: [Piece]?
  /// FFmpeg's name of the container.
  package var format: String
  package var pictures: Stream<PictureWork>
  package var sound: Stream<SoundWork>
  /// How many samples a copied header of FLAC is to state; nil to leave it.
  package var statedSamples: Int64?

  /// A file of such streams.
  package init(
    pieces: [Piece], format: String, pictures: Stream<PictureWork>, sound: Stream<SoundWork>
  ) {
    (self.pieces, self.format, self.pictures, self.sound) = (pieces, format, pictures, sound)
  }
}

/// What a file turned out to be that was made by a recipe: read from the file itself, against what was written.
package struct MediaMade: Sendable, Equatable {
  /// How alike pictures are: structural similarity (SSIM) of luma, 1 for the same.
  package struct Likeness: Sendable, Equatable {
    /// Of all pictures that were looked at, on average.
    package var mean: Double
    /// Of the worst of them.
    package var least: Double
    /// How many were looked at.
    package var pictures: Int
    /// Whether they are the source's own, as they were decoded; else what was handed to the encoder.
    package var isOfSource: Bool

    package init(mean: Double, least: Double, pictures: Int, isOfSource: Bool = false) {
      (self.mean, self.least, self.pictures, self.isOfSource) = (mean, least, pictures, isOfSource)
    }
  }

  /// Pictures written; nil where they were copied or there are none.
  package var frames: Int?
  /// Pictures that decode from the file; nil as above.
  package var decodedFrames: Int?
  /// How long a picture lasts; nil as above.
  package var frame: MediaTime?
  /// Samples written of one channel; nil where they were copied or there are none.
  package var samples: Int64?
  /// Samples that decode from the file; nil as above.
  package var decodedSamples: Int64?
  /// How alike the pictures are; nil where they were copied.
  package var likeness: Likeness?
  /// How many samples the sound lies late in the file, at most anywhere; nil where it was copied, or nothing tells.
  package var offset: Int64?
  /// The loudness before, in LUFS; nil where it was not measured or there is none.
  package var loudness: Double?
  /// The loudness of what decodes from the file, in LUFS; nil as above.
  package var reached: Double?
  /// By how many decibels it was made louder.
  package var gain: Double?
  /// The largest reduction by the limit of peaks, in decibels.
  package var reduction: Double?
  /// What was cut off at the head.
  package var cutHead: MediaTime = .zero
  /// What was cut off at the tail.
  package var cutTail: MediaTime = .zero
  /// Silence that was filled in, at the start and in holes.
  package var filled: MediaTime = .zero
  /// Packets written as they are.
  package var packets = 0
  /// Whether the packets that were written as they are came out of the file as they were; nil where none were.
  package var isIdentical: Bool?

  package init() {}
}
