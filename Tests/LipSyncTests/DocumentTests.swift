import LipSyncMedia
import Platform
import TestSupport
import Testing

@testable import LipSync

/// Reports through their documents and back.
@Suite("Documents") struct DocumentTests {
  @Test("every kind comes back whole, from text and from Foundation", arguments: SampleDocuments.all.indices)
  func whole(index: Int) {
    let document = SampleDocuments.all[index]
    #expect(ReadBack.loss(of: document) == nil)
  }

  @Test("the samples have a value for every member")
  func samples() {
    func members(_ json: JSON) -> [JSON.Member] {
      switch json {
      case .object(let own): own.flatMap { [$0] + ($0.0 == "evidence" ? [] : members($0.1)) }
      case .array(let values): values.flatMap(members)
      default: []
      }
    }
    let all = SampleDocuments.all.flatMap { members($0.json) }
    let filled = Set(all.filter { !$0.1.isNull }.map(\.0))
    #expect(all.map(\.0).filter { !filled.contains($0) } == [])
  }

  @Test("models come back as all that agree with what was seen")
  func models() throws {
    for model in PlaybackModel.all {
      #expect(try PlaybackModel.models(PlaybackModel.json([model])) == [model])
      let alike = PlaybackModel.all.filter { $0.whenShort == model.whenShort }
      #expect(try PlaybackModel.models(PlaybackModel.json(alike)) == alike)
    }
    #expect(try PlaybackModel.models(PlaybackModel.json([])) == [])
  }

  @Test("what a document does not know stays unknown")
  func empty() {
    #expect(ReadBack.loss(of: PreflightTests.report(nil, nil)) == nil)
    #expect(ReadBack.loss(of: VerifyReport(source: "r.mp4")) == nil)
    #expect(ReadBack.loss(of: JobReport().document) == nil)
    #expect(
      ReadBack.loss(of: JobDocument(verdict: .fail, task: .init(id: nil, error: "Interrupted."))) == nil)
    #expect(ReadBack.loss(of: EstimateDocument(advice: nil, credits: nil)) == nil)
    #expect(ReadBack.loss(of: ProbeDocument(sources: [.init(source: .file(path: "x"))])) == nil)
    #expect(ReadBack.loss(of: JobsDocument(jobs: [])) == nil)
    #expect(ReadBack.loss(of: LinkInfo()) == nil)
  }

  @Test("what was read is what was reported, as exact as it was written")
  func values() throws {
    let check = try CheckReport(parsing: SampleDocuments.check.json.text)
    #expect(check.video.link == SampleDocuments.link && check.findings == SampleDocuments.check.findings)
    #expect(check.video.media?.facts.audioStart == MediaTime(-21_333, 1_000_000))
    #expect(check.chosen == nil && check.video.findings.isEmpty)
    let verify = try VerifyReport(parsing: SampleDocuments.verify.json.text)
    #expect(verify.lengths == SampleDocuments.verify.lengths && verify.exhibits == nil)
    #expect(verify.playback?.models == SampleDocuments.verify.playback?.models)
    let job = try JSONDecoder().decode(JobDocument.self, from: JSONEncoder().encode(SampleDocuments.job))
    #expect(job.task == SampleDocuments.job.document.task && job.task?.charged == Credits(hundredths: 108))
    #expect(
      try JobsDocument(json: JobsDocument(jobs: [SampleDocuments.payment]).json).jobs == [
        SampleDocuments.payment
      ])
  }

  @Test("a price is what it was, also of a length that its seconds state a little too short")
  func prices() throws {
    var report = VerifyReport(source: "r.mp4")
    let above = MediaTime(125) + MediaTime(1, 10_000_000)
    report.lengths = .init(reported: above, measured: MediaTime(125), expected: MediaTime(125)...above)
    #expect(report.json["credits"]?["reported"]?.text == "1.01")
    #expect(ReadBack.loss(of: report) == nil)
  }

  @Test("the verdict of a job stays what it was, though the finding about its task is not in the document")
  func failedTask() throws {
    let report = JobReport(
      task: LipSyncTask(id: "t", status: .failed),
      taskFindings: [Finding(.taskFailed, about: .task, "It failed.")])
    let read = try JobDocument(parsing: report.json.text)
    #expect(read.verdict == .fail && read.task?.status == .failed && read.task?.error == "It failed.")
  }

  @Test("a proof whose verdict does not follow from its findings is refused")
  func spoiltVerdict() throws {
    let text = SampleDocuments.verify.json.text.replacing(
      "\"verdict\":\"warn\"", with: "\"verdict\":\"pass\"")
    let error = try #require(throws: DocumentError.self) { try VerifyReport(parsing: text) }
    #expect(error.path == "verdict" && error.code == .malformed)
  }

  @Test(
    "a member that is missing is named by its path, whichever it is", arguments: SampleDocuments.all.indices)
  func missing(index: Int) {
    let document = SampleDocuments.all[index]
    for path in Self.members(of: document.json) {
      let spoilt = Self.change(document.json, at: path[...]) { _ in nil }
      let error = #expect(throws: DocumentError.self, "\(path)") { try Self.read(spoilt, like: document) }
      #expect(error?.path == Self.text(path) && error?.code == .missing)
    }
  }

  @Test("so is one that holds something else than belongs there", arguments: SampleDocuments.all.indices)
  func malformed(index: Int) {
    let document = SampleDocuments.all[index]
    for path in Self.members(of: document.json) {
      let spoilt = Self.change(document.json, at: path[...]) { Self.other($0) }
      let error = #expect(throws: DocumentError.self, "\(path)") { try Self.read(spoilt, like: document) }
      #expect(error?.path == Self.text(path) && error?.code == .malformed)
    }
  }

  private static func read<T: JSONDocument>(_ json: JSON, like document: T) throws { _ = try T(json: json) }

  private static func text(_ path: [JSONKey]) -> String {
    path.reversed().reduce(DocumentError(.missing, "")) { $0.inside($1) }.path
  }

  /// The ways to all members that have to be there: those of evidence are free, and an error is there only where it happened.
  private static func members(of json: JSON) -> [[JSONKey]] {
    switch json {
    case .object(let members):
      members.flatMap { name, value -> [[JSONKey]] in
        if name == "error", json["jobs"] != nil { return [] }
        let inner = name == "evidence" ? [] : Self.members(of: value)
        return ([[]] + inner).map { [JSONKey(stringValue: name)] + $0 }
      }
    case .array(let values):
      values.enumerated().flatMap { index, value in
        Self.members(of: value).map { [JSONKey(intValue: index)] + $0 }
      }
    default: []
    }
  }

  private static func other(_ json: JSON) -> JSON {
    switch json {
    case .string, .array: true
    case .bool, .object: "no"
    default: .array([])
    }
  }

  /// The document with the value at a path changed, or left out.
  private static func change(_ json: JSON, at path: ArraySlice<JSONKey>, _ body: (JSON) -> JSON?) -> JSON {
    switch json {
    case .object(let members):
      .object(
        members.compactMap { name, value in
          guard name == path.first?.stringValue else { return (name, value) }
          if path.count > 1 { return (name, change(value, at: path.dropFirst(), body)) }
          return body(value).map { (name, $0) }
        })
    case .array(let values):
      .array(
        values.enumerated().map { index, value in
          index == path.first?.intValue ? change(value, at: path.dropFirst(), body) : value
        })
    default: json
    }
  }
}
