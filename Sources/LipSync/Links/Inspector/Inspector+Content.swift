internal import LipSyncMedia

extension Inspector {
  /// Looks at a source, and at what is seen and heard in it as far as its subject calls for: never throws.
  ///
  /// Audio is decoded where that takes little; of a video as many pictures are looked at as tell that it is neither
  /// black nor frozen. All of it keeps to the time allowed for one source.
  ///
  /// - Parameters:
  ///   - source: the path or URL.
  ///   - subject: what it is for.
  ///   - deep: decode all of it, whatever it takes.
  public func examine(_ source: Source, as subject: Subject, deep: Bool) async -> SourceInspection {
    guard let memory else { return await examineAnew(source, as: subject, deep: deep) }
    return await memory.inspection(of: source, as: subject, deep: deep) {
      await examineAnew(source, as: subject, deep: deep)
    }
  }

  private func examineAnew(_ source: Source, as subject: Subject, deep: Bool) async -> SourceInspection {
    let end = ContinuousClock.now + timeout
    return await inspect(source, as: subject, hearing: contents(deep: deep, subject, until: end))
  }

  /// What is seen and heard in media: all of it where that was asked for, else what costs little.
  private func contents(deep: Bool, _ subject: Subject, until end: ContinuousClock.Instant) -> Hearing {
    { [examiner] media, bytes, isRemote in
      let found = try? await onBlockingThread(until: end) { deadline -> Contents in
        var facts = media.facts
        var decoded: DecodedMedia?
        if deep {
          // Who decodes all of it wants all of it.
          (bytes as? HTTPSource)?.limitWhole(to: nil)
          let options = DecodedMedia.Options(
            signatures: false, envelope: false, video: media.pictureLength != nil, content: true,
            faces: subject != .audio)
          let found = try examiner.decode(bytes, options: options, deadline: deadline)
          (facts.sound, facts.pictures) = (found.info.facts.sound, found.info.facts.pictures)
          (facts.faces, facts.facesUnseen) = (found.info.facts.faces, found.info.facts.facesUnseen)
          decoded = found
        } else if subject == .audio, media.isCheapToHear(isRemote: isRemote) {
          // All of it is wanted: the rest comes in one answer.
          if let http = bytes as? HTTPSource, let size = http.size { http.fetch(size, deadline) }
          facts.sound = try examiner.sound(of: bytes, deadline: deadline)
        } else if subject == .video, media.pictureLength != nil {
          let glance = try examiner.glance(
            at: bytes, pixelLimit: Defaults.glancePixels,
            faces: isRemote ? Defaults.remoteFaceSample : Defaults.faceSample, deadline: deadline)
          facts.pictures = glance.pictures
          (facts.faces, facts.facesUnseen) = (glance.faces, glance.facesUnseen)
        }
        return Contents(facts: facts, decoded: decoded)
      }
      guard found == nil, subject != .audio, media.pictureLength != nil else { return found }
      // Faces were asked for: that nobody saw any is no answer.
      var facts = media.facts
      facts.facesUnseen = .failed
      return Contents(facts: facts, decoded: nil)
    }
  }
}

extension SourceInspection {
  /// Takes what was seen and heard: if all was decoded and plays otherwise than the index says, that is what it is.
  mutating func add(_ contents: Inspector.Contents?, about subject: Subject) {
    guard let contents, let listed = media else { return }
    media?.facts = contents.facts
    guard let decoded = contents.decoded else { return }
    let whole = DecodedWhole(listed: listed, found: decoded.info, faults: decoded.errorCount)
    let differing = Rule.findings(on: whole, about: subject)
    guard !differing.isEmpty else { return }
    findings += differing
    media = decoded.info
    media?.facts = contents.facts
    media?.isDurationExact = false
  }
}

extension MediaInfo {
  /// Whether all audio can be decoded in little time and with few bytes.
  fileprivate func isCheapToHear(isRemote: Bool) -> Bool {
    guard let length = audio?.duration, length <= Defaults.longestSilenceSearch else { return false }
    // Sound on a long video costs the video's bytes too.
    return !isRemote || (video == nil && bytes.map { $0 <= Defaults.largestSilenceSearch } ?? false)
  }
}
