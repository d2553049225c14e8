import LipSyncTransfer
import Testing

@testable import LipSync

@Suite("what is pasted and no link, more of it")
struct MoreNamedTests {
  @Test(
    "what is wrong is said",
    arguments: [
      ("https://undefined/a.mp4", "placeholder (undefined)"),
      ("https://cdn.example.com/take/%7Bid%7D.mp4", "placeholder ({id})"),
      ("https://cdn.example.com/a.mp4?take=%7B%7Btake%7D%7D", "placeholder ({{take}"),
      ("https://d1.cloudfront.net/a.mp4?Policy=eyJTdGF0", "its signature is not in it"),
      ("https://a.example/null/a.mp4", "placeholder (null)"),
      ("https://a.example/[object%20Object]", "placeholder ([object Object])"),
      ("file:C:\\a.mp4", "on this machine"),
      ("https://pan.baidu.com/s/1abc?pwd=1234 \u{63D0}\u{53D6}\u{7801}:1234", "stands behind the link"),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date=20261123T070000Z&amp;amp;X-Amz-Expires=60&amp;amp;X-Amz-Signature=ab12",
        "The link is copied out of HTML, where & is writt"
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date=20261123T070000Z&#38;X-Amz-Expires=60&#38;X-Amz-Signature=ab12",
        "The link is copied out of HTML, where & is writt"
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date&#61;20261123T070000Z&X-Amz-Expires&#61;60&X-Amz-Signature&#61;ab12",
        "The link is copied out of HTML, where & is writt"
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date&#x3D;20261123T070000Z&X-Amz-Expires&#x3D;60&X-Amz-Signature&#x3D;ab12",
        "The link is copied out of HTML, where & is writt"
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date=3D20261123T070000Z&X-Amz-Expires=3D60&X-Amz-Signature=3Dab12",
        "The link is copied out of a mail's source, where"
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date%3D20261123T070000Z%26X-Amz-Expires%3D60%26X-Amz-Signature%3Dab12",
        "The signs between the link's fields are percent-"
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date=20261123T070000Z\\\\u0026X-Amz-Expires=60\\\\u0026X-Amz-Signature=ab12",
        "The link is copied out of JSON, with its escapes"
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date=20261123T070000Z &X-Amz-Expires=60 &X-Amz-Signature=ab12",
        "Spaces stand between the link's fields."
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date=20261123T070000Z^&X-Amz-Expires=60^&X-Amz-Signature=ab12",
        "The link has a shell's escapes in it (\\?, \\&)."
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date=20261123T070000Z\\&X-Amz-Expires=60\\&X-Amz-Signature=ab12",
        "The link has a shell's escapes in it (\\?, \\&)."
      ),
      (
        "https://cdn.example.com/clip.mp4%3FX-Amz-Date%3D20261123T070000Z%26X-Amz-Expires%3D60%26X-Amz-Signature%3Dab12",
        "The signs between the link's fields are percent-"
      ),
      (
        "https://cdn.example.com/clip.mp4?a=1\u{AE}ion=us-east-1&Expires=1&Signature=x",
        " of &reg in the link"
      ),
      (
        "https://cdn.example.com/clip.mp4?a=1\u{D7}tamp=3&sign=x",
        " of &times in the link"
      ),
      (
        "https://cdn.example.com/clip.mp4?a=1\u{A7}ion=2&sig=x",
        " of &sect in the link"
      ),
      ("https://cdn.example.com/.../clip.mp4", "The link was shortened for display (\u{2026}), so part "),
      ("https://cdn.example.com/a%2", "The link ends in the middle of an escape (%2), s"),
      ("https://a.example/a.mp4https://b.example/b.mp4", "Two links stand in one place."),
      ("{{video_url}}", "The link holds a placeholder ({{video_url}}), no"),
      ("${VIDEO_URL}", "The link holds a placeholder (${VIDEO_URL}), not"),
      ("https://{{host}}/clip.mp4", "The link holds a placeholder ({{host}}), not the"),
      ("https://cdn.example.com/{{id}}.mp4", "The link holds a placeholder ({{id}}), not the v"),
      ("https://cdn.example.com/${id}.mp4", "The link holds a placeholder (${id}), not the va"),
      ("https://cdn.example.com/<your-file>.mp4", "The link holds a placeholder (<your-file>), not "),
      ("https://YOUR_BUCKET.s3.amazonaws.com/a.mp4", "The link holds a placeholder (YOUR_BUCKET), not "),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Date=20261123T070000Z&X-Amz-Expires=60&X-Amz-Signature=REDACTED",
        "The link's X-Amz-Signature was hidden (REDACTED)"
      ),
      (
        "https://cdn.example.com/clip.mp4?sig=***&se=2027-01-01&sp=r&sv=2024-08-04",
        "The link's sig was hidden (***) by whatever show"
      ),
      (
        "https://cdn.example.com/clip.mp4?token=<redacted>",
        "The link's token was hidden (<redacted>) by what"
      ),
      (
        "https://cdn.example.com/clip.mp4?token=[FILTERED]",
        "The link's token was hidden ([FILTERED]) by what"
      ),
      (
        "https://cdn.example.com/clip.mp4?sig=xxxxxxxx&se=2027-01-01&sp=r&sv=2024-08-04",
        "The link's sig was hidden (xxxxxxxx) by whatever"
      ),
      ("sandbox:/mnt/data/clip.mp4", "It is a file inside a chat's own machine (sandbo"),
      ("attachment://clip.mp4", "It is an attachment's name inside its message (a"),
      ("attachment:clip.mp4", "It is an attachment's name inside its message (a"),
      ("cid:part1.abc@example.com", "It is a part of a mail (cid:), not a link."),
      ("ph://ABC-123/L0/001", "It is an address inside a phone (ph:), which nob"),
      ("assets-library://asset/asset.MOV?id=1", "It is an address inside a phone (assets-library:"),
      ("capacitor://localhost/_capacitor_file_/a.mp4", "It is an address inside an app (capacitor:), whi"),
      ("app://./a.mp4", "It is an address inside an app (app:), which nob"),
      ("moz-extension://abc/a.mp4", "It is a page of a browser itself (moz-extension:"),
      ("chrome-extension://abc/a.mp4", "It is a page of a browser itself (chrome-extensi"),
      ("chrome://downloads", "It is a page of a browser itself (chrome:), whic"),
      ("about:blank", "It is a page of a browser itself (about:), which"),
      ("javascript:void(0)", "It is a script of a page (javascript:), not a li"),
      ("tg://resolve?domain=x", "It is a link for the program Telegram, which nob"),
      ("intent://x#Intent;package=y;end", "It is an address inside a phone (intent:), which"),
      ("hdfs://nn/a.mp4", "tp or https. It is the name of a file in Hadoop, not a link."),
      ("dbfs:/mnt/a.mp4", "It is a file inside Databricks (dbfs:), not a li"),
      ("s3:bucket/key.mp4", "It is a place as the program rclone names it (s3"),
      ("swift://c.h/a.mp4", " It is the name of an object in OpenStack Swift, not a link."),
      ("gdrive://1abc", "It is a link for the program Google Drive, which"),
      ("dropbox:///a.mp4", "It is a link for the program Dropbox, which nobo"),
      ("onedrive://x", "It is a link for the program OneDrive, which nob"),
      ("gopher://x/a", " or https. It is an address of another protocol, not a link."),
      ("ssh://h/a.mp4", " or https. It is an address of another protocol, not a link."),
      ("git://h/a", " or https. It is an address of another protocol, not a link."),
      ("mms://h/a", " or https. It is an address of another protocol, not a link."),
      ("rtmps://h/live", " or https. It is an address of another protocol, not a link."),
      ("rtsps://h/live", " or https. It is an address of another protocol, not a link."),
      ("ipfs:bafy", "It is an address in IPFS, not a link."),
      ("did:web:x", "It is the name of somebody (did:), not a link."),
      ("urn:uuid:1", "It is the name of a thing (urn:), which tells no"),
      ("doi:10.5281/zenodo.1", "It is the DOI of a publication, not a link to a "),
      ("tel:123", "It is a phone number (tel:), not a link."),
      ("whatsapp://send?text=x", "It is a link for the program WhatsApp, which nob"),
      ("weixin://dl", "It is a link for the program WeChat, which nobod"),
      ("baiduyunguanjia://x", "It is a link for the program Baidu's drive, whic"),
      ("qqdl://aHR0cA==", "It is a link for the program QQDownload"),
      ("flashget://W0ZM", "It is a link for the program FlashGet"),
      ("minio://b/k", " or https. It is the name of an object in MinIO, not a link."),
      ("ks3://b/k", "It is the name of an object in Kingsoft's store, not a link."),
      ("swarm://x", " is the name of a thing in a network of its own, not a link."),
      ("gsiftp://h/x", " or https. It is an address of another protocol, not a link."),
      ("azure://c/k", "ttp or https. It is the name of a blob in Azure, not a link."),
      ("abfss://c@a.dfs.core.windows.net/k", "ttp or https. It is the name of a blob in Azure, not a link."),
      ("file://server/share/a.mp4", " is a file on this machine, or on one beside it, not a link."),
      ("file:///C:/Users/a%20b/clip.mp4", " is a file on this machine, or on one beside it, not a link."),
      ("file:///home/a%20b/clip.mp4", " is a file on this machine, or on one beside it, not a link."),
      ("file:/home/a/clip.mp4", "It is a file on this machine, not a link."),
      (
        "https://cdn.example.com/clip.mp4?sv=2024-08-04&se=2027-01-01&sp=r&sig=ab+cd%3D",
        "The link's signature holds a + or a space, which"
      ),
      (
        "https://cdn.example.com/clip.mp4?Expires=1895417260&AWSAccessKeyId=a&Signature=ab+cd%3D",
        "The link's signature holds a + or a space, which"
      ),
      (
        "https://cdn.example.com/clip.mp4?Expires=1895417260&AWSAccessKeyId=a&Signature=ab cd%3D",
        "The link's signature holds a + or a space, which"
      ),
      (
        "https://cdn.example.com/clip.mp4?X-Amz-Credential=a/b&X-Amz-Date=20261123T070000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host",
        "The link is signed (AWS Signature V4) and its si"
      ),
      (
        "https://cdn.example.com/clip.mp4?x-oss-credential=a&x-oss-date=1",
        "The link is signed (Aliyun OSS V4) and its signa"
      ),
      (
        "https://cdn.example.com/clip.mp4?q-ak=a&q-sign-time=1;2",
        "The link is signed (Tencent COS) and its signatu"
      ),
      (
        "https://cdn.example.com/clip.mp4?hdnts=exp=1895417260",
        "The link's hdnts has an end (exp) and no signatu"
      ),
      (
        "https://cdn.example.com/clip.mp4?token=eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3OTU0MTcyNjB9",
        "The link's token is a token of which the last pa"
      ),
    ])
  func named(text: String, says: String) throws {
    let finding = try MorePastedTests.finding(text)
    #expect(finding.rule == .linkBadURL && finding.message.contains(says), "\(finding.message)")
    #expect(RemedyCheck.faults(finding.remedy, message: finding.message, wasFetched: false) == [])
  }
}
