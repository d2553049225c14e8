/// Hosts that hand files out to a key or a login alone: interfaces for programs, and stores of applications.
extension BoundHost {
  static let keyed: [Row] = places.map { place in
    Row(
      host: place.name, sentence: "the file can only be had with \(place.needs.words).",
      remedy: place.remedy ?? place.needs.remedy, severity: place.isCertain ? .error : .warning
    ) { parts in place.isFor(parts) }
  }

  /// What such a host wants to see.
  enum Needs {
    case key, login

    var words: String {
      switch self {
      case .key: "a key of the account"
      case .login: "a login's token"
      }
    }

    var remedy: String {
      switch self {
      case .key: "Download the file with the account's key, and name it by its path: it will be uploaded."
      case .login: "Download the file where you are logged in, and name it by its path: it will be uploaded."
      }
    }
  }

  struct Place: Sendable {
    let name: String
    /// Hosts; whole domains where written with a leading dot.
    let hosts: [String]
    /// Beginnings of the path; empty for all of the host.
    var paths: [String] = []
    var needs = Needs.key
    /// Fields that stand for the key, where the host takes it in the link.
    var unless: [String] = []
    var remedy: String?
    var isCertain = true

    init(
      _ name: String, _ hosts: [String], _ paths: [String] = [], _ needs: Needs = .key, unless: [String] = [],
      remedy: String? = nil, isCertain: Bool = true
    ) {
      (self.name, self.hosts, self.paths, self.needs) = (name, hosts, paths, needs)
      (self.unless, self.remedy, self.isCertain) = (unless, remedy, isCertain)
    }

    func isFor(_ parts: URLParts) -> Bool {
      hosts.contains { $0.hasPrefix(".") ? parts.host.hasSuffix($0) : parts.host == $0 }
        && (paths.isEmpty || paths.contains(where: parts.path.hasPrefix))
        && unless.allSatisfy { parts.field($0) == nil } && SignedURL.read(parts.text) == nil
    }
  }

  static let places: [Place] = [
    Place("Slack", ["files.slack.com", "files-edge.slack.com"], [], .login, unless: ["pub_secret"]),
    Place("Slack", ["slack.com"], ["/api/"], .login),
    Place(
      "Bunny Storage", ["storage.bunnycdn.com", ".storage.bunnycdn.com"], unless: ["accesskey"],
      remedy: "Use the file's address at the pull zone (b-cdn.net) instead of the storage zone's."),
    Place(
      "Dropbox's API", ["api.dropboxapi.com", "content.dropboxapi.com"], [], .login,
      unless: ["authorization"],
      remedy: "Ask the API for a temporary link (get_temporary_link), or use a shared link with dl=1."),
    Place(
      "Box's API", ["api.box.com"], [], .login, unless: ["access_token"],
      remedy:
        "Use the shared link's direct form (download_url), or download the file and name it by its path."),
    Place(
      "GitHub's API", ["api.github.com"], ["/repos/"], .login,
      remedy: "Use github.com/OWNER/REPOSITORY/raw/BRANCH/PATH if the repository is public.", isCertain: false
    ),
    Place("GitLab's API", ["gitlab.com"], ["/api/v4/"], .login, unless: ["private_token"], isCertain: false),
    Place("OpenAI's API", ["api.openai.com"]),
    Place("Gemini's API", ["generativelanguage.googleapis.com"], unless: ["key"]),
    Place("ElevenLabs' API", ["api.elevenlabs.io", "api.us.elevenlabs.io"]),
    Place("HeyGen's API", ["api.heygen.com"]),
    Place("Synthesia's API", ["api.synthesia.io"]), Place("D-ID's API", ["api.d-id.com"]),
    Place("Runway's API", ["api.dev.runwayml.com", "api.runwayml.com"]),
    Place("Replicate's API", ["api.replicate.com"]),
    Place(
      "AssemblyAI", ["cdn.assemblyai.com", "api.assemblyai.com", "api.eu.assemblyai.com"],
      remedy:
        "Use the file where it was uploaded from: an upload there is for AssemblyAI's own servers alone."),
    Place("Deepgram's API", ["api.deepgram.com"]), Place("Speechmatics' API", [".asr.api.speechmatics.com"]),
    Place("Gladia's API", ["api.gladia.io"]), Place("Rev AI's API", ["api.rev.ai"]),
    Place("PlayHT's API", ["api.play.ht"]), Place("Cartesia's API", ["api.cartesia.ai"]),
    Place("Resemble's API", ["app.resemble.ai"], ["/api/"]), Place("Murf's API", ["api.murf.ai"]),
    Place("Azure Speech", [".tts.speech.microsoft.com", ".api.cognitive.microsoft.com"]),
    Place("Sync's API", ["api.sync.so"]), Place("Tavus' API", ["tavusapi.com"]),
    Place("Hedra's API", ["api.hedra.com"]),
    Place("Akool's API", ["openapi.akool.com"]), Place("JoggAI's API", ["api.jogg.ai"]),
    Place("Luma's API", ["api.lumalabs.ai"]), Place("fal's queue", ["queue.fal.run", "fal.run"]),
    Place("Stability's API", ["api.stability.ai"]),
    Place("MiniMax's API", ["api.minimax.io", "api.minimaxi.com", "api.minimax.chat"]),
    Place("Kling's API", ["api.klingai.com", "api-singapore.klingai.com"]),
    Place("Mux's API", ["api.mux.com"]), Place("Bunny Stream's API", ["video.bunnycdn.com"], ["/library/"]),
    Place("Cloudflare's API", ["api.cloudflare.com"]),
    Place("Wistia's API", ["api.wistia.com"], unless: ["api_password"]),
    Place("Shotstack's API", ["api.shotstack.io"]), Place("Frame.io's API", ["api.frame.io"], [], .login),
    Place("Canva's API", ["api.canva.com"], [], .login),
    Place("Vonage's API", ["api.vonage.com", "api.nexmo.com"], [], .login),
    Place("HubSpot's API", ["api.hubapi.com"], [], .login),
    Place("Intercom's API", ["api.intercom.io"], [], .login),
    Place("Salesforce", [".my.salesforce.com"], ["/services/data/"], .login),
    Place("Vimeo's API", ["api.vimeo.com"], [], .login), Place("Zoom's API", ["api.zoom.us"], [], .login),
    Place(
      "Zoom", ["zoom.us", ".zoom.us"], ["/rec/download/", "/recording/download/"], .login,
      unless: ["access_token"], isCertain: false),
    Place("Twilio's API", ["api.twilio.com"], ["/2010-04-01/"], isCertain: false),
    Place("Figma's API", ["api.figma.com"], [], .login),
    Place("Monday's API", ["api.monday.com"], [], .login),
    Place("Airtable's API", ["api.airtable.com"], [], .login),
    Place("Notion's API", ["api.notion.com"], [], .login),
    Place("Linear", ["uploads.linear.app", "upload.linear.app"], [], .login),
    Place("Asana", ["app.asana.com"], ["/app/asana/-/get_asset"], .login),
    Place("Trello", ["trello.com", "api.trello.com"], ["/1/cards/"], .login),
    Place("ClickUp", ["attachments.clickup.com"], [], .login, isCertain: false),
    Place(
      "Jira or Confluence", [".atlassian.net"], ["/secure/attachment/", "/rest/api/", "/wiki/download/"],
      .login),
    Place("Zendesk", [".zendesk.com"], ["/api/"], .login), Place("Gmail", ["mail.google.com"], [], .login),
    Place("Feishu's or Lark's API", ["open.feishu.cn", "open.larksuite.com"], ["/open-apis/"], .login),
    Place("DingTalk's API", ["api.dingtalk.com", "oapi.dingtalk.com"], [], .login),
    Place(
      "Google's API", ["www.googleapis.com", "storage.googleapis.com"],
      ["/storage/v1/b/", "/download/storage/v1/b/"], .login, unless: ["access_token", "key"],
      remedy:
        "Use https://storage.googleapis.com/BUCKET/OBJECT if the object is public, else a link signed with gcloud storage sign-url.",
      isCertain: false),
    Place("Cloudflare Access", [".cloudflareaccess.com"], [], .login),
    Place(
      "Baidu's drive", ["d.pcs.baidu.com", "pcs.baidu.com"], [], .login, unless: ["access_token"],
      isCertain: false),
    Place("Discord's API", ["discord.com", "discordapp.com"], ["/api/"], .login),
    Place("Azure DevOps", ["dev.azure.com"], [], .login),
    Place("WhatsApp's API", ["graph.facebook.com"], [], .login, unless: ["access_token"]),
  ]
}
