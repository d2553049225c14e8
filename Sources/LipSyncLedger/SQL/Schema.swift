/// The tables, version by version. A version that was released is never changed: the next one changes its outcome.
enum Schema {
  /// The schema of the tables in PostgreSQL, and the channel that announces changes.
  static let postgresSchema = "lipflight"

  struct Version: Sendable {
    var name: String
    var sql: @Sendable (SQLDialect) -> String
  }

  static let versions = [
    Version(name: "1 journal") { d in
      """
      CREATE TABLE payment (
        id TEXT PRIMARY KEY NOT NULL,
        job TEXT NOT NULL,
        service TEXT NOT NULL,
        account TEXT NOT NULL,
        video_content TEXT NOT NULL,
        audio_content TEXT NOT NULL,
        playback_type TEXT NOT NULL,
        video TEXT NOT NULL,
        audio TEXT NOT NULL,
        video_url TEXT,
        video_url_digest TEXT NOT NULL,
        audio_url TEXT,
        audio_url_digest TEXT NOT NULL,
        state TEXT NOT NULL,
        task_id TEXT,
        error TEXT,
        intended_at \(d.integer) NOT NULL,
        created_at \(d.integer),
        completed_at \(d.integer),
        estimate \(d.integer),
        quota_before \(d.integer),
        charged \(d.integer),
        number \(d.integer) NOT NULL
      ) \(d.tableOptions);
      CREATE INDEX payment_by_job ON payment (job, number);
      CREATE INDEX payment_by_task ON payment (task_id, service, account);
      CREATE UNIQUE INDEX payment_by_number ON payment (number);
      CREATE TABLE upload (
        service TEXT NOT NULL,
        account TEXT NOT NULL,
        content TEXT NOT NULL,
        bytes \(d.integer) NOT NULL,
        asset_url TEXT NOT NULL,
        is_stored \(d.integer) NOT NULL,
        at \(d.integer) NOT NULL,
        PRIMARY KEY (service, account, content)
      ) \(d.keyedTableOptions);
      CREATE TABLE post (
        account TEXT NOT NULL,
        at \(d.integer) NOT NULL
      ) \(d.tableOptions);
      CREATE INDEX post_by_account ON post (account, at);
      """
    },
    // Credits are hundredths, times milliseconds. `due` is null for a job that is over, so an index of the others is all
    // that a claim reads. The index by state holds all that is summed up for a status.
    Version(name: "2 batches") { d in
      """
      CREATE TABLE batch (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        created \(d.integer) NOT NULL,
        settings TEXT NOT NULL,
        budget \(d.integer),
        committed \(d.integer) NOT NULL,
        state TEXT NOT NULL
      ) \(d.tableOptions);
      CREATE TABLE batch_job (
        batch TEXT NOT NULL,
        ordinal \(d.integer) NOT NULL,
        id TEXT NOT NULL,
        video TEXT NOT NULL,
        audio TEXT NOT NULL,
        wanted_type TEXT,
        wanted_output TEXT,
        labels TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts \(d.integer) NOT NULL,
        task_id TEXT,
        playback_type TEXT,
        verdict TEXT,
        planned \(d.integer),
        reserved \(d.integer),
        charged \(d.integer),
        verified \(d.integer),
        error TEXT,
        output TEXT,
        report TEXT,
        worker TEXT,
        due \(d.integer),
        token \(d.integer) NOT NULL,
        retry_of TEXT,
        PRIMARY KEY (batch, ordinal)
      ) \(d.busyTableOptions);
      CREATE UNIQUE INDEX batch_job_by_id ON batch_job (batch, id);
      CREATE INDEX batch_job_by_due ON batch_job (batch, due, ordinal) WHERE due IS NOT NULL;
      CREATE INDEX batch_job_by_state
        ON batch_job (batch, state, attempts, planned, reserved, charged, verified, worker);
      """
    },
    // A worker that dies, or is cut off, is no attempt of the job's own.
    Version(name: "3 lapses") { d in
      "ALTER TABLE batch_job ADD COLUMN lapses \(d.integer) NOT NULL DEFAULT 0;"
    },
    // Earlier errors name their rule, if any, in their text only.
    Version(name: "4 rule of an error") { _ in "ALTER TABLE batch_job ADD COLUMN rule TEXT;" },
    // Messages on their way to receivers; times are milliseconds, and `due` is null for one that is over.
    Version(name: "5 outbox") { d in
      """
      CREATE TABLE outbox (
        id TEXT PRIMARY KEY NOT NULL,
        event TEXT NOT NULL,
        name TEXT NOT NULL,
        body TEXT NOT NULL,
        receiver TEXT,
        receiver_digest TEXT NOT NULL,
        patience \(d.integer) NOT NULL,
        state TEXT NOT NULL,
        attempts \(d.integer) NOT NULL,
        error TEXT,
        created \(d.integer) NOT NULL,
        due \(d.integer),
        token \(d.integer) NOT NULL
      ) \(d.tableOptions);
      CREATE INDEX outbox_by_due ON outbox (due) WHERE due IS NOT NULL;
      """
    },
  ]
  /// PostgreSQL only; with SQLite, turns are locks of the operating system.
  static let turns = Version(name: "2 turns") { d in
    """
    CREATE SEQUENCE payment_number;
    CREATE TABLE turn (
      name TEXT PRIMARY KEY NOT NULL,
      holder \(d.integer) NOT NULL,
      until \(d.integer) NOT NULL
    ) \(d.tableOptions);
    """
  }
}
