/// Codes of links that are not good, and of those that may not read.
extension ErrorCode {
  static let signatures: [ErrorCode] = [
    ErrorCode(
      ["bad_auth_token", "invalidjwt"], "\"exp\" claim", "The link's signature has expired.", fresh, .expired),
    ErrorCode(
      ["accessdenied"], "not yet valid", "The link's signature is not valid yet.",
      "Wait until it is, or set the clock of the machine that signs and sign again."),
    ErrorCode(
      ["authorizationqueryparameterserror"], "less than a week",
      "The link is signed for longer than the host allows.",
      "Sign the link again for 604800 seconds (a week) at most."),
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
    ErrorCode(["31064", "31360"], nil, "The link's signature has expired.", fresh, .expired),
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
    ErrorCode(
      ["invalidkey"], nil, "The key that signed the link is none that the CDN knows.",
      "Sign the link with a key of the distribution's key group (Key-Pair-Id), " + upload),
    ErrorCode(
      ["malformedpolicy"], nil, "The link's policy is damaged: it was changed or cut.", sign),
    ErrorCode(
      [
        "invalidqueryparametervalue", "missingrequiredqueryparameter", "invalidauthenticationinfo",
        "invalidexpires",
      ], nil,
      "A field of the link is missing or damaged: it was changed or cut.", sign),
    ErrorCode(
      ["notauthenticated"], "par expired", "The pre-authenticated request has ended.",
      "In the bucket create a new pre-authenticated request, with a later end.", .expired),
    ErrorCode(
      [
        "invalidauthenticationtoken", "unauthenticated", "notauthenticated", "99991661", "99991663",
        "99991668", "20003",
        "31045", "not_authed", "invalid_auth", "keyinvalid", "dailylimitexceededunreg",
        "authenticationrequired",
        "invalid_api_key", "required",
      ], nil, "The host wants a key or a login, and the link brings none that it takes.",
      "Use a link that everybody may open (Share, Anyone with the link) instead of the API's, " + upload),
  ]

  static let rights: [ErrorCode] = [
    ErrorCode(
      ["invalidrequest", "access_denied"], "encrypt",
      "The object is encrypted with a key that has to come with each request (SSE-C).",
      "Upload the file again without a key of your own (SSE-C), " + upload),
    ErrorCode(
      ["keybasedauthenticationnotpermitted"], nil, "The account takes no links that are signed with its key.",
      "Sign the link with a user delegation key (one of Entra ID), " + upload),
    ErrorCode(
      ["apkdownloadforbidden", "downloadforbidden"], nil,
      "The store's own domain hands out no files of this kind.",
      "Use a domain of your own that is bound to the bucket, " + upload),
    ErrorCode(
      ["usercnameinvalid", "cnamenotbound"], nil, "The domain is not bound to the bucket.",
      "In the bucket's settings bind the domain, or use the bucket's own address."),
    ErrorCode(
      ["accessdenied"], "kms:", "Who signed the link may not use the key that the object is encrypted with.",
      "In the key's policy allow kms:Decrypt to who signs the link, " + upload),
    ErrorCode(
      ["accessdenied"], "vpc endpoint", "The bucket's policy lets some networks in only.",
      "In the bucket's policy take the condition on networks away, " + upload),
    ErrorCode(["accessdenied"], "anonymous", "The object is not public.", open),
    ErrorCode(
      ["accessdenied"], "not authorized to perform", "Who signed the link may not read the object.",
      "In the store give who signs the right to read (s3:GetObject), and sign again."),
    ErrorCode(
      ["accessdenied", "forbidden"], "does not have storage.objects.get",
      "The account that signed the link may not read the object.",
      "In the bucket give that account the role Storage Object Viewer, and sign again."),
    ErrorCode(
      ["accessdenied"], "must be addressed using", "The bucket is in another region.",
      "Use the endpoint of the bucket's own region."),
    ErrorCode(
      ["accessdenied", "accessforbidden"], "frozen", "The host has frozen the object for what is in it.",
      "Read the notice in the account's console, or host the file elsewhere."),
    ErrorCode(
      ["authorizationfailure"], nil,
      "The account's firewall lets some networks in only, or the link lacks the right to read.",
      "In the storage account under Networking allow all networks, or sign again with the right to read (sp=r)."
    ),
    ErrorCode(
      ["cannotdownloadfile", "insufficientfilepermissions", "appnotauthorizedtofile"], nil,
      "The file's owner lets nobody download it.",
      "In Drive have the owner choose Share, the gear, and let viewers download, " + upload),
    ErrorCode(
      ["cannotdownloadabusivefile", "malwaredetected", "virusdetected"], nil,
      "The host takes the file for malware.",
      "Host the file elsewhere, " + upload),
    ErrorCode(
      ["filenotdownloadable"], nil, "It is a document of Google's editors, which is not a file.",
      "Export it as MP4, WAV or MP3, and share that file."),
    ErrorCode(
      ["31326"], nil, "The host goes by the program that asks (User-Agent).",
      "Host the file where programs may fetch it, " + upload),
    ErrorCode(
      ["gatedrepo"], nil, "The repository is gated: it asks for a login and an agreement.",
      "Make the repository public and take its gate away, " + upload),
    ErrorCode(
      ["shared_link_access_denied", "publicendpointforbidden"], nil, "The link does not let everybody in.",
      "Share the file with everybody who has the link, " + upload),
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
    ErrorCode(
      ["kms.notfoundexception", "kmskeynotfound", "kms.invalidstateexception"], nil,
      "The key that the object is encrypted with is not there any more.",
      "Upload the object again with a key that exists, " + upload),
  ]
}
