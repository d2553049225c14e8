/// What storage hosts mean by their codes, and what to do about each.
///
/// Sources: docs.aws.amazon.com (S3, Error responses), developers.cloudflare.com/r2/api/error-codes, backblaze.com/apidocs,
/// docs.cloud.google.com/storage/docs/xml-api/reference-status, learn.microsoft.com (Blob service error codes),
/// help.aliyun.com (OSS, error codes), cloud.tencent.com/document/product/436/7730, cloudinary.com (X-Cld-Error).
struct ErrorCode: Sendable {
  /// In lower case.
  let codes: Set<String>
  /// What the message has to hold, in lower case; nil for any.
  var words: String?
  /// What it means.
  let sentence: String
  /// What to do: who, and where.
  let remedy: String
  var refusal: Sniff.Refusal?

  private init(
    _ codes: Set<String>, _ words: String? = nil, _ sentence: String, _ remedy: String,
    _ refusal: Sniff.Refusal? = nil
  ) {
    (self.codes, self.words, self.sentence, self.remedy, self.refusal) = (
      codes, words, sentence, remedy, refusal
    )
  }

  /// The first row that fits; nil for codes that are not known.
  static func of(_ code: String?, message: String?) -> ErrorCode? {
    guard let code = code?.lowercased() else { return nil }
    let message = message?.lowercased() ?? ""
    return rows.first { row in row.codes.contains(code) && row.words.map { message.contains($0) } ?? true }
  }

  private static let fresh = "Create a fresh link, or use one that does not expire."
  private static let sign =
    "Sign the link again, for GET, and copy all of it; nothing in it may be changed afterwards."
  private static let open = "In the store make the object public, or sign a link to it (presign)."
  private static let find = "Check the object's name letter by letter, capitals included, or upload it again."
  private static let later = "Try again later, or host the file elsewhere."
  private static let upload = "or name the file by its path, so that it is uploaded."

  static let rows: [ErrorCode] = signatures + rights + objects + accounts

  private static let signatures: [ErrorCode] = [
    ErrorCode(
      ["accessdenied", "authenticationfailed"], "expired", "The link's signature has expired.", fresh,
      .expired),
    ErrorCode(
      ["authenticationfailed", "accessdenied"], "not valid in the specified time frame",
      "The link's signature has expired.", fresh, .expired),
    ErrorCode(
      ["expiredrequest", "requestexpired", "signatureexpired", "urlexpired"], nil,
      "The link's signature has expired.",
      fresh, .expired),
    ErrorCode(["expiredtoken"], "signature expired", "The link's signature has expired.", fresh, .expired),
    ErrorCode(
      ["expiredtoken", "tokenexpired", "securitytokenexpired", "invalidsecuritytoken", "expired_auth_token"],
      nil,
      "The session that signed the link has ended.",
      "Sign the link with an account's own key, which outlives sessions, or right before the job.", .expired),
    ErrorCode(["invalidtoken"], nil, "The session that signed the link has ended.", fresh),
    ErrorCode(
      ["authenticationfailed"], "not valid yet", "The link's signature is not valid yet.",
      "Wait until it is, or set the clock of the machine that signs and sign again."),
    ErrorCode(
      ["bad_auth_token", "invalidjwt"], "expired", "The link's signature has expired.", fresh, .expired),
    ErrorCode(
      ["bad_auth_token", "invalidjwt"], nil,
      "The link's token is not good: it was changed or cut, or has ended.",
      "Create a fresh link, and copy all of it."),
    ErrorCode(["31064", "31360", "31326"], nil, "The link's signature has expired.", fresh, .expired),
    ErrorCode(
      ["invalidrequest"], "aws4-hmac-sha256",
      "The link is signed in the old way (Signature V2), which the bucket's region does not know.",
      "Sign the link with Signature V4 (aws s3 presign, for the bucket's own region)."),
    ErrorCode(
      ["invalidargument"], "authorization", "The store wants a signature, and the link has none.",
      "Sign the link (presign), or use the bucket's public address."),
    ErrorCode(
      [
        "signaturedoesnotmatch", "authorizationqueryparameterserror", "invalidsignature", "invaliduri",
        "malformedsecurityheader",
      ], nil, "The link's signature does not match: it was changed, cut or signed for another verb.", sign),
    ErrorCode(
      ["authenticationfailed"], nil,
      "The link's signature does not match: it was changed, cut or signed for another verb.", sign),
    ErrorCode(
      ["requesttimetooskewed"], nil, "The link was signed by a machine whose clock is wrong.",
      "Set the clock of the machine that signs, and sign again."),
    ErrorCode(
      ["invalidaccesskeyid", "invalidaccesskey", "accesskeydisabled"], nil,
      "The key that signed the link no longer exists, or was switched off.",
      "Sign the link with a key that is in use."),
    ErrorCode(
      ["missingkey"], nil, "The CDN requires a signed link or cookie.",
      "Use a signed link of the CDN, " + upload
    ),
    ErrorCode(
      ["missingauthenticationtoken"], nil, "The store wants a signature, and the link has none.", open),
  ]

  private static let rights: [ErrorCode] = [
    ErrorCode(
      ["accessdenied"], "referer", "The bucket's hotlink protection (Referer) turns the link away.",
      "In the bucket's settings allow requests without a Referer, " + upload, .referer),
    ErrorCode(["accessdenied"], "bucket acl", "The object is not public.", open),
    ErrorCode(
      ["accessdenied"], "ip", "The bucket's policy lets some addresses in only.",
      "In the bucket's policy take the condition on addresses away, " + upload),
    ErrorCode(
      ["accessdenied", "forbidden", "unauthorized", "access_denied", "noauthenticationinformation"], nil,
      "The object is not public.", open),
    ErrorCode(
      ["authorizationsourceipmismatch"], nil, "The link was signed for other addresses.",
      "Sign the link again without an address range (sip).", .otherAddress),
    ErrorCode(
      ["authorizationprotocolmismatch"], nil, "The link was signed for https alone.",
      "Write https:// instead of http://."),
    ErrorCode(
      [
        "authorizationpermissionmismatch", "authorizationresourcetypemismatch",
        "authorizationservicemismatch",
        "insufficientaccountpermissions",
      ], nil, "The link was signed for something else than reading.",
      "Sign the link again with the right to read (sp=r)."),
    ErrorCode(
      ["publicaccessnotpermitted", "allaccessdisabled"], nil, "The account allows no public access.",
      "Sign a link to the object, or have the account's owner allow public access."),
    ErrorCode(
      ["userprojectmissing"], nil, "The bucket lets those pay who fetch (requester pays).",
      "Switch Requester Pays off for the bucket, " + upload),
    ErrorCode(
      ["kms.disabledexception", "kmsdisabled", "disabledkey"], nil,
      "The key that the object is encrypted with is switched off.",
      "Switch the key on again, " + upload),
  ]

  private static let objects: [ErrorCode] = [
    ErrorCode(
      [
        "nosuchkey", "blobnotfound", "notfound", "resourcenotfound", "404", "not_found", "objectnotfound",
        "filenotfound", "no_such_file",
      ],
      nil, "There is no such object.", find),
    ErrorCode(
      ["shared_link_not_found", "nosuchversion", "file_not_present"], nil, "There is no such file.",
      "Create a new link to the file as it is now."),
    ErrorCode(
      ["nosuchbucket", "containernotfound", "bucketnotfound"], nil, "There is no such bucket.",
      "Check the bucket's name and region."),
    ErrorCode(
      ["permanentredirect", "temporaryredirect", "authorizationheadermalformed"], nil,
      "The bucket is in another region.",
      "Use the endpoint of the bucket's own region."),
    ErrorCode(
      ["invalidobjectstate", "blobarchived", "objectnotrestored", "objectarchived"], nil,
      "The object is in an archive (Glacier and the like) and cannot be read from there.",
      "Restore the object from its archive first (in Azure: set its tier to Hot), or upload the file."),
    ErrorCode(
      ["blobbeingrehydrated", "restorealreadyinprogress"], nil,
      "The object is being restored from its archive.",
      "Wait until it is restored, which may take hours, or upload the file."),
    ErrorCode(
      ["invalidrange"], nil, "The object is shorter than the range asked for.",
      "Upload the file to the host again."),
    ErrorCode(
      ["methodnotallowed", "unsupportedhttpverb"], nil,
      "The object is marked as deleted, or the address is none for reading.",
      "Restore the object's last version, or create a link for downloads."),
    ErrorCode(
      ["keytoolongerror", "invalidresourcename", "invalidobjectname"], nil,
      "The object's name in the link is none that the store allows.",
      "Copy the link again, all of it."),
  ]

  private static let accounts: [ErrorCode] = [
    ErrorCode(
      [
        "userdisable", "accountproblem", "accountisdisabled", "accountdisabled", "billingdisabled",
        "userdisabled", "arrears", "useroverdue",
      ],
      nil, "The account is closed, or its bill is not paid.",
      "Look at the account's billing with the host, or host the file elsewhere."),
    ErrorCode(
      ["cap_exceeded", "download_cap_exceeded", "transaction_cap_exceeded"], nil,
      "The account's daily cap for downloads is used up.",
      "In the account under Caps & Alerts raise the cap, or wait until midnight GMT."),
    ErrorCode(
      [
        "downloadquotaexceeded", "ratelimitexceeded", "userratelimitexceeded", "usagelimits", "quotaexceeded",
      ], nil,
      "The file was fetched too often of late; its quota is used up.",
      "Wait a day, make a copy of the file with a link of its own, or host it elsewhere."),
    ErrorCode(
      [
        "slowdown", "toomanyrequests", "serverbusy", "429", "requestrateexceeded", "too_many_requests",
        "downloadtrafficratelimitexceeded",
      ], nil,
      "The host is asked too often.", later),
    ErrorCode(
      ["internalerror", "serviceunavailable", "internal_error", "service_unavailable", "operationtimedout"],
      nil,
      "The host has a fault of its own.", later),
  ]
}
