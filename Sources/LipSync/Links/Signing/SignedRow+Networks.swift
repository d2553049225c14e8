/// Delivery networks, and the programs that stand in for them.
extension SignedRow {
  /// The longest life of a link that Aliyun's and Huawei's networks can be set to, in seconds.
  private static let year: Int64 = 31_536_000
  /// The same of Tencent's.
  private static let twentyYears: Int64 = 630_720_000

  static let networks: [SignedRow] = [
    SignedRow(
      family: "CloudFront", end: .field("expires", .seconds), needs: ["signature", "key-pair-id"],
      source: "docs.aws.amazon.com, CloudFront: Create a signed URL using a canned policy"),
    SignedRow(
      family: "Google Cloud CDN", end: .field("expires", .seconds), needs: ["keyname", "signature"],
      source: "docs.cloud.google.com/cdn/docs/using-signed-urls; /media-cdn/docs/generate-signatures"),
    SignedRow(
      family: "Bunny", naming: .named(at: [".b-cdn.net"]), end: .field("expires", .seconds), needs: ["token"],
      source: "docs.bunny.net/docs/cdn-token-authentication"),
    SignedRow(
      family: "Bunny", naming: .named(at: [".b-cdn.net"]), end: .field("expires", .seconds),
      needs: ["bcdn_token"],
      source: "docs.bunny.net/docs/cdn-token-authentication, directory tokens"),
    SignedRow(
      family: "KeyCDN", naming: .named(at: [".kxcdn.com"]), end: .field("expire", .seconds), needs: ["token"],
      source: "keycdn.com/support/secure-token"),
    SignedRow(
      family: "Gcore", naming: .named(at: [".gcdn.co"]), end: .field("expires", .seconds), needs: ["md5"],
      source: "gcore.com/docs/cdn, Configure secure token; nginx.org, ngx_http_secure_link_module"),
    SignedRow(
      family: "imgix", naming: .named(at: [".imgix.net", ".imgix.video"]), end: .field("expires", .seconds),
      needs: ["s"], source: "docs.imgix.com/apis/rendering/expiration"),
    SignedRow(
      family: "Bytescale", naming: .named(at: ["upcdn.io", ".upcdn.io"]),
      end: .field("exp", .secondsOrMilliseconds), needs: ["sig"],
      source: "bytescale.com/docs/secure-urls/signed-urls"),
    SignedRow(
      family: "Bytescale", naming: .at(["upcdn.io", ".upcdn.io"]), end: .field("exp", .secondsOrMilliseconds),
      source: "bytescale.com/docs/secure-urls/expiring-urls: without a signature, too"),
    SignedRow(
      family: "Transloadit", naming: .at([".tlcdn.com"]), end: .field("exp", .milliseconds), needs: ["sig"],
      source: "github.com/transloadit/python-sdk, get_signed_smart_cdn_url"),
    SignedRow(
      family: "JW Player", naming: .at([".jwplayer.com", ".jwplatform.com"]), end: .field("exp", .seconds),
      needs: ["sig"], source: "docs.jwplayer.com/platform/docs/how-to-enable-url-token-signing"),
    SignedRow(
      family: "ImageKit", end: .field("ik-t", .seconds), needs: ["ik-s"],
      source: "imagekit.io/docs/media-delivery-basic-security"),
    SignedRow(
      family: "Filestack",
      naming: .named(at: [".filestackcontent.com", ".filestackapi.com", ".filepicker.io"]),
      end: .json("policy", "expiry"), needs: ["signature"],
      source: "filestack.com/docs/security/policies; filestack-js, security.spec"),
    SignedRow(
      family: "Fastly", naming: .named(at: [".fastly.net", ".fastlylb.net"]),
      end: .part(of: "token", by: "_", at: 0, count: 2, .seconds),
      source: "github.com/fastly/token-functions: token=EXPIRATION_SIGNATURE"),
    SignedRow(
      family: "Akamai", naming: .named(at: [".akamaized.net", ".akamaihd.net", ".edgesuite.net"]),
      end: .part(of: "__gda__", by: "_", at: 0, count: 2, .seconds), source: "Akamai, URL tokens of type G"),
    SignedRow(
      family: "Alibaba Cloud CDN", naming: .named(at: [".alicdn.com", ".kunlunsl.com", ".aliyuncs.com"]),
      end: .part(of: "auth_key", by: "-", at: 0, count: 4, .secondsOrHexadecimal), livesOn: year,
      source:
        "help.aliyun.com, CDN: Type A signing; support.huaweicloud.com, CDN: Signing Method A; cloud.baidu.com/doc/CDN, type A: "
        + "decimal or hexadecimal"),
    SignedRow(
      family: "Huawei Cloud CDN", naming: .named(at: [".cdnhwc1.com", ".cdnhwc2.com", ".myhuaweicloud.com"]),
      end: .field("timestamp", .secondsOrHexadecimal), needs: ["auth_key"], livesOn: year,
      source:
        "support.huaweicloud.com, usermanual-cdn, cdn_01_0140, Signing Method C2: decimal or hexadecimal"),
    SignedRow(
      family: "Tencent Cloud CDN", naming: .named(at: [".tcdn.qq.com", ".myqcloud.com"]),
      end: .part(of: "sign", by: "-", at: 0, count: 4, .secondsOrHexadecimal), livesOn: twentyYears,
      source:
        "tencentcloud.com/document/product/228/35222 (Type A): hexadecimal; its page in Chinese: decimal"),
    SignedRow(
      family: "Qiniu CDN", naming: .at([".qiniucdn.com", ".clouddn.com", ".qnssl.com", ".qbox.me"]),
      end: .field("t", .hexadecimal), needs: ["sign"],
      source: "developer.qiniu.com/fusion/3841/timestamp-hotlinking-prevention-fusion: t is the deadline"),
    SignedRow(
      family: "Tencent VOD", naming: .at([".vod2.myqcloud.com", ".vod-qcloud.com", ".vod-common.com"]),
      end: .field("t", .hexadecimal), needs: ["sign"], source: "tencentcloud.com/document/product/266/33986"),
    SignedRow(
      family: "Cloudinary", naming: .named(at: ["api.cloudinary.com", "res.cloudinary.com"]),
      end: .field("expires_at", .seconds), needs: ["signature"],
      source: "cloudinary.com/documentation/control_access_to_media, private_download_url"),
  ]

  /// Networks whose links hold the moment of their signing, under names that the owner may choose; how long they live from there
  /// is set with the network.
  static let signers: [SignedRow] = [
    SignedRow(
      family: "Wangsu", naming: .named(at: [".wscdns.com", ".wsdvs.com", ".cdnetworks.com"]),
      end: .field("wstime", .secondsOrHexadecimal), needs: ["wssecret"], livesOn: year,
      source:
        "documents.cdnetworks.com, Token Authentication: an end or a signing, decimal or hexadecimal, by setting"
    ),
    SignedRow(
      family: "Alibaba Cloud CDN", naming: .named(at: alibaba), end: .field("key2", .secondsOrHexadecimal),
      needs: ["key1"],
      livesOn: year, digest: "key1", source: "alibabacloud.com/help/en/dcdn/type-c-signing, Format 2"),
    SignedRow(
      family: "Alibaba Cloud CDN", naming: .named(at: alibaba), end: .field("time", .secondsOrHexadecimal),
      needs: ["sign"],
      livesOn: year, digest: "sign", source: "alibabacloud.com/help/en/cdn, Type F signing: sign and time"),
    SignedRow(
      family: "Tencent Cloud CDN", naming: .named(at: [".tcdn.qq.com", ".myqcloud.com"]),
      end: .field("t", .secondsOrHexadecimal), needs: ["sign"], livesOn: twentyYears, digest: "sign",
      source: "tencentcloud.com/document/product/228/35225 (Type D): decimal or hexadecimal"),
    SignedRow(
      family: "EdgeOne", naming: .named(at: [".edgeone.app", ".eo.dnse0.com"]),
      end: .field("t", .secondsOrHexadecimal),
      needs: ["token"], livesOn: twentyYears, digest: "token",
      source: "tencentcloud.com/document/product/1552/109332 (Method D)"),
  ]

  private static let alibaba = [".alicdn.com", ".kunlunsl.com", ".kunlunaq.com", ".aliyuncs.com"]
}
