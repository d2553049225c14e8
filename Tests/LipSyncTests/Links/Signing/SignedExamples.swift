import Testing

@testable import LipSync

/// One row a family of signed links, with the example of the vendor's own documentation where it has one.
enum SignedExamples {
  struct Row: Sendable, CustomTestStringConvertible {
    let family: String
    let url: String
    /// ISO 8601; nil where the link ends some time that it does not tell.
    let end: String?
    var testDescription: String { family }
  }

  static let rows: [Row] = [
    Row(
      family: "Patreon",
      url:
        "https://c10.patreonusercontent.com/4/patreon-media/p/post/1/x/1.mp4?token-time=1795417260&token-hash=AbCdEfGh%3D",
      end: "2026-11-23T07:01:00Z"),
    Row(
      family: "Bytescale", url: "https://upcdn.io/W142hJk/raw/uploads/a.mp4?exp=1712345678",
      end: "2024-04-05T19:34:38Z"),
    Row(
      family: "Filestack",
      url:
        "https://cdn.filestackcontent.com/security=policy:eyJleHBpcnkiOjE3OTU0MTcyNjAsImNhbGwiOlsicmVhZCJdfQ,signature:"
        + "80cd3862d699b7118eed99103f2a3a4f/AbCdHandle",
      end: "2026-11-23T07:01:00Z"),
    Row(
      family: "MediaFire download",
      url: "https://download1478.mediafire.com/abcdefghijkg/AbCdEf123456789/a.mp4",
      end: nil),
    Row(family: "Box download", url: "https://dl.boxcloud.com/d/1/b1!AbC/download", end: nil),
    // {"siteid":"a","exp":"1795417260","aud":"x"}
    Row(
      family: "JSON Web Token",
      url:
        "https://acme.sharepoint.com/sites/t/_layouts/15/download.aspx?UniqueId=5d0b5c7c&Translate=false&tempauth=v1."
        + "eyJzaXRlaWQiOiJhIiwiZXhwIjoiMTc5NTQxNzI2MCIsImF1ZCI6IngifQ.CgoKBHNuaWQSAjY0EgsI",
      end: "2026-11-23T07:01:00Z"),
    Row(
      family: "Kingsoft KS3",
      url: "https://b.ks3-cn-beijing.ksyuncs.com/a.mp4?KSSAccessKeyId=a&Expires=1795417260&Signature=s",
      end: "2026-11-23T07:01:00Z"),
    Row(
      family: "UCloud US3",
      url: "https://b.cn-bj.ufileos.com/a.mp4?UCloudPublicKey=a&Expires=1795417260&Signature=s",
      end: "2026-11-23T07:01:00Z"),
    // The documentation's own moment: 2015-08-01 00:00 in China.
    Row(
      family: "Qiniu CDN",
      url: "https://x.qiniucdn.com/DIR1/vodfile.mp4?v=1.2&sign=b4b7f94dd7817ce0283b5491861c3936&t=55bb9b80",
      end: "2015-07-31T16:00:00Z"),
    Row(
      family: "Wangsu",
      url: "https://v.wscdns.com/a.mp4?wsSecret=80cd3862d699b7118eed99103f2a3a4f&wsTime=6b03e4ac",
      end: "2026-11-23T07:01:00Z"),
    // The documentation's own example.
    Row(
      family: "EdgeOne",
      url: "https://www.edgeone.app/foo.jpg?token=cadcec4a04e67b9c2abf4b61c642a0dd&t=1721029907",
      end: "2024-07-15T07:51:47Z"),
    Row(
      family: "AWS Signature V4",
      url: "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Crede"
        + "ntial=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T00"
        + "0000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b8"
        + "6d86835",
      end: "2013-05-25T00:00:00Z"),
    Row(
      family: "AWS Signature V2",
      url: "https://awsexamplebucket1.s3.amazonaws.com/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAM"
        + "PLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620",
      end: "2007-03-29T03:40:20Z"),
    Row(
      family: "Google Cloud Storage V4",
      url: "https://storage.googleapis.com/example-bucket/cat.jpeg?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-G"
        + "oog-Credential=example%40example-project.iam.gserviceaccount.com%2F20181026%2Fus-central1%2F"
        + "storage%2Fgoog4_request&X-Goog-Date=20181026T181309Z&X-Goog-Expires=900&X-Goog-SignedHeaders"
        + "=host&X-Goog-Signature=247a2aa4",
      end: "2018-10-26T18:28:09Z"),
    Row(
      family: "Google Cloud Storage V2",
      url: "https://storage.googleapis.com/example-bucket/cat.jpeg?GoogleAccessId=example@example-projec"
        + "t.iam.gserviceaccount.com&Expires=1458238630&Signature=VVUgfqviDCov",
      end: "2016-03-17T18:17:10Z"),
    Row(
      family: "Azure SAS",
      url: "https://myaccount.blob.core.windows.net/sascontainer/sasblob.txt?sv=2015-04-05&st=2015-04-29"
        + "T22%3A18%3A26Z&se=2015-04-30T02%3A23%3A26Z&sr=b&sp=rw&sip=168.1.5.60-168.1.5.70&spr=https&si"
        + "g=Z%2FRHIX5Xcg0",
      end: "2015-04-30T02:23:26Z"),
    Row(
      family: "Azure SAS with a stored policy",
      url: "https://myaccount.blob.core.windows.net/c/a.mp4?sv=2015-04-05&sr=b&si=policy&sig=Z%2FRHIX5Xc"
        + "g0",
      end: nil),
    Row(
      family: "Aliyun OSS V4",
      url: "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/exampleobject?x-oss-date=20231203T121212Z"
        + "&x-oss-expires=86400&x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=a&x-oss-signa"
        + "ture=s",
      end: "2023-12-04T12:12:12Z"),
    Row(
      family: "Aliyun OSS V2",
      url: "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/exampleobject?x-oss-signature-version=OSS"
        + "2&x-oss-expires=1141889120&x-oss-access-key-id=a&x-oss-signature=s",
      end: "2006-03-09T07:25:20Z"),
    Row(
      family: "Aliyun OSS",
      url: "https://oss-example.oss-cn-hangzhou.aliyuncs.com/oss-api.pdf?OSSAccessKeyId=a&Expires=114188"
        + "9120&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D",
      end: "2006-03-09T07:25:20Z"),
    Row(
      family: "Tencent COS",
      url: "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a.mp4?q-sign-algorithm=sha1&q-a"
        + "k=AK&q-sign-time=1557989753;1557996953&q-key-time=1557989753%3B1557996953&q-header-list=host"
        + "&q-url-param-list=&q-signature=s",
      end: "2019-05-16T08:55:53Z"),
    Row(
      family: "Tencent COS",
      url: "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a.mp4?sign=q-sign-algorithm%3Ds"
        + "ha1%26q-ak%3DAK%26q-sign-time%3D1557989753%3B1557996953%26q-key-time%3D1557989753%3B15579969"
        + "53%26q-signature%3Ds",
      end: "2019-05-16T08:55:53Z"),
    Row(
      family: "Volcengine TOS",
      url: "https://examplebucket.tos-cn-beijing.volces.com/a.mp4?X-Tos-Algorithm=TOS4-HMAC-SHA256&X-Tos"
        + "-Credential=a&X-Tos-Date=20210721T104444Z&X-Tos-Expires=3600&X-Tos-SignedHeaders=host&X-Tos-"
        + "Signature=s",
      end: "2021-07-21T11:44:44Z"),
    Row(
      family: "Huawei OBS",
      url: "https://bucketname.obs.cn-north-4.myhuaweicloud.com/ObjectKey?AccessKeyId=ak&Expires=1552548"
        + "758&Signature=s",
      end: "2019-03-14T07:32:38Z"),
    Row(
      family: "Huawei OBS V4",
      url: "https://bucketname.obs.cn-north-4.myhuaweicloud.com/a.mp4?X-Obs-Date=20210721T104444Z&X-Obs-"
        + "Expires=60&X-Obs-Signature=s",
      end: "2021-07-21T10:45:44Z"),
    Row(
      family: "Swift temporary URL",
      url: "https://swift-cluster.example.com/v1/my_account/container/object?temp_url_sig=732fcac368abb1"
        + "0c78a4cbe95c3fab7f311584532bf779abd5074e13cbe8b88b&temp_url_expires=1323479485&filename=My+T"
        + "est+File.pdf",
      end: "2011-12-10T01:11:25Z"),
    Row(
      family: "Swift temporary URL",
      url: "https://swift-cluster.example.com/v1/my_account/container/object?temp_url_sig=732fcac3&temp_"
        + "url_expires=2011-12-10T01:11:25Z",
      end: "2011-12-10T01:11:25Z"),
    Row(
      family: "Qiniu",
      url: "http://78re52.com1.z0.glb.clouddn.com/resource/flower.jpg?e=1451491200&token=MY_ACCESS_KEY:y"
        + "N9WtB0lQheegAwva64yBuH3ZgU=",
      end: "2015-12-30T16:00:00Z"),
    Row(
      family: "Backblaze B2",
      url: "https://f001.backblazeb2.com/file/photos/a.mp4?Authorization=3_20160409004829_42b8f80ba60fb4"
        + "323dcaad98",
      end: nil),
    Row(
      family: "Backblaze B2",
      url: "https://f001.backblazeb2.com/b2api/v2/b2_download_file_by_id?fileId=4_z1&Authorization=3_201"
        + "60409004829_42b8",
      end: nil),
    Row(
      family: "CloudFront",
      url: "https://d111111abcdef8.cloudfront.net/image.jpg?color=red&size=medium&Expires=1767290400&Sig"
        + "nature=nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA&Key-Pair-Id=K2JCJMDEHXQW5F",
      end: "2026-01-01T18:00:00Z"),
    Row(
      family: "CloudFront policy",
      url: "https://d111111abcdef8.cloudfront.net/a.mp4?Policy=eyJTdGF0ZW1lbnQiOiBbeyJSZXNvdXJjZSI6ICJod"
        + "HRwczovL2QxMTExMTFhYmNkZWY4LmNsb3VkZnJvbnQubmV0L3RyYWluaW5nLyoiLCAiQ29uZGl0aW9uIjogeyJJcEFkZ"
        + "HJlc3MiOiB7IkFXUzpTb3VyY2VJcCI6ICIwLjAuMC4wLzAifSwgIkRhdGVMZXNzVGhhbiI6IHsiQVdTOkVwb2NoVGltZ"
        + "SI6IDE3NjcyOTA0MDB9LCAiRGF0ZUdyZWF0ZXJUaGFuIjogeyJBV1M6RXBvY2hUaW1lIjogMTc2NjAwMDAwMH19fV19&"
        + "Signature=dtKhpJ3aUYxqDIwepczPiDb9NXQ_&Key-Pair-Id=K2JCJMDEHXQW5F",
      end: "2026-01-01T18:00:00Z"),
    Row(
      family: "Google Cloud CDN",
      url: "https://media.example.com/content/a.mp4?URLPrefix=aHR0cHM&Expires=1566268009&KeyName=mySigni"
        + "ngKey&Signature=8NBSdQGzvDftrOIa3WHpp646Iis=",
      end: "2019-08-20T02:26:49Z"),
    Row(
      family: "Google Cloud CDN",
      url: "https://media.example.com/video/edge-cache-token=Expires=1566268009&KeyName=k&Signature=s/a."
        + "mp4",
      end: "2019-08-20T02:26:49Z"),
    Row(
      family: "Bunny",
      url: "https://test.b-cdn.net/my-partial/url/video.mp4?token=aiDhHXZGHidbDZZqIY14z1eHhhbZvMlzh_7u9c"
        + "EIdfI&token_path=%2Fmy-partial%2Furl%2F&expires=1598024587",
      end: "2020-08-21T15:43:07Z"),
    Row(
      family: "Bunny",
      url: "https://test.b-cdn.net/bcdn_token=aiDhHXZGHidbDZZqIY14z1eHhhbZvMlzh_7u9cEIdfI&expires=159802"
        + "4587&token_path=%2Fmy-partial%2Furl%2F/my-partial/url/video.mp4",
      end: "2020-08-21T15:43:07Z"),
    Row(
      family: "KeyCDN",
      url: "https://lorem-1c6b.kxcdn.com/a.mp4?token=8Mk2vvTWQ9NSgd0xjsiVPg&expire=1644242946",
      end: "2022-02-07T14:09:06Z"),
    Row(
      family: "Gcore",
      url: "https://x.gcdn.co/photo.jpeg?md5=DMF1ucDxtHCxwYQ&expires=2147483647",
      end: "2038-01-19T03:14:07Z"),
    Row(
      family: "a signed link",
      url: "https://example.com/asset/cool.mp3?md5=1OULnuvGJVQvca6QnATewQ&expires=1461305812",
      end: "2016-04-22T06:16:52Z"),
    Row(
      family: "imgix",
      url: "https://assets.imgix.net/a.mp4?expires=1477789261&s=def3e221c3f4c4debda091b8e49420ea",
      end: "2016-10-30T01:01:01Z"),
    Row(
      family: "Bytescale",
      url: "https://upcdn.io/W142hJk/raw/uploads/a.mp4?exp=1712345678&sig=1.sRta",
      end: "2024-04-05T19:34:38Z"),
    Row(
      family: "Bytescale",
      url: "https://upcdn.io/W142hJk/raw/uploads/a.mp4?exp=1712345678123&sig=1.sRta",
      end: "2024-04-05T19:34:38Z"),
    Row(
      family: "Transloadit",
      url: "https://foo_workspace.tlcdn.com/foo_template/foo%2Finput?aaa=42&auth_key=foo_key&exp=1714525"
        + "200000&foo=bar&sig=sha256:995dd1aae135fb77",
      end: "2024-05-01T01:00:00Z"),
    Row(
      family: "JW Player",
      url: "https://cdn.jwplayer.com/videos/abcd1234-efgh5678.mp4?exp=1371745018&sig=7a4d8f6b3c",
      end: "2013-06-20T16:16:58Z"),
    Row(
      family: "ImageKit",
      url: "https://ik.imagekit.io/demo/a.mp4?ik-t=1600000000&ik-s=f2c7cdacbe7707b71a83d49cf1c6110e3d701"
        + "054",
      end: "2020-09-13T12:26:40Z"),
    Row(
      family: "Filestack",
      url: "https://cdn.filestackcontent.com/TEST_HANDLE?policy=eyJleHBpcnkiOjE1MjM1OTU2MDAsImNhbGwiOlsi"
        + "cGljayIsInJlYWQiLCJzdGF0Iiwid3JpdGUiLCJ3cml0ZVVybCIsInN0b3JlIiwiY29udmVydCIsInJlbW92ZSIsImV4"
        + "aWYiLCJydW5Xb3JrZmxvdyJdLCJoYW5kbGUiOiJURVNUX0hBTkRMRSJ9&signature=7df0536104cdcc16370ad6494"
        + "cdbda30c9773a62eec6e5153fa539544db6206e",
      end: "2018-04-13T05:00:00Z"),
    Row(
      family: "Fastly",
      url: "https://x.global.ssl.fastly.net/a.mp4?token=1441307151_4492f25946a2e8e1414a8bb53dab8a6ba1cf4"
        + "615",
      end: "2015-09-03T19:05:51Z"),
    Row(
      family: "Akamai",
      url: "https://x.akamaihd.net/a.mp4?__gda__=1331591463_a4b4a1f5cb9bb8ba3eecbc0aaf4a7f5e",
      end: "2012-03-12T22:31:03Z"),
    Row(
      family: "Akamai",
      url: "https://x.akamaized.net/a.mp4?hdnts=st=1331591400~exp=1331591463~acl=/*~hmac=a4b4",
      end: "2012-03-12T22:31:03Z"),
    Row(
      family: "Alibaba Cloud CDN",
      url: "https://x.alicdn.com/4/44/a.mp3?auth_key=1444435200-0-0-80cd3862d699b7118eed99103f2a3a4f",
      end: "2015-10-10T00:00:00Z"),
    Row(
      family: "Huawei Cloud CDN",
      url: "https://x.cdnhwc1.com/a.mp4?auth_key=a4b4a1f5cb9bb8ba3eecbc0aaf4a7f5e&timestamp=1548311693",
      end: "2019-01-24T06:34:53Z"),
    Row(
      family: "Tencent Cloud CDN",
      url:
        "https://a.tcdn.qq.com/test.jpg?sign=1582791032-im1acp76sx9sdqe601v-0-f1b13ed3fe4a3a4f0123456789abcdef",
      end: "2020-02-27T08:10:32Z"),
    Row(
      family: "a signed link",
      url: "https://cloud.example.com/202003032017/b91bad39a0f9c885ddebd6b6164de3c4/test.mp4",
      end: "2020-03-03T12:17:00Z"),
    Row(
      family: "Tencent VOD",
      url: "http://example.vod2.myqcloud.com/dir1/dir2/myVideo.mp4?t=5a71afc0&us=72d4cd1101&sign=3d8488f"
        + "aeb37d5",
      end: "2018-01-31T12:00:00Z"),
    Row(
      family: "Cloudinary",
      url: "https://api.cloudinary.com/v1_1/demo/video/download?timestamp=1450000000&public_id=a&expires"
        + "_at=1450003600&signature=s&api_key=1",
      end: "2015-12-13T10:46:40Z"),
    Row(
      family: "Cloudinary",
      url: "https://api.cloudinary.com/v1_1/demo/video/download?expires_at=1450003600&signature=s",
      end: "2015-12-13T10:46:40Z"),
    Row(
      family: "Discord",
      url: "https://cdn.discordapp.com/attachments/1/2/a.mp4?ex=65d903de&is=65c68ede&hm=2481f30dd67f503f"
        + "54d020ae3b5533b9987fae4e55f2b4e3926e08a3fa3ee24f&",
      end: "2024-02-23T20:45:18Z"),
    Row(
      family: "Meta",
      url: "https://video.xx.fbcdn.net/v/t42/a.mp4?oh=00_AfA&oe=57E2FA2F",
      end: "2016-09-21T21:22:55Z"),
    Row(
      family: "googlevideo",
      url: "https://r1.googlevideo.com/videoplayback?expire=1700000000&ip=0.0.0.0&sparams=expire,itag&si"
        + "g=s",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "TikTok",
      url: "https://v16.tiktokcdn.com/a.mp4?x-expires=1700000000&x-signature=s",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Bilibili",
      url: "https://upos-sz.bilivideo.com/a.mp4?deadline=1700000000&upsig=s",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Notion",
      url: "https://file.notion.so/f/f/x/a.mp4?table=block&expirationTimestamp=1700000000000&signature=s",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Airtable",
      url: "https://v5.airtableusercontent.com/v3/u/5/5/1700000000000/iv/token/mac",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Yandex Disk",
      url: "https://downloader.disk.yandex.ru/disk/abc/6553f100/x?filename=a.mp4",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "iCloud",
      url: "https://cvws.icloud-content.com/B/x/a.mp4?o=a&e=1700000000",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "LinkedIn",
      url: "https://dms.licdn.com/playlist/vid/a.mp4?e=1700000000&v=beta&t=x",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Reddit",
      url: "https://packaged-media.redd.it/x/pb/m2-res_480p.mp4?m=DASHPlaylist.mpd&v=1&e=1700000000&s=01"
        + "23456789abcdef",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Twitch",
      url: "https://production.assets.clips.twitchcdn.net/a.mp4?sig=s&token=%7B%22clip_slug%22%3A%22a%22"
        + "%2C%22expires%22%3A1700000000%2C%22version%22%3A2%7D",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Wowza",
      url: "https://wowza.example.com/vod/mp4:sample.mp4?wowzatokenendtime=1459767008&wowzatokenhash=y8I"
        + "uk-Lq5hIuD0NfLyShZe89T4OX&wowzatokenstarttime=1459765208",
      end: "2016-04-04T10:50:08Z"),
    Row(
      family: "Upyun",
      url: "https://upyun.example.com/a.mp4?_upt=abcdef011700000000",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Baidu BOS",
      url: "https://b.bj.bcebos.com/a.mp4?authorization=bce-auth-v1%2Fak%2F2015-04-27T08%3A23%3A49Z%2F18"
        + "00%2Fhost%2Fs",
      end: "2015-04-27T08:53:49Z"),
    Row(
      family: "Vimeo",
      url: "https://vod-progressive.akamaized.vimeocdn.com/exp=1700000000~acl=%2Fvimeo%2F*~hmac=ab/a.mp4",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "AWS Signature V4",
      url: "https://minio.example.com/api/v1/download-shared-object/aHR0cDovLzEyNy4wLjAuMTo5MDAwL2IvYS5t"
        + "cDQ_WC1BbXotQWxnb3JpdGhtPUFXUzQtSE1BQy1TSEEyNTYmWC1BbXotRGF0ZT0yMDEzMDUyNFQwMDAwMDBaJlgtQW16"
        + "LUV4cGlyZXM9ODY0MDAmWC1BbXotU2lnbmF0dXJlPWFlZWVkOWJi",
      end: "2013-05-25T00:00:00Z"),
    Row(
      family: "JSON Web Token",
      url: "https://x.supabase.co/storage/v1/object/sign/b/a.mp4?token=eyJh.eyJ1cmwiOiJiL2EubXA0IiwiaWF0"
        + "IjoxNjk5OTk5MDAwLCJleHAiOjE3MDAwMDAwMDB9.s",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "JSON Web Token",
      url: "https://stream.mux.com/qxb01i6T202018GFS02vp9RIe01icTcDCjVzQpmaB00CUisJ4/high.mp4?token=eyJh"
        + ".eyJzdWIiOiJ4IiwiYXVkIjoidiIsImV4cCI6MTcwMDAwMDAwMH0.s",
      end: "2023-11-14T22:13:20Z"),
    Row(
      family: "Dropbox temporary link",
      url: "https://ucabc.dl.dropboxusercontent.com/cd/0/get/x/file",
      end: nil),
    Row(
      family: "Dropbox temporary link",
      url: "https://dl.dropboxusercontent.com/apitl/1/x",
      end: nil),
    Row(
      family: "Dropbox temporary link",
      url: "https://content.dropboxusercontent.com/content_link/x/file",
      end: nil),
  ]
}
