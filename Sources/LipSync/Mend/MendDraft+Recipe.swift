internal import LipSyncMedia

extension MendDraft {
  /// What is called for by the forms of streams, whatever was found.
  mutating func addForms() {
    let media = given.media
    if !given.isSound, let video = media.video, !media.isImage {
      if video.width % 2 != 0 || video.height % 2 != 0 {
        add(
          .evenSides, nil,
          "Leaves out the last odd column or row of \(video.width) x \(video.height): H.264 in 4:2:0 has even sides.",
          cost: "One column or row of pixels. " + MendRemedy.onceMore)
        encodePictures()
      }
      guard isNeeded else { return }
      if pictures == nil, given.isRaw || MendFormats.home(pictures: video.codec) == nil {
        add(
          .encodePictures, nil,
          "Encodes the pictures (\(video.codec)) as H.264, since they cannot stay as they are.",
          cost: MendRemedy.onceMore)
        encodePictures()
      }
      addSoundBeside()
    } else if isNeeded, sound == nil, let audio = media.audio,
      MendFormats.home(sound: audio.codec, from: media.container) == nil
    {
      add(
        .encodeSound, nil, "Decodes the sound (\(audio.codec)), since it cannot stay as it is.",
        cost: "None to be heard.")
      encodeSound()
    }
  }

  /// Sound beside pictures stays if it may live where they do.
  private mutating func addSoundBeside() {
    guard sound == nil, let audio = given.media.audio else { return }
    let home = pictures == nil ? given.media.video.flatMap { MendFormats.home(pictures: $0.codec) } : .mp4
    guard let home, !MendFormats.mayStay(sound: audio.codec, in: home) else { return }
    add(
      .encodeSound, nil,
      "Encodes the sound (\(audio.codec)) as AAC, which lives beside the pictures in the new file.",
      cost: "None to be heard at \(MendFormats.best(min(2, audio.channels)) / 1000) kbit/s.")
    encodeSound()
  }

  /// How the file is made; nil if there is nothing to make it of.
  ///
  /// - Parameter copying: whether what may stay is copied.
  func recipe(copying: Bool) -> (recipe: MediaRecipe, home: MendFormats.Home)? {
    given.isSound ? soundRecipe(copying) : pictureRecipe(copying)
  }

  private var pieces: [MediaRecipe.Piece] {
    guard given.pieces.count == 1 else { return given.pieces }
    return given.pieces.map { piece in
      var piece = piece
      piece.origin = given.origin
      piece.length = given.length
      return piece
    }
  }

  private func soundRecipe(_ copying: Bool) -> (recipe: MediaRecipe, home: MendFormats.Home)? {
    guard let audio = given.media.audio else { return nil }
    if copying, sound == nil, let home = MendFormats.home(sound: audio.codec, from: given.media.container) {
      var recipe = MediaRecipe(pieces: pieces, format: home.format, pictures: .none, sound: .copy)
      recipe.statedSamples = audio.duration.map { $0.ticks(rate: Int64(audio.sampleRate)) }
      return (recipe, home)
    }
    let treatment = sound ?? Treatment()
    let rate = treatment.rate ?? MendFormats.kept(audio.sampleRate)
    let channels = treatment.channels ?? min(Limits.channels, max(1, audio.channels))
    let form = MendFormats.sound(length: given.wholeLength, rate: rate, channels: channels)
    var work = MediaRecipe.SoundWork(rate: rate, channels: channels, codec: form.codec)
    work.bitRate = form.bitRate
    treatment.fill(&work)
    return (
      MediaRecipe(pieces: pieces, format: form.home.format, pictures: .none, sound: .encode(work)), form.home
    )
  }

  private func pictureRecipe(_ copying: Bool) -> (recipe: MediaRecipe, home: MendFormats.Home)? {
    guard let video = given.media.video else { return nil }
    let stays = copying && pictures == nil
    let home = stays ? MendFormats.home(pictures: video.codec) ?? .mp4 : .mp4
    var recipe = MediaRecipe(pieces: pieces, format: home.format, pictures: .copy, sound: .none)
    if let audio = given.media.audio {
      let maySound = copying && sound == nil && MendFormats.mayStay(sound: audio.codec, in: home)
      recipe.sound = maySound ? .copy : .encode(soundBeside(audio))
    }
    if !stays {
      var work = pictures ?? MediaRecipe.PictureWork(frame: wishes.frame)
      work.largestRate = largestRate
      recipe.pictures = .encode(work)
    }
    return (recipe, home)
  }

  private func soundBeside(_ audio: AudioInfo) -> MediaRecipe.SoundWork {
    let treatment = sound ?? Treatment()
    let channels = treatment.channels ?? min(Limits.channels, max(1, audio.channels))
    var work = MediaRecipe.SoundWork(
      rate: treatment.rate ?? MendFormats.kept(audio.sampleRate), channels: channels, codec: "aac")
    work.bitRate = MendFormats.best(channels)
    treatment.fill(&work)
    return work
  }

  /// Bits a second that keep the pictures within the guide's size, sound and container taken off.
  private var largestRate: Int64? { MendFormats.largestRate(given.wholeLength) }
}

extension MendDraft.Treatment {
  fileprivate func fill(_ work: inout MediaRecipe.SoundWork) {
    (work.loudness, work.peak, work.margin) = (loudness, peak, margin)
  }
}
