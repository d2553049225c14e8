PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 journal');
INSERT INTO grdb_migrations VALUES('2 batches');
INSERT INTO grdb_migrations VALUES('3 lapses');
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
INSERT INTO payment VALUES('f2927d1aa1e8','d7c8dca59182e9de3c427f78d0168bda9f1aa98117125237705942b1506429b4','sandbox','44e022dbac54','packets:87e2797f5d61406751dbbf6f1d8cefda9075e6483a12e4a4b833c764b047ed1d','packets:d0aaeadad336580856f0226550a31db81a5ab7d6eb010f11f96fac456406a48a','normal_reverse_by_audio','talking.mp4','speech.m4a','http://127.0.0.1:33135/files/assets/4d1a6c06-0edd-4b6b-9ef9-645a028cd55e/talking.mp4','d0973a04fb40f48a6f7634697a5b44e9','http://127.0.0.1:33135/files/assets/72bd3c55-6942-4d1c-826f-5dac3d8ca06f/speech.m4a','205ceb86658ddde94678c0278001a137','success','0350f4ff-8783-41e2-81eb-0594872c64f7',NULL,1796049893,1796049893,1796049894,10,100000,10,1);
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
INSERT INTO upload VALUES('sandbox','44e022dbac54','packets:87e2797f5d61406751dbbf6f1d8cefda9075e6483a12e4a4b833c764b047ed1d',107355,'http://127.0.0.1:33135/files/assets/4d1a6c06-0edd-4b6b-9ef9-645a028cd55e/talking.mp4',1,1796049893);
INSERT INTO upload VALUES('sandbox','44e022dbac54','packets:d0aaeadad336580856f0226550a31db81a5ab7d6eb010f11f96fac456406a48a',109380,'http://127.0.0.1:33135/files/assets/72bd3c55-6942-4d1c-826f-5dac3d8ca06f/speech.m4a',1,1796049893);
CREATE TABLE post (
  account TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE batch (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  settings TEXT NOT NULL,
  budget INTEGER,
  committed INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE TABLE batch_job (
  batch TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  id TEXT NOT NULL,
  video TEXT NOT NULL,
  audio TEXT NOT NULL,
  wanted_type TEXT,
  wanted_output TEXT,
  labels TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  task_id TEXT,
  playback_type TEXT,
  verdict TEXT,
  planned INTEGER,
  reserved INTEGER,
  charged INTEGER,
  verified INTEGER,
  error TEXT,
  output TEXT,
  report TEXT,
  worker TEXT,
  due INTEGER,
  token INTEGER NOT NULL,
  retry_of TEXT, lapses INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_by_job ON payment (job, number);
CREATE INDEX payment_by_task ON payment (task_id, service, account);
CREATE UNIQUE INDEX payment_by_number ON payment (number);
CREATE INDEX post_by_account ON post (account, at);
CREATE UNIQUE INDEX batch_job_by_id ON batch_job (batch, id);
CREATE INDEX batch_job_by_due ON batch_job (batch, due, ordinal) WHERE due IS NOT NULL;
CREATE INDEX batch_job_by_state
  ON batch_job (batch, state, attempts, planned, reserved, charged, verified, worker);
COMMIT;
