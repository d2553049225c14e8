import Testing

@testable import LipSync

@Suite("ShareLink")
struct ShareLinkTests {
  static let id = "1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123"

  @Test(
    "share links with a direct form, row by row",
    arguments: [
      (
        "https://drive.google.com/file/d/\(id)/view?usp=sharing",
        "https://drive.usercontent.google.com/download?id=\(id)&export=download&confirm=t"
      ),
      (
        "https://drive.google.com/open?id=\(id)&resourcekey=0-k",
        "https://drive.usercontent.google.com/download?id=\(id)&export=download&confirm=t&resourcekey=0-k"
      ),
      (
        "https://docs.google.com/uc?export=download&id=\(id)",
        "https://drive.usercontent.google.com/download?id=\(id)&export=download&confirm=t"
      ),
      (
        "https://drive.usercontent.google.com/download?id=\(id)&authuser=0",
        "https://drive.usercontent.google.com/download?id=\(id)&authuser=0&export=download&confirm=t"
      ),
      (
        "https://drive.usercontent.google.com/u/0/uc?id=\(id)&export=download",
        "https://drive.usercontent.google.com/download?id=\(id)&export=download&confirm=t"
      ),
      (
        "https://console.cloud.google.com/storage/browser/_details/b/d/t.mp4;tab=live_object?project=p",
        "https://storage.googleapis.com/b/d/t.mp4"
      ),
      (
        "https://console.cloud.google.com/storage/browser/_details/b/t.mp4?project=p",
        "https://storage.googleapis.com/b/t.mp4"
      ),
      ("https://storage.cloud.google.com/b/o/t.mp4", "https://storage.googleapis.com/b/o/t.mp4"),
      (
        "https://www.dropbox.com/scl/fi/x/talk.mp4?rlkey=k&st=s&dl=0",
        "https://www.dropbox.com/scl/fi/x/talk.mp4?rlkey=k&st=s&dl=1"
      ),
      ("https://www.dropbox.com/s/x/talk.mp4", "https://www.dropbox.com/s/x/talk.mp4?dl=1"),
      (
        "https://www.dropbox.com/e/scl/fi/x/talk.mp4?rlkey=k",
        "https://www.dropbox.com/scl/fi/x/talk.mp4?rlkey=k&dl=1"
      ),
      (
        "https://onedrive.live.com/embed?cid=C&resid=C%21123&authkey=%21K",
        "https://onedrive.live.com/download?cid=C&resid=C%21123&authkey=%21K"
      ),
      (
        "https://onedrive.live.com/?authkey=%21K&id=C%21123&o=OneUp",
        "https://onedrive.live.com/download?resid=C%21123&authkey=%21K"
      ),
      ("https://github.com/o/r/blob/main/a/t.mp4", "https://github.com/o/r/raw/main/a/t.mp4"),
      ("https://bitbucket.org/w/r/src/main/t.mp4", "https://bitbucket.org/w/r/raw/main/t.mp4"),
      ("https://huggingface.co/ns/r/blob/main/t.wav", "https://huggingface.co/ns/r/resolve/main/t.wav"),
      (
        "https://huggingface.co/datasets/ns/r/blob/main/a/t.wav",
        "https://huggingface.co/datasets/ns/r/resolve/main/a/t.wav"
      ),
      (
        "https://acme-my.sharepoint.com/:v:/g/personal/x/E?e=abc",
        "https://acme-my.sharepoint.com/:v:/g/personal/x/E?e=abc&download=1"
      ),
      ("https://archive.org/details/item/t.mp4", "https://archive.org/download/item/t.mp4"),
      (
        "https://embed-ssl.wistia.com/deliveries/0a1b.bin", "https://embed-ssl.wistia.com/deliveries/0a1b.mp4"
      ),
      ("https://git.example.org/g/p/-/blob/main/t.mp4", "https://git.example.org/g/p/-/raw/main/t.mp4"),
      ("https://cloud.example.org/s/aBcDeFgHiJkLmNo", "https://cloud.example.org/s/aBcDeFgHiJkLmNo/download"),
      (
        "https://cloud.example.org/index.php/s/aBcDeFgHiJkLmNo",
        "https://cloud.example.org/index.php/s/aBcDeFgHiJkLmNo/download"
      ),
    ])
  func direct(url: String, direct: String) throws {
    let share = try #require(ShareLink.read(url))
    #expect(share.directURL == direct)
    // The direct form is at rest: it is not rewritten again.
    #expect(ShareLink.read(direct)?.directURL == nil || share.host == "Google Drive")
    #expect(ShareLink.read(direct)?.isCertain != true)
  }

  @Test(
    "pages that have no direct form",
    arguments: [
      "https://drive.google.com/drive/folders/\(id)", "https://docs.google.com/document/d/\(id)/edit",
      "https://www.dropbox.com/sh/x/y", "https://www.dropbox.com/scl/fo/x/y", "https://we.tl/t-abc",
      "https://photos.app.goo.gl/x", "https://1drv.ms/v/x", "https://app.box.com/s/x",
      "https://acme.ent.box.com/s/x/file/1", "https://onedrive.live.com/?id=x",
      "https://mega.nz/file/x#k",
      "https://youtu.be/x", "https://www.youtube.com/watch?v=x", "https://t.me/c/1",
      "https://archive.org/details/x", "https://docs.google.com/videos/d/\(id)/edit",
      "https://docs.google.com/drawings/d/\(id)/edit", "https://docs.google.com/a/acme.com/document/d/\(id)",
      "https://drive.google.com/folderview?id=\(id)",
      "https://drive.google.com/embeddedfolderview?id=\(id)#list",
      "https://drive.google.com/u/1/folderview?id=\(id)",
      "https://www.dropbox.com/scl/fo/x/y?rlkey=k&preview=clip.mp4",
      "https://www.dropbox.com/sh/x/y?preview=clip.mp4",
    ])
  func pages(url: String) throws {
    let share = try #require(ShareLink.read(url))
    #expect(share.directURL == nil && !share.advice.isEmpty)
    let finding = try #require(URLJudge.sharePage(share, about: .video, served: .html))
    #expect(finding.rule.rawValue == "link.share-page" && finding.severity == .error)
  }

  @Test(
    "links that are no share links",
    arguments: [
      "https://cdn.example.com/talk.mp4", "https://raw.githubusercontent.com/o/r/main/t.mp4", "ftp://x/y",
      "x",
      "https://github.com/o/r/releases/download/v1/t.mp4", "https://www.dropbox.com/s/x/t.mp4?dl=1",
      "https://dl.boxcloud.com/x", "https://huggingface.co/ns/r/resolve/main/t.wav",
      "https://cdn.example.com/s/short",
      "https://github.com/o/r/blob/main/t.mp4?raw=true",
      "https://download.wetransfer.com/eugv/aa/clip.mp4?token=t&cf=y",
      "https://notdropbox.com/s/x/t.mp4", "https://public.boxcdn.net/s/x",
    ])
  func others(url: String) { #expect(ShareLink.read(url) == nil) }

  @Test("a path that only looks like a share link is no fault where the bytes are media")
  func uncertain() throws {
    let share = try #require(ShareLink.read("https://cloud.example.org/s/aBcDeFgHiJkLmNo"))
    #expect(!share.isCertain)
    #expect(URLJudge.sharePage(share, about: .video, served: .media) == nil)
    #expect(URLJudge.sharePage(share, about: .video, served: .html)?.severity == .error)
    let settings = [nil, true, false].map { isGood in
      URLJudge.sharePage(share, about: .video, served: .html, isGood: isGood)?.settings
    }
    #expect(settings == [[.fixesLinks], [.fixesLinks], []])
    #expect(URLJudge.sharePage(share, about: .video, served: .html, isFixed: true)?.settings == [])
    #expect(URLJudge.sharePage(share, about: .video, served: nil)?.severity == .warning)
  }

  @Test(
    "bytes that are media win over every row",
    arguments: [
      "https://wetransfer.com/downloads/x", "https://github.com/o/r/blob/main/t.mp4", "https://we.tl/t-x",
      "https://drive.google.com/file/d/\(id)/view",
    ])
  func certain(url: String) throws {
    let share = try #require(ShareLink.read(url))
    #expect(share.isCertain && URLJudge.sharePage(share, about: .video, served: .media) == nil)
    #expect(URLJudge.sharePage(share, about: .video, served: nil)?.severity == .error)
  }

  @Test("signatures and users are never shown, and the rest of a URL is")
  func shown() {
    let signed =
      "https://b.s3.amazonaws.com/t.mp4?X-Amz-Date=20261123T060000Z&X-Amz-Signature=0123456789abcdef&dl=1"
    #expect(!Source(signed).shown.contains("0123456789abcdef"))
    #expect(Source(signed).shown.hasPrefix("https://b.s3.amazonaws.com/t.mp4?"))
    #expect(!Source("https://me:secret@example.com/t.mp4").shown.contains("secret"))
    #expect(Source("https://example.com/t.mp4?v=2").shown == "https://example.com/t.mp4?v=2")
    #expect(Source("a?sig=b").shown == "a?sig=b")
  }
}
