internal import GRDB

/// The tables, version by version. A migration that was released is never changed: the next one changes its outcome.
enum Migrations {
  static let all: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 journal") { db in
      try db.execute(
        sql: """
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
            intended_at INTEGER NOT NULL,
            created_at INTEGER,
            completed_at INTEGER,
            estimate INTEGER,
            quota_before INTEGER,
            charged INTEGER,
            number INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX payment_by_job ON payment (job, number);
          CREATE INDEX payment_by_task ON payment (task_id, service, account);
          CREATE UNIQUE INDEX payment_by_number ON payment (number);
          CREATE TABLE upload (
            service TEXT NOT NULL,
            account TEXT NOT NULL,
            content TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            asset_url TEXT NOT NULL,
            is_stored INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (service, account, content)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE post (
            account TEXT NOT NULL,
            at INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX post_by_account ON post (account, at);
          """)
    }
    return migrator
  }()
}
