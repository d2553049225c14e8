/// Object stores.
extension SignedRow {
  static let stores: [SignedRow] = [
    SignedRow(
      family: "AWS Signature V4", end: .span(from: "x-amz-date", lasting: "x-amz-expires"),
      session: "x-amz-security-token", longest: 604_800, startsEarly: signerSkew,
      source: "docs.aws.amazon.com, Authenticating Requests: Using Query Parameters (AWS Signature Version 4)"
    ),
    SignedRow(
      family: "AWS Signature V2", end: .field("expires", .seconds), needs: ["awsaccesskeyid", "signature"],
      session: "x-amz-security-token",
      source:
        "docs.aws.amazon.com, Signing and authenticating REST requests: Query string request authentication"
    ),
    SignedRow(
      family: "Google Cloud Storage V4", end: .span(from: "x-goog-date", lasting: "x-goog-expires"),
      longest: 604_800, startsEarly: signerSkew,
      source: "docs.cloud.google.com/storage/docs/access-control/signed-urls"),
    SignedRow(
      family: "Google Cloud Storage V2", end: .field("expires", .seconds),
      needs: ["googleaccessid", "signature"], longestAhead: 604_800,
      source: "docs.cloud.google.com/storage/docs/access-control/signed-urls-v2"),
    SignedRow(
      family: "Azure SAS", end: .first(["se", "ske"], .date), needs: ["sig"], bound: "sip",
      refine: azure, source: "learn.microsoft.com, Create a service SAS; Create a user delegation SAS"),
    SignedRow(
      family: "Azure SAS with a stored policy", end: .untold, needs: ["sig", "sv", "si"],
      source: "learn.microsoft.com, Define a stored access policy"),
    SignedRow(
      family: "Aliyun OSS V4", end: .span(from: "x-oss-date", lasting: "x-oss-expires"),
      session: "x-oss-security-token", startsEarly: signerSkew,
      source: "help.aliyun.com, OSS: Add signatures to URLs (V4)"),
    SignedRow(
      family: "Aliyun OSS V2", end: .field("x-oss-expires", .secondsOrDate), needs: ["x-oss-signature"],
      session: "security-token",
      source: "help.aliyun.com, OSS: signature version 2, x-oss-expires is a moment"),
    SignedRow(
      family: "Aliyun OSS", end: .field("expires", .seconds), needs: ["ossaccesskeyid", "signature"],
      session: "security-token", source: "help.aliyun.com, OSS: Add signatures to URLs (V1)"),
    SignedRow(
      family: "Tencent COS", end: .window(["q-sign-time", "q-key-time"]), needs: ["q-ak", "q-sign-time"],
      session: "x-cos-security-token", source: "tencentcloud.com/document/product/436/7778"),
    SignedRow(
      family: "Volcengine TOS", end: .span(from: "x-tos-date", lasting: "x-tos-expires"),
      session: "x-tos-security-token", longest: 2_592_000, startsEarly: signerSkew,
      source: "volcengine.com/docs/6349, signatures in URLs"),
    SignedRow(
      family: "Huawei OBS", end: .field("expires", .seconds), needs: ["accesskeyid", "signature"],
      session: "x-obs-security-token", source: "support.huaweicloud.com/intl/en-us/api-obs/obs_04_0011.html"),
    SignedRow(
      family: "Huawei OBS V4", end: .span(from: "x-obs-date", lasting: "x-obs-expires"),
      session: "x-obs-security-token", startsEarly: signerSkew, source: "links of OBS's console"),
    SignedRow(
      family: "Kingsoft KS3", end: .field("expires", .seconds), needs: ["kssaccesskeyid", "signature"],
      source: "docs.ksyun.com, KS3: signatures in the query"),
    SignedRow(
      family: "UCloud US3", end: .field("expires", .seconds), needs: ["ucloudpublickey", "signature"],
      source: "docs.ucloud.cn, UFile: token and signature"),
    SignedRow(
      family: "Swift temporary URL", end: .field("temp_url_expires", .secondsOrDate), needs: ["temp_url_sig"],
      bound: "temp_url_ip_range",
      source: "docs.openstack.org/swift/latest/api/temporary_url_middleware.html"),
    SignedRow(
      family: "Qiniu", naming: .named(at: [".qiniucdn.com", ".clouddn.com", ".qnssl.com", ".qiniucs.com"]),
      end: .field("e", .seconds), needs: ["token"], source: "developer.qiniu.com/kodo/1202/download-token"),
    SignedRow(
      family: "Backblaze B2", end: .untold, needs: ["authorization"], path: "/file/",
      source: "backblaze.com/apidocs/b2-get-download-authorization: at most a week, told at its making alone"),
    SignedRow(
      family: "Backblaze B2", end: .untold, needs: ["authorization", "fileid"], path: "/b2api/",
      source: "backblaze.com/apidocs/b2-download-file-by-id"),
  ]

  private static let azure: @Sendable (SignedQuery, inout SignedURL) -> Void = { query, signed in
    signed.validFrom = ["st", "skt"].compactMap { Unit.date.moment(query.fields[$0]) }.max()
    if let rights = query.fields["sp"], !rights.contains("r") {
      signed.flaw = "allows no reading (sp=\(rights))"
    }
    if query.fields["spr"] == "https", query.parts.scheme == "http" {
      signed.flaw = "is for https only (spr=https)"
    }
  }
}
