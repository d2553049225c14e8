internal import LipSyncTransfer

/// Looking at a URL that may be a share link, wrapped, or pasted badly: what counts is the link that is meant.
extension Inspector {
  func inspectShareLink(_ url: String, _ visit: Visit) async -> SourceInspection {
    if fixesLinks, let pasted = PastedLink.read(url), let corrected = pasted.corrected {
      var inspection = await inspectShareLink(corrected, visit.of(corrected))
      inspection.findings.insert(pasted.replaced(url, about: visit.subject), at: 0)
      return inspection
    }
    guard let share = ShareLink.read(url), let direct = share.directURL else {
      return await inspectURL(url, visit)
    }
    // Its bytes decide, whatever the table says: some of these links lead to the file itself after all.
    var own: SourceInspection?
    if !offline {
      let seen = await inspectURL(url, visit)
      let isPage = seen.findings.contains { $0.rule == .linkSharePage }
      let isRefused = share.isCertain && seen.link?.served != .media
      guard isPage || isRefused else { return seen }
      own = seen
    }
    var inspection = await inspectURL(direct, fixesLinks ? visit.of(direct) : visit)
    let isGood = offline ? nil : inspection.failure == nil
    // Where only the path looks like a share link, nobody asked for what was tried.
    if !share.isCertain, isGood == false, let own {
      let tried = inspection.link
      inspection = own
      inspection.link?.requests += tried?.requests ?? 0
      inspection.link?.bytesRead += tried?.bytesRead ?? 0
      inspection.findings.removeAll { $0.rule == .linkSharePage }
    } else {
      inspection.link?.requests += own?.link?.requests ?? 0
      inspection.link?.bytesRead += own?.link?.bytesRead ?? 0
    }
    inspection.link?.directURL = share.shownURL
    let finding = URLJudge.sharePage(
      share, about: visit.subject, served: offline ? nil : .html, from: url,
      isFixed: fixesLinks && (share.isCertain || isGood != false),
      isGood: isGood)
    inspection.findings.insert(contentsOf: finding.map { [$0] } ?? [], at: 0)
    return inspection
  }
}

extension Inspector.Visit {
  /// The same of another link.
  fileprivate func of(_ url: String) -> Inspector.Visit {
    var visit = self
    visit.source = .url(url)
    return visit
  }
}
