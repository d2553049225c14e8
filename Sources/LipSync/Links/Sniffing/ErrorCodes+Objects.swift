/// Codes of objects that cannot be had, and of accounts.
extension ErrorCode {
  static let objects: [ErrorCode] = [
    ErrorCode(
      [
        "notauthorizedornotfound", "31066", "itemnotfound", "entrynotfound", "20404", "deletedobject",
        "objectnotactive",
        "filenotexist", "filenotfounderror",
      ],
      nil, "There is no such object, or the link has no right to it.", find),
    ErrorCode(
      ["reponotfound", "revisionnotfound"], nil, "There is no such repository, or it is private.",
      "Make the repository public, and check its name and branch in the link."),
    ErrorCode(
      ["nosuchaccesspoint"], nil, "There is no such access point.", "Check the bucket's name and region."),
    ErrorCode(
      ["containerbeingdeleted", "bucketbeingdeleted"], nil, "The bucket is being deleted.",
      "Upload the file to another bucket, " + upload),
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

  static let accounts: [ErrorCode] = [
    ErrorCode(
      [
        "accountarrears", "accountfrozen", "accountoverdue", "overdue", "useraccountproblem",
        "userprojectaccountproblem",
        "inarrearorinsufficientbalance", "inarrears",
      ], nil,
      "The account is closed, or its bill is not paid.",
      "Look at the account's billing with the host, or host the file elsewhere."),
    ErrorCode(
      [
        "store_suspended", "blob_store_suspended", "account_suspended", "accountsuspended",
        "deployment_disabled",
      ], nil,
      "The account is suspended.", "Look at the account with the host, or host the file elsewhere."),
    ErrorCode(
      [
        "qpslimitexceeded", "activitylimitreached", "trafficratelimitexceeded", "throttledrequest",
        "requestthrottled",
        "throttling", "limitexceeded", "31034", "rate_limit_exceeded", "ratelimited",
      ], nil, "The host is asked too often.", later),
    ErrorCode(["requesttimeout"], nil, "The host waited too long for the request.", later),
    ErrorCode(
      ["xminiostoragefull", "quotalimitreached", "insufficientstorage"], nil,
      "The host's disk or the account's quota is full.",
      "Free space there, or host the file elsewhere."),
    ErrorCode(
      ["xminioservernotinitialized", "xminiobackenddown", "accountbeingcreated"], nil,
      "The host is not ready.", later),
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
