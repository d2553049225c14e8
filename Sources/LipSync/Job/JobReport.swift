/// A job from its inputs to its proof, as far as it came: the document of `run` and `fetch`.
public struct JobReport: Sendable {
  /// The task at the service; nil where none was created.
  public var task: LipSyncTask?
  /// Whether the task had been created before, so that nothing new was paid.
  public var isReused: Bool
  /// The check of the inputs; nil where the job was picked up by its id.
  public var check: CheckReport?
  /// The proof of the result; nil where there is no result.
  public var verification: VerifyReport?
  /// Findings about the task itself: that it failed, or named no result.
  public var taskFindings: [Finding]
  /// The credits that were left before the task was created; nil where it was not created now.
  var quotaBefore: Credits?
  /// What the job took from the quota, where that could be told.
  public var charged: Credits?
  /// Where this document was saved, beside the result; nil where there is none.
  public var path: String?

  /// A job, as far as it came.
  package init(
    task: LipSyncTask? = nil, isReused: Bool = false, check: CheckReport? = nil,
    verification: VerifyReport? = nil, taskFindings: [Finding] = []
  ) {
    self.task = task
    self.isReused = isReused
    self.check = check
    self.verification = verification
    self.taskFindings = taskFindings
  }

  /// The sum of all findings.
  public var verdict: Verdict {
    Verdict((check?.findings ?? []) + taskFindings + (verification?.findings ?? []))
  }

  /// The exit code of docs/json.md: a failed task before a failed proof.
  public var exit: ExitStatus {
    if task?.status == .failed { return .taskFailed }
    if task == nil { return .failedCheck }
    return verdict == .fail ? .failedCheck : .passed
  }
}
