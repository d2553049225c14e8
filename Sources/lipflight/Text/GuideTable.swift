internal import LipSync

extension ExitStatus {
  fileprivate static let own: [ExitStatus] = [.passed, .usage, .fault, .interrupted]
  fileprivate static let judging: [ExitStatus] = [
    .passed, .failedCheck, .usage, .fault, .tryAgain, .interrupted,
  ]
  fileprivate static let stored: [ExitStatus] = [.passed, .usage, .fault, .tryAgain, .interrupted]
  fileprivate static let asking: [ExitStatus] = [.passed, .service, .usage, .fault, .tryAgain, .interrupted]
}

extension Guide {
  private init(_ examples: [(String, String)], _ environment: [Variable], _ exits: [ExitStatus]) {
    self.init(
      examples: examples.map { Example(line: $0.0, about: $0.1) }, environment: environment, exits: exits)
  }

  /// One for each command.
  static let all: [String: Guide] = [
    "": Guide(
      [
        ("lipflight demo", "A refused source and a whole job, with samples: no key, no network."),
        (
          "lipflight check talking.mp4 speech.m4a",
          "What would be refused, which playback type fits, what it costs."
        ),
        ("lipflight run talking.mp4 speech.m4a -o out", "The whole job, from two files to a proved result."),
      ], Variable.paying, ExitStatus.allCases),
    "probe": Guide(
      [
        ("lipflight probe talking.mp4 speech.m4a", "Streams, exact lengths, and how they were measured."),
        (
          "lipflight probe --deep talking.mp4 --json",
          "Loudness, silence, black and frozen stretches, as JSON."
        ),
      ], Variable.network, ExitStatus.judging),
    "check": Guide(
      [
        (
          "lipflight check talking.mp4 speech.m4a",
          "Both sources, the playback type, the credits, the verdict."
        ),
        ("lipflight check https://example.com/talking.mp4 speech.m4a --strict", "Warnings count as errors."),
        (
          "lipflight check --from pairs.csv --format github",
          "All pairs of a list, as annotations of a workflow."
        ),
      ], Variable.looking, ExitStatus.judging),
    "estimate": Guide(
      [
        ("lipflight estimate talking.mp4 speech.m4a", "The playback types compared."),
        (
          "lipflight estimate --video-seconds 4.4 --audio-seconds 12.062",
          "The same of two lengths, without files."
        ),
      ], Variable.network, ExitStatus.judging),
    "submit": Guide(
      [
        (
          "id=$(lipflight submit talking.mp4 speech.m4a)",
          "Checks, pays once, and prints the task's id alone."
        ),
        ("lipflight submit talking.mp4 speech.m4a --max-credits 0.5", "Pays half a credit at most."),
      ], Variable.paying, [.passed, .failedCheck, .service, .usage, .fault, .tryAgain, .interrupted]),
    "wait": Guide(
      [
        ("lipflight wait TASK_ID", "Waits until the task is over."),
        ("lipflight wait TASK_ID --timeout 600 --json", "Gives up after ten minutes; the task goes on."),
      ], [.secret] + Variable.paying, ExitStatus.allCases),
    "fetch": Guide(
      [
        (
          "lipflight fetch TASK_ID -o out",
          "Waits, downloads and proves; an interrupted download is continued."
        ),
        ("lipflight fetch TASK_ID -o out/anna.mp4", "The same, under a name of your own."),
      ], [.secret] + Variable.paying, ExitStatus.allCases),
    "verify": Guide(
      [
        (
          "lipflight verify out/result.mp4 --video talking.mp4 --audio speech.m4a",
          "A result against what was sent."
        ),
        ("lipflight verify out/*.mp4 --format junit", "Several results, as a test report."),
      ], Variable.network, [.passed, .failedCheck, .service, .usage, .fault, .tryAgain, .interrupted]),
    "run": Guide(
      [
        (
          "lipflight run talking.mp4 speech.m4a -o out --sandbox",
          "The whole job on this machine, without a key."
        ),
        ("lipflight run talking.mp4 speech.m4a -o out/anna.mp4", "The whole job; the result gets this name."),
      ], [.secret] + Variable.paying, ExitStatus.allCases),
    "mend": Guide(
      [
        ("lipflight mend talking.mp4 speech.m4a --dry-run", "What would be done, and what it would cost."),
        ("lipflight mend speech.m4a -o mended --loudness=-16", "A copy at -16 LUFS, checked."),
      ], Variable.network, ExitStatus.judging),
    "jobs": Guide(
      [
        ("lipflight jobs", "What was paid for, newest first."),
        ("lipflight jobs show ID", "All that is known of one."),
      ],
      [.journal, .state] + Variable.local, ExitStatus.stored),
    "jobs list": Guide(
      [("lipflight jobs list --limit 10 --json", "The ten newest payments, as JSON.")],
      [.journal, .state] + Variable.local, ExitStatus.stored),
    "jobs show": Guide(
      [("lipflight jobs show ID", "A payment by its task's id or the first letters of it.")],
      [.journal, .state] + Variable.local, ExitStatus.stored),
    "batch": Guide(
      [
        ("lipflight batch plan jobs.csv", "What the jobs would do and cost."),
        ("lipflight batch run jobs.csv -o out --max-credits 20", "Does them, within a ceiling."),
      ], Variable.paying, ExitStatus.allCases),
    "batch plan": Guide(
      [
        ("lipflight batch plan jobs.csv --max-credits 20", "Whether all of them stay within 20 credits."),
        (
          "lipflight batch plan dubs", "A folder of pairs by name: anna.mp4 with anna.de.wav and anna.fr.wav."
        ),
        (
          "lipflight batch plan jobs.csv --format sarif > plan.sarif",
          "Findings at the lines of the manifest."
        ),
      ], Variable.looking, ExitStatus.judging),
    "batch run": Guide(
      [
        ("lipflight batch run jobs.csv -o out", "Every job, checked, paid for once, fetched and proved."),
        ("lipflight batch run --resume", "Goes on with the newest batch after an interruption."),
      ], [.secret] + Variable.paying, ExitStatus.allCases),
    "batch work": Guide(
      [
        (
          "lipflight batch work --ledger postgres://db/lipflight -o out",
          "A further worker on the same batch."
        )
      ],
      [.secret] + Variable.paying, ExitStatus.allCases),
    "batch status": Guide(
      [("lipflight batch status --by language", "Jobs by state, and by a label.")],
      [.journal, .state] + Variable.local, ExitStatus.stored),
    "batch retry": Guide(
      [("lipflight batch retry --failed", "Reopens what failed; batch run --resume does it again.")],
      [.journal, .state] + Variable.local, ExitStatus.stored),
    "batch export": Guide(
      [("lipflight batch export --format csv -o jobs-done.csv", "A row for each job.")],
      [.journal, .state] + Variable.local, ExitStatus.stored),
    "batch report": Guide(
      [
        ("lipflight batch report", "An HTML page next to the results."),
        ("lipflight batch report --format markdown", "A summary for a build's page."),
      ], [.journal, .state] + Variable.local, ExitStatus.stored),
    "webhook": Guide(
      [("lipflight webhook sign body.json", "The signature of a body.")], [.secret] + Variable.local,
      ExitStatus.judging),
    "webhook sign": Guide(
      [("lipflight webhook sign body.json", "The signature of a file; without one, of standard input.")],
      [.secret] + Variable.local, ExitStatus.own),
    "webhook verify": Guide(
      [("lipflight webhook verify body.json --signature HEX", "Whether a body was signed with the secret.")],
      [.secret] + Variable.local, ExitStatus.judging),
    "webhook listen": Guide(
      [
        (
          "lipflight webhook listen --port 9000 --exec ./on-event",
          "Runs a command for each event that is believed."
        )
      ],
      [.secret, .journal, .state] + Variable.network, ExitStatus.stored),
    "webhook deliver": Guide(
      [("lipflight webhook deliver", "Posts what is due of the events that nobody has taken yet.")],
      [.secret, .journal, .state] + Variable.network, ExitStatus.asking),
    "webhook outbox": Guide(
      [("lipflight webhook outbox --json", "Events, and what became of each.")],
      [.journal, .state] + Variable.local,
      ExitStatus.stored),
    "sandbox": Guide(
      [
        ("lipflight sandbox --port 8787", "The service's API on this machine, for any client."),
        ("lipflight sandbox --fault no-credits", "The same, out of credits."),
      ], Variable.local, ExitStatus.stored),
    "rules": Guide(
      [
        ("lipflight rules", "All rules."),
        ("lipflight rules link.expired", "One of them: when it fires, what to do."),
      ],
      Variable.local, ExitStatus.own),
    "formats": Guide(
      [("lipflight formats", "Containers and codecs that are opened, and why.")], Variable.local,
      ExitStatus.own),
    "schema": Guide(
      [("lipflight schema", "All JSON documents."), ("lipflight schema check", "The JSON Schema of one.")],
      Variable.local,
      ExitStatus.own),
    "account": Guide(
      [("lipflight account", "Whether the service answers, whose key it is, which credits are left.")],
      [.key, .service, .prefix] + Variable.network, ExitStatus.asking),
    "config": Guide(
      [("lipflight config", "Which settings hold, and where each comes from.")], Variable.paying,
      ExitStatus.own),
    "mcp": Guide(
      [("lipflight mcp --root dubs --max-credits 20", "Tools for an agent, within a folder and a ceiling.")],
      Variable.paying, ExitStatus.own),
    "faces": Guide(
      [("lipflight faces", "Whether faces are looked for, and what is missing.")], Variable.local,
      ExitStatus.stored),
    "faces show": Guide(
      [("lipflight faces show --json", "The same, as JSON.")], Variable.local, ExitStatus.stored),
    "faces install": Guide(
      [("lipflight faces install unpacked", "Installs the networks from a folder.")], Variable.local,
      ExitStatus.stored),
    "join": Guide(
      [
        (
          "lipflight join parts/manifest.jsonl results -o joined.mp4",
          "The results of a split, put together and checked."
        )
      ],
      Variable.network, ExitStatus.judging),
    "demo": Guide(
      [
        ("lipflight demo", "Leaves its result in demo-output."),
        ("lipflight demo -o shown", "Leaves it elsewhere."),
      ],
      [.colour], ExitStatus.own),
  ]
}
