internal import LipSyncMedia

/// What is done about a finding: a row for each rule that can be mended.
struct MendRemedy: Sendable {
  let rule: Rule
  let apply: @Sendable (inout MendDraft, Finding) -> Void

  init(_ rule: Rule, _ apply: @escaping @Sendable (inout MendDraft, Finding) -> Void) {
    (self.rule, self.apply) = (rule, apply)
  }

  static let onceMore =
    "The pictures are encoded once more (H.264, near transparent): the report gives their likeness."

  /// In the order in which steps are told.
  static let all: [MendRemedy] = [
    MendRemedy(.mediaTrailingBytes) { draft, finding in
      guard draft.given.pieces.count > 1 else {
        draft.add(
          .rewrap, finding.rule, "Leaves out the bytes behind the end, which belong to nothing that plays.",
          cost: "None: what plays stays byte for byte.")
        return
      }
      let isVideo = !draft.given.isSound
      draft.add(
        .join, finding.rule,
        "Decodes the \(draft.given.pieces.count) files that were joined byte by byte one after the other, "
          + "and writes them as one.",
        cost: isVideo ? onceMore : "None to be heard: the samples are decoded once.")
      if isVideo { draft.encodePictures() }
      if draft.given.media.audio != nil { draft.encodeSound() }
    },
    MendRemedy(.mediaDurationMisstated) { draft, finding in
      draft.add(
        .rewrap, finding.rule, "Writes the file anew with a header that states its length.",
        cost: "None for what can be copied: it stays byte for byte.")
    },
    MendRemedy(.mediaSeveralStreams) { draft, finding in
      let used =
        draft.given.isSound ? draft.given.media.facts.audioStream : draft.given.media.facts.videoStream
      draft.add(
        .oneStream, finding.rule,
        "Keeps stream \(used ?? 0), the one that is checked, and leaves out the others of its kind.",
        cost: "None for the stream that stays; the others are gone from this copy.")
    },
    MendRemedy(.mediaVariableFrameRate) { draft, finding in
      draft.add(
        .constantRate, finding.rule,
        "Gives every picture the same length, at "
          + (draft.wishes.frame.map { "\(twoDecimals(1 / $0.seconds)) frames a second" }
            ?? "the common rate nearest to the source's usual one") + ".",
        cost: "A picture moves by half of one picture's time at most; some are shown twice or left out. "
          + onceMore)
      draft.encodePictures()
    },
    MendRemedy(.mediaRotation) { draft, finding in
      draft.add(
        .upright, finding.rule, "Turns and mirrors the pixels themselves, as players show them.",
        cost: onceMore)
      draft.encodePictures()
    },
    MendRemedy(.mediaHDR) { draft, finding in
      draft.add(
        .toneMap, finding.rule,
        "Brings light and colours to BT.709: white of 203 cd/m² stays white, what is brighter is rolled off.",
        cost: "Highlights and colours beyond BT.709 are lost. " + onceMore)
      draft.encodePictures { $0.mapsTones = true }
    },
    MendRemedy(.mediaAlpha) { draft, finding in
      let colour = draft.wishes.background
      draft.add(
        .flatten, finding.rule, "Puts transparent pixels on the colour \(MendDraft.words(colour)).",
        cost: "The transparency is lost. " + onceMore)
      draft.encodePictures { $0.background = colour }
    },
    MendRemedy(.mediaLatePicture) { draft, finding in
      draft.add(
        .firstPicture, finding.rule,
        "Shows the first picture from the first sound on, so that nothing moves in time.",
        cost: "The first picture stands still until it is due. " + onceMore)
      draft.encodePictures()
    },
    MendRemedy(.mediaLateSound) { draft, finding in fill(&draft, finding) },
    MendRemedy(.mediaSoundGaps) { draft, finding in fill(&draft, finding) },
    MendRemedy(.mediaChannels) { draft, finding in
      draft.add(
        .mix, finding.rule, "Mixes the \(draft.given.media.audio?.channels ?? 0) channels to two.",
        cost: "Where the channels stood in the room is lost; the speech stays.")
      draft.encodeSound { $0.channels = Limits.channels }
    },
    MendRemedy(.mediaSampleRate) { draft, finding in
      let rate = draft.given.media.audio?.sampleRate ?? 0
      draft.add(
        .resample, finding.rule,
        "Writes \(grouped(Defaults.mendRate)) samples a second in the place of \(grouped(rate)).",
        cost: rate < Defaults.mendRate
          ? "None, and nothing is won: what the low rate lost stays lost."
          : "None that can be heard in speech.")
      draft.encodeSound { $0.rate = Defaults.mendRate }
    },
    MendRemedy(.mediaQuietAudio) { draft, finding in
      let target = draft.wishes.loudness ?? Defaults.mendLoudness
      louder(&draft, finding.rule, target)
    },
    MendRemedy(.mediaClippedAudio) { draft, finding in
      let peak = draft.wishes.peak
      draft.add(
        .peak, finding.rule,
        "Lowers the whole so that no true peak passes \(figure(peak, 1)) dB of full scale.",
        cost: "It gets a little softer; what was cut off when it was recorded stays cut off.")
      draft.encodeSound { $0.peak = peak }
    },
    MendRemedy(.mediaSilentEnds) { draft, finding in
      let margin = draft.wishes.margin
      draft.add(
        .cutSilence, finding.rule, "Cuts the silence off at the ends but for \(margin.short) each.",
        cost:
          "None to what is heard, which begins earlier by what is cut off at the head; the output is as much shorter."
      )
      draft.encodeSound { $0.margin = margin }
    },
    MendRemedy(.mediaTooLarge) { draft, finding in
      let limit = draft.given.isSound ? Limits.largestAudio : Limits.largestVideo
      draft.add(
        .bitRate, finding.rule, "Encodes it with as few bits a second as stay within \(megabytes(limit)).",
        cost: "Fine detail, the more the longer it is: the report gives the likeness.")
      draft.isTooLarge = true
      if draft.given.isSound { draft.encodeSound() } else { draft.encodePictures() }
    },
  ]

  private static func fill(_ draft: inout MendDraft, _ finding: Finding) {
    draft.add(
      .fillSound, finding.rule,
      "Fills the time for which there are no samples with silence, to the sample, as players wait there.",
      cost: "None: it sounds as it does in a player.")
    draft.encodeSound()
  }

  static func louder(_ draft: inout MendDraft, _ rule: Rule?, _ target: Double) {
    let peak = draft.wishes.peak
    draft.add(
      .loudness, rule,
      "Brings the loudness to \(figure(target, 1)) LUFS, with no true peak above \(figure(peak, 1)) dB of full scale.",
      cost:
        "Noise rises with the speech; single peaks are held down for some milliseconds where they would pass the limit."
    )
    draft.encodeSound { treatment in
      treatment.loudness = target
      treatment.peak = peak
    }
  }
}

extension MendDraft {
  /// A colour as `#rrggbb`.
  static func words(_ colour: [UInt8]) -> String {
    "#" + colour.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
