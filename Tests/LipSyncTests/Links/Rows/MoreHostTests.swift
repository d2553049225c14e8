import LipSyncTransfer
import Testing

@testable import LipSync

/// Hosts and wrapped links that nobody had named before they were tried.
@Suite("hosts of links, more of them")
struct MoreHostTests {
  @Test("pages without a direct form: refused by the address alone, with a way out", arguments: MorePages.all)
  func page(url: String) throws {
    let share = try #require(ShareLink.read(url))
    #expect(share.directURL == nil && share.isCertain)
    let finding = try #require(URLJudge.sharePage(share, about: .video, served: nil))
    #expect(finding.severity == .error && finding.remedy.utf8.count > 40)
    #expect(RemedyCheck.faults(finding.remedy, message: finding.message, wasFetched: false) == [])
    // A table knows less than the bytes.
    #expect(URLJudge.sharePage(share, about: .video, served: .media) == nil)
  }

  @Test(
    "direct forms",
    arguments: [
      (
        "https://acme.sharepoint.com/:v:/g/personal/x/EabcDEF?e=1",
        "https://acme.sharepoint.com/:v:/g/personal/x/EabcDEF?e=1&download=1"
      ),
      (
        "https://acme.sharepoint.com/:u:/g/personal/x/EabcDEF?e=1",
        "https://acme.sharepoint.com/:u:/g/personal/x/EabcDEF?e=1&download=1"
      ),
      (
        "https://drive.google.com/a/acme.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123/view",
        "https://drive.usercontent.google.com/download?id=1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123&export=download&confirm=t"
      ),
      (
        "https://drive.google.com/uc?export=view&id=1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123",
        "https://drive.usercontent.google.com/download?id=1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123&export=download&confirm=t"
      ),
      (
        "https://zenodo.org/records/123/preview/a.mp4?include_deleted=0",
        "https://zenodo.org/records/123/files/a.mp4"
      ),
      (
        "https://osf.io/abcde/",
        "https://osf.io/download/abcde/"
      ),
      (
        "https://commons.wikimedia.org/wiki/File:A_b.webm",
        "https://commons.wikimedia.org/wiki/Special:FilePath/A_b.webm"
      ),
      (
        "https://en.wikipedia.org/wiki/File:A_b.ogg",
        "https://en.wikipedia.org/wiki/Special:FilePath/A_b.ogg"
      ),
      (
        "https://www.modelscope.cn/models/o/r/file/view/master/a/b.wav",
        "https://www.modelscope.cn/models/o/r/resolve/master/a/b.wav"
      ),
      (
        "https://git.sr.ht/~u/r/tree/main/item/a.mp4",
        "https://git.sr.ht/~u/r/blob/main/a.mp4"
      ),
      (
        "https://gitlab.com/o/r/blob/master/a.mp4",
        "https://gitlab.com/o/r/-/raw/master/a.mp4"
      ),
      (
        "https://archive.org/embed/item/a.mp4",
        "https://archive.org/download/item/a.mp4"
      ),
      (
        "https://archive.org/stream/item/a.mp4",
        "https://archive.org/download/item/a.mp4"
      ),
      (
        "https://acme.wistia.com/deliveries/abc.bin",
        "https://acme.wistia.com/deliveries/abc.mp4"
      ),
      (
        "https://link.storjshare.io/s/abc/b/a.mp4",
        "https://link.storjshare.io/raw/abc/b/a.mp4"
      ),
      (
        "https://www.dropbox.com/scl/fi/x/a.mp4?rlkey=k&e=1&dl=0",
        "https://www.dropbox.com/scl/fi/x/a.mp4?rlkey=k&e=1&dl=1"
      ),
      (
        "https://framagit.org/o/r/-/blob/main/a.mp4",
        "https://framagit.org/o/r/-/raw/main/a.mp4"
      ),
    ])
  func direct(url: String, direct: String) {
    #expect(ShareLink.read(url)?.directURL == direct && ShareLink.read(direct)?.directURL == nil)
  }

  @Test(
    "files of those hosts are what they are",
    arguments: [
      "https://transfer.sh/abc/a.mp4", "https://github.com/o/r/releases/download/v1/a.mp4",
      "https://github.com/user-attachments/assets/0123", "https://files.catbox.moe/abc.mp4",
      "https://zenodo.org/record/123/files/a.mp4", "https://ipfs.io/ipfs/bafy/a.mp4",
      "https://cdn.jwplayer.com/videos/x.mp4", "https://x.b-cdn.net/a.mp4",
      "https://vz-x.b-cdn.net/1/play_720p.mp4",
      "https://customer-x.cloudflarestream.com/x/downloads/default.mp4",
      "https://upload.wikimedia.org/a/b/c.webm",
      "https://cdn.cloudflare.steamstatic.com/a.mp4", "https://photos.smugmug.com/a.mp4",
      "https://huggingface.co/spaces/ns/r/resolve/main/a.mp4", "https://a.ct.ws/a.mp4", "https://file.io/abc",
    ])
  func files(url: String) { #expect(ShareLink.read(url) == nil) }
}
