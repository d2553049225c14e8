/// What `run`, `fetch`, `submit` and `wait` print with `--json`, and what a job saves beside its result.
///
/// A `JobReport` cannot be read back from it: of findings about the task itself the document states no more than the verdict
/// and the first one's message, and where a command failed the task may have neither id nor status.
public struct JobDocument: JSONDocument {
  /// What a document states of the task at the service.
  public struct TaskState: Sendable, Equatable {
    /// The service's id; nil where no task is known of.
    public var id: String?
    /// Where it stood; nil where it was not seen.
    public var status: TaskStatus?
    /// Unix seconds; nil where the service did not say.
    public var createdAt: Int64?
    /// Unix seconds; nil while it is not over.
    public var completedAt: Int64?
    /// Whether the task had been created before, so that nothing new was paid.
    public var isReused: Bool
    /// Why it failed, or why nothing more is known of it.
    public var error: String?
    /// What it took from the quota, where that could be told.
    public var charged: Credits?

    /// States what is known of a task.
    package init(
      id: String?, status: TaskStatus? = nil, createdAt: Int64? = nil, completedAt: Int64? = nil,
      isReused: Bool = false, error: String? = nil, charged: Credits? = nil
    ) {
      (self.id, self.status, self.createdAt, self.completedAt) = (id, status, createdAt, completedAt)
      (self.isReused, self.error, self.charged) = (isReused, error, charged)
    }

    /// What the service told of a task.
    package init(_ task: LipSyncTask, isReused: Bool, charged: Credits? = nil) {
      self.init(
        id: task.id, status: task.status, createdAt: task.createdAt, completedAt: task.completedAt,
        isReused: isReused, error: task.errorMessage, charged: charged)
    }
  }

  /// The sum of all findings, those about the task included.
  public var verdict: Verdict
  /// The task at the service; nil where none was created.
  public var task: TaskState?
  /// The check of the inputs; nil where the job was picked up by its id.
  public var check: CheckReport?
  /// The proof of the result; nil where there is no result.
  public var verification: VerifyReport?

  /// States how far a job came.
  package init(
    verdict: Verdict, task: TaskState?, check: CheckReport? = nil, verification: VerifyReport? = nil
  ) {
    (self.verdict, self.task, self.check, self.verification) = (verdict, task, check, verification)
  }

  /// The document.
  public var json: JSON {
    .object([
      ("verdict", .string(verdict.rawValue)), ("task", task?.json ?? .null), ("check", check?.json ?? .null),
      ("verify", verification?.json ?? .null),
    ])
  }

  /// Reads what `json` states, which is all; of its check and its proof see there.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      verdict: try json.required("verdict", .word), task: try json.nullable("task", .document),
      check: try json.nullable("check", .document), verification: try json.nullable("verify", .document))
  }
}

extension JobDocument.TaskState: JSONDocument {
  /// The `task` member of the document.
  public var json: JSON {
    .object([
      ("task_id", .optional(id)), ("status", .optional(status?.rawValue)),
      ("created_at", .optional(createdAt)), ("completed_at", .optional(completedAt)),
      ("reused", .bool(isReused)), ("error", .optional(error)), ("charged_credits", charged?.json ?? .null),
    ])
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      id: try json.nullable("task_id", .string), status: try json.nullable("status", .word),
      createdAt: try json.nullable("created_at", .whole),
      completedAt: try json.nullable("completed_at", .whole),
      isReused: try json.required("reused", .bool), error: try json.nullable("error", .string),
      charged: try json.nullable("charged_credits", .document))
  }
}

extension JobReport: Encodable {
  /// What is printed and saved of the job.
  public var document: JobDocument {
    var state = task.map { JobDocument.TaskState($0, isReused: isReused, charged: charged) }
    // The service states no charge for a lip-sync task: it is told from the quota's fall.
    if state?.error == nil { state?.error = taskFindings.first?.message }
    return JobDocument(verdict: verdict, task: state, check: check, verification: verification)
  }

  /// The members of `document`.
  public var json: JSON { document.json }

  /// Writes `document`, which is what can be read back.
  public func encode(to encoder: any Encoder) throws { try document.encode(to: encoder) }
}
