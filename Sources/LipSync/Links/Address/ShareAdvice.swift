/// How to let everybody have a file, host by host.
enum ShareAdvice {
  /// What to do where a direct form was refused: who does what, where.
  static func opening(_ host: String) -> String {
    (rows[host] ?? "Share the file with everybody who has the link")
      + ", or name it by its path: it will be uploaded."
  }

  static let rows: [String: String] = [
    "Google Drive":
      "In Drive right-click the file, choose Share, and set General access to Anyone with the link",
    "Google Cloud Storage": "Make the object public, or sign a link with gcloud storage sign-url",
    "Google Cloud Storage console": "Make the object public, or sign a link with gcloud storage sign-url",
    "AWS console": "Make the object public, or sign a link with aws s3 presign",
    "Firebase Storage": "In Firebase's console open the file, and copy its access token's link",
    "Dropbox":
      "In Dropbox choose Share on the file, set the link to Anyone with this link, and allow downloads",
    "OneDrive": "In OneDrive choose Share on the file, Anyone with the link can view",
    "SharePoint or OneDrive for work":
      "In SharePoint choose Share on the file, Anyone with the link, and allow downloads",
    "GitHub": "Make the repository public", "GitLab": "Make the project public",
    "Bitbucket": "Make the repository public", "Codeberg": "Make the repository public",
    "Gitee": "Make the repository public", "DagsHub": "Make the repository public",
    "NotABug": "Make the repository public", "Gitea or Forgejo": "Make the repository public",
    "Hugging Face": "Make the repository public, and take its gate away",
    "Nextcloud or ownCloud":
      "In Nextcloud open Sharing on the file, and allow its public link without a password",
    "Seafile": "In Seafile choose Share on the file, and allow the link's download",
    "ModelScope": "Make the repository public", "SourceHut": "Make the repository public",
    "Zenodo": "In Zenodo make the record's files public", "OSF": "In OSF make the project public",
    "Storj": "In Storj share the object, and allow its download",
    "Internet Archive": "See that the item holds the file under that name",
  ]
}
